"""From stored ballots to an election, and to the `.pb` file that anyone can count again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from civora.assembly.errors import TooLarge
from civora.assembly.types.ballots import BallotForm
from civora.core.tally import explain, methods, pb
from civora.core.tally.types import Election, Pile, Project, VoteType

VOTE_TYPES = {
    BallotForm.APPROVAL: VoteType.APPROVAL,
    BallotForm.KNAPSACK: VoteType.APPROVAL,
    BallotForm.SCORES: VoteType.SCORING,
    BallotForm.RANKING: VoteType.ORDINAL,
    BallotForm.JUDGEMENT: VoteType.SCORING,
}
MOST_WORK = 100_000  # different ballots times projects: some four seconds
IN_FILES = {ours: theirs for theirs, ours in methods.IN_FILES.items()}


@dataclass(frozen=True, slots=True)
class Vote:
    """All that a count needs of a box."""

    key: str
    title: str
    city: str
    form: BallotForm
    rule: str
    budget: int
    currency: str
    threshold: int
    least: int
    most: int
    opens_at: datetime
    closes_at: datetime
    items: Sequence[tuple[int, int, str, bool]]  # number, cost, name, withdrawn


def election(vote: Vote, ballots: Iterable[tuple[str, str]]) -> Election:
    """`ballots`: (choices, points) as stored."""
    places = {number: at for at, (number, _, _, _) in enumerate(vote.items)}
    piles = Counter(ballots)
    return Election(
        projects=tuple(Project(str(number), Fraction(cost), name, gone) for number, cost, name, gone in vote.items),
        budget=Fraction(vote.budget),
        piles=tuple(
            Pile(
                tuple(places[int(one)] for one in split(choices)), tuple(Fraction(one) for one in split(points)), count
            )
            for (choices, points), count in sorted(piles.items())
        ),
        vote_type=VOTE_TYPES[vote.form],
        threshold=Fraction(vote.threshold),
        rule=IN_FILES.get(vote.rule, vote.rule),
        title=vote.title,
        currency=vote.currency,
    )


def split(text: str) -> list[str]:
    return text.split(",") if text else []


def outcomes(found: Election, rule: str = "") -> dict[str, dict[str, object]]:
    """The rule of the vote and all others that can count such ballots, as plain data; reasons for each project."""
    from civora.core.errors import CivoraError  # noqa: PLC0415

    told: dict[str, dict[str, object]] = {}
    for name in dict.fromkeys((*filter(None, (rule,)), *methods.SIDE_BY_SIDE)):
        try:
            outcome = methods.run(found, name)
        except CivoraError:
            if name == rule:
                raise
            continue
        told[name] = {
            **explain.summary(found, outcome), "projects": explain.project_reasons(found, outcome)
        }  # fmt: skip
    return told


def compared(found: Election) -> dict[str, Any]:
    """One election under every rule that can count its ballots. Raises TooLarge where a page would wait too long for it.

    `{"title", "currency", "budget", "voters", "projects": [{"project", "name", "cost", "supporters"}],
    "rules": {rule: {"winners", "spent", "voters_without", "winners_per_ballot"}}}`
    """
    if len(found.piles) * len(found.projects) > MOST_WORK:
        raise TooLarge(
            gettext("Comparing the rules on this election takes longer than a page can wait."),
            next_step=gettext("Use a smaller one, or the command: civora tally FILE.pb --compare"),
        )
    projects = [
        {"project": one.id, "name": one.name, "cost": explain.plain(one.cost), "supporters": supporters}
        for one, supporters in zip(found.projects, found.supporters, strict=True)
    ]
    return comparison(found.title, found.currency, projects, outcomes(found))


def comparison(
    title: str, currency: str, projects: Sequence[Mapping[str, Any]], told: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The same of outcomes that are known already."""
    kept = ("winners", "spent", "voters_without", "winners_per_ballot")
    one = next(iter(told.values()))
    return {
        "title": title, "currency": currency, "budget": one["budget"], "voters": one["voters"], "projects": list(projects),
        "rules": {name: {key: outcome[key] for key in kept} for name, outcome in told.items()},
    }  # fmt: skip


def file(vote: Vote, ballots: Sequence[tuple[str, str]]) -> str:
    """The vote as a `.pb` file, with votes and winners filled in. Ballots stand in the order given: shuffle before."""
    found = election(vote, ballots)
    has_points = vote.form in {BallotForm.SCORES, BallotForm.JUDGEMENT}
    meta = [
        ["description", vote.title], ["country", "Worldwide"], ["unit", vote.city], ["instance", str(vote.closes_at.year)],
        ["num_projects", str(len(vote.items))], ["num_votes", str(len(ballots))], ["budget", str(vote.budget)],
        ["vote_type", VOTE_TYPES[vote.form].value], ["rule", IN_FILES.get(vote.rule, vote.rule)],
        ["date_begin", f"{vote.opens_at:%d.%m.%Y}"], ["date_end", f"{vote.closes_at:%d.%m.%Y}"],
        ["min_length", str(vote.least)], *([["max_length", str(vote.most)]] if vote.most else []),
        *([["min_project_score_threshold", str(vote.threshold)]] if vote.threshold else []),
        ["currency", vote.currency], ["comment", f"#1: Counted by the rule {vote.rule} of Civora."],
    ]  # fmt: skip
    projects = [[str(number), str(pb_cost(cost, gone)), name] for number, cost, name, gone in vote.items]
    votes = [[str(at), choices, *([points] if has_points else [])] for at, (choices, points) in enumerate(ballots, 1)]
    made = pb.PbFile(
        pb.Table(["key", "value"], meta),
        pb.Table(["project_id", "cost", "name"], projects),
        pb.Table(["voter_id", "vote", *(["points"] if has_points else [])], votes),
    )
    return pb.write(pb.filled(made, found, methods.run(found, vote.rule)))


def pb_cost(cost: int, is_withdrawn: bool) -> int:
    return 999_999_999 if is_withdrawn else cost
