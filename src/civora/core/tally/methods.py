"""The rules by name, as the command line, the pages and the `.pb` format spell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from civora.core.tally import greedy, judgement, knapsack, phragmen, shares
from civora.core.tally.errors import RuleNeedsMore, UnknownRule
from civora.core.tally.greedy import Greedy
from civora.core.tally.shares import Completion, EqualShares
from civora.core.tally.types import Election, Outcome

Method = Callable[[Election, str], Outcome]


def by_list(rule: Greedy) -> Method:
    return lambda election, name: greedy.count(election, rule, name)


def by_shares(rule: EqualShares) -> Method:
    return lambda election, name: shares.count(election, rule, name)


def with_threshold(election: Election, name: str) -> Outcome:
    if not election.threshold:
        raise RuleNeedsMore(
            "greedy-threshold needs the least score that counts, and the file does not state it.",
            next_step="Add min_project_score_threshold to META, or choose greedy.",
        )
    return greedy.count(election, Greedy(threshold=True), name)


RULES: Mapping[str, Method] = {
    "greedy": by_list(Greedy()),
    "greedy-no-skip": by_list(Greedy(skips=False)),
    "greedy-threshold": with_threshold,
    "greedy-per-cost": by_list(Greedy(per_cost=True)),
    "knapsack": knapsack.count,
    "equal-shares": by_shares(EqualShares()),
    "equal-shares-comparison": by_shares(EqualShares(compares=True)),
    "equal-shares-plain": by_shares(EqualShares(Completion.NONE)),
    "equal-shares-exhaustive": by_shares(EqualShares(Completion.ADD1_EXHAUSTIVE)),
    "equal-shares-filled": by_shares(EqualShares(Completion.ADD1U)),
    "equal-shares-eligible": by_shares(EqualShares(compares=True, needs_part=3)),
    "phragmen": phragmen.count,
    "majority-judgement": judgement.count,
}

# The names of the `.pb` format, where they differ; what it calls plain, exact and without completion stays so.
IN_FILES: Mapping[str, str] = {
    "equalshares": "equal-shares-plain",
    "equalshares/add1": "equal-shares",
    "equalshares/add1-comparison": "equal-shares-comparison",
    "equalshares-comparison": "equal-shares-plain-comparison",
}
# What a page sets side by side, for those who choose a rule and for those who read the result.
SIDE_BY_SIDE = (
    "greedy", "greedy-no-skip", "greedy-threshold", "greedy-per-cost", "knapsack", "equal-shares", "phragmen",
    "majority-judgement",
)  # fmt: skip
HIDDEN: Mapping[str, Method] = {
    "equal-shares-plain-comparison": by_shares(EqualShares(Completion.NONE, compares=True)),
    "greedy-no-skip-threshold": by_list(Greedy(skips=False, threshold=True)),
}


def named(election: Election) -> str:
    """The rule that the file names, as ours. Raises `UnknownRule`."""
    name = IN_FILES.get(election.rule, election.rule)
    if election.threshold and name in {"greedy", "greedy-no-skip"}:
        return "greedy-threshold" if name == "greedy" else "greedy-no-skip-threshold"
    if name not in RULES and name not in HIDDEN:
        stated = f"names the rule “{election.rule}”" if election.rule else "names no rule"
        raise UnknownRule(
            f"The file {stated}, which cannot be computed.", next_step=f"Give --rule: {', '.join(RULES)}."
        )
    return name


def run(election: Election, name: str = "") -> Outcome:
    """Count by the rule of that name, else by the one that the file names. Raises `UnknownRule`, `RuleNeedsMore`."""
    wanted = name or named(election)
    wanted = IN_FILES.get(wanted, wanted)
    method = RULES.get(wanted) or HIDDEN.get(wanted)
    if method is None:
        raise UnknownRule(f"There is no rule “{wanted[:40]}”.", next_step=f"Choose one of: {', '.join(RULES)}.")
    return method(election, wanted)
