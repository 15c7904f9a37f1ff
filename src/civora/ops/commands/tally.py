"""`civora tally`: count a `.pb` file again, by any rule, and say why each project won or lost. Needs no home folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civora.core.tally.pb import PbFile
    from civora.core.tally.types import Election


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.pb", help="projects and ballots in the format of pabulib.org")
    parser.add_argument("--rule", default="", metavar="RULE", help="default: the one the file names; see below")
    parser.add_argument("--explain", action="store_true", help="the reason for each project, and what each ballot paid")
    parser.add_argument("--check", action="store_true", help="recount the votes that the file states; 1 if they differ")
    parser.add_argument("--compare", action="store_true", help="the same ballots under every rule, side by side")
    parser.add_argument("--write", metavar="OUT.pb", help="write the file with votes and winners filled in")
    parser.epilog = (
        "Rules: greedy, greedy-no-skip, greedy-threshold, greedy-per-cost, knapsack, equal-shares (Add1, stops before "
        "the first overspend), equal-shares-comparison, equal-shares-plain, equal-shares-exhaustive, "
        "equal-shares-filled, equal-shares-eligible, phragmen, majority-judgement. Exit status 2: the file breaks the "
        "format, or there is no such rule."
    )


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.core.tally import pb  # noqa: PLC0415

    file = pb.read(Path(given.file).read_bytes())
    election = pb.election(file)
    if given.check:
        return checked(file, election)
    if given.compare:
        return compared(election)
    return counted(given, file, election)


def counted(given: argparse.Namespace, file: PbFile, election: Election) -> dict[str, Any]:
    from civora.core.tally import explain, methods, pb  # noqa: PLC0415

    outcome = methods.run(election, given.rule)
    found = explain.summary(election, outcome)
    lines = [*headline(election, found)]
    if given.explain:
        found["projects"] = explain.project_reasons(election, outcome)
        found["ballots"] = list(explain.ballot_reasons(election, outcome))
        lines += ["", *(sentence(one) for one in found["projects"])]
    if given.write:
        Path(given.write).write_text(pb.write(pb.filled(file, election, outcome)), encoding="utf-8", newline="")
        lines += ["", f"Written to {given.write}."]
    return {**found, "words": "\n".join(lines)}


def headline(election: Election, found: dict[str, Any]) -> Iterator[str]:
    names = {one.id: one for one in election.projects}
    yield f"{election.title or 'Vote'}: {len(found['winners'])} of {len(names)} projects by the rule {found['rule']}"
    for key in found["winners"]:
        yield f"  {key:>12}  {float(names[key].cost):>14,.2f}  {names[key].name}".rstrip()
    yield f"Spent {found['spent']:,} of {found['budget']:,} {election.currency}".rstrip() + "."
    share = 100 * found["voters_with_a_winner"] / max(found["voters"], 1)
    yield (
        f"{found['voters_with_a_winner']:,} of {found['voters']:,} voters ({share:.1f} %) have a project among the winners."
    )
    yield from (f"{name.replace('_', ' ')}: {value:,}" for name, value in found["facts"].items())


def sentence(one: dict[str, Any]) -> str:
    """One line for one project, in plain words."""
    head = f"{one['project']} {one['name']}".strip()
    if one["funded"]:
        paid = f" Each supporter paid at most {one['price']:,}." if "price" in one else ""
        return f"+ {head}: funded, chosen as number {one['place']}.{paid}"
    return f"- {head}: {LOST[one['why']].format(**words(one))}{more(one)}"


LOST = {
    "not-enough-money": "when its turn came, {missing_money} were missing.",
    "after-the-stop": "one before it did not fit, and the rule stops there.",
    "below-threshold": "fewer votes than the least that counts.",
    "supporters-short": "its supporters' shares fell short by {missing_money}.{went}",
    "would-overspend": "buying it would have exceeded the budget by {missing_money}.",
    "not-in-best-set": "the set with the most votes does without it.",
    "no-support": "nobody voted for it.",
    "withdrawn": "withdrawn before the count.",
}


def words(one: dict[str, Any]) -> dict[str, str]:
    most = sorted(one["went_to"].items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    went = ", ".join(f"{amount:,.2f} to {key}" for key, amount in most)
    missing = one["missing_money"]
    return {
        "missing_money": f"{missing:,}" if missing is not None else "",
        "went": f" Their money went: {went}." if went else "",
    }


def more(one: dict[str, Any]) -> str:
    return (
        f" About {one['missing_supporters']:,} more votes would have carried it." if one["missing_supporters"] else ""
    )


def checked(file: PbFile, election: Election) -> dict[str, Any]:
    """Whether the file's own totals hold, and whether its rule gives the winners that it marks."""
    from civora.core.tally import explain, pb  # noqa: PLC0415

    found = [
        {"what": one.what, "project": one.project, "stated": explain.plain(one.stated), "counted": explain.plain(one.counted)}
        for one in pb.differences(file, election)
    ]  # fmt: skip
    lines = [
        f"{one['what']}{' of ' + one['project'] if one['project'] else ''}: stated {one['stated']:,}, counted {one['counted']:,}"
        for one in found
    ]
    if not found:
        lines = [f"{election.voters:,} ballots on {len(election.projects):,} projects: every stated total is right."]
    winners = winners_hold(file, election)
    lines.append(RULE_WORDS[winners])
    return {
        "ok": not found, "voters": election.voters, "projects": len(election.projects), "differences": found,
        "winners_reproduced": winners, "words": "\n".join(lines),
    }  # fmt: skip


RULE_WORDS = {
    True: "The rule that the file names gives the winners that it marks.",
    False: "The rule that the file names gives other winners than it marks.",
    None: "The file marks no winners, or names no rule that can be computed.",
}


def winners_hold(file: PbFile, election: Election) -> bool | None:
    from civora.core.errors import Refused  # noqa: PLC0415
    from civora.core.tally import methods  # noqa: PLC0415
    from civora.core.tally.pb.recount import selected  # noqa: PLC0415

    marked = selected(file)
    if not marked:
        return None
    try:
        return set(methods.run(election).winners) == set(marked)
    except Refused:
        return None


def compared(election: Election) -> dict[str, Any]:
    """One line per rule that can count such ballots."""
    from civora.core.errors import Refused  # noqa: PLC0415
    from civora.core.tally import explain, methods  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    for name in methods.SIDE_BY_SIDE:
        try:
            found.append(explain.summary(election, methods.run(election, name)))
        except Refused:
            continue
    lines = [
        f"{one['rule']:<24}{len(one['winners']):>4} projects {one['spent']:>16,} spent "
        f"{100 * one['voters_with_a_winner'] / max(one['voters'], 1):6.1f} % of voters with a winner"
        for one in found
    ]
    return {"rules": found, "words": "\n".join(lines)}
