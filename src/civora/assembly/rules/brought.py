"""Ages that stand in a file of ballots: screened when the file is brought in, and never stored with a ballot. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from civora.core.quality import votes as screens
from civora.core.tally.pb import PbFile

Stored = tuple[str, str]  # choices, points
Finding = dict[str, Any]


def findings(file: PbFile) -> list[Finding]:
    """What the screens of ages say of this file. Empty where it states no ages.

    `gone`: [choices, how many] of the ballots that a finding is about, so that the effect on the result can be told.
    Nothing else of a voter is kept, and a finding is about ten ballots at least.
    """
    vote, age = file.votes.column("vote"), file.votes.column("age")
    if vote is None or age is None:
        return []
    ballots = [(named(row[vote]), screens.age_group(row[age])) for row in file.votes.rows]
    found = [asdict(one) for one in screens.groups(ballots)]
    for one in found:
        said = Counter(stored(names) for names, group in ballots if group == one["group"] and one["subject"] in names)
        one["gone"] = sorted(map(list, said.items()))
    return [*found, *(asdict(one) | {"gone": []} for one in screens.impossible(row[age] for row in file.votes.rows))]


def named(vote: str) -> list[str]:
    return [one.strip() for one in vote.split(",") if one.strip()]


def stored(names: Iterable[str]) -> str:
    """Choices as a box stores those of an approval."""
    return ",".join(map(str, sorted(int(one) for one in names if one.isdecimal())))


def without(ballots: Sequence[Stored], gone: Iterable[tuple[str, int]]) -> list[Stored]:
    """The ballots of the box without those that a finding is about, whichever of equal ones they are."""
    left = Counter(ballots)
    for choices, count in gone:
        left[choices, ""] -= count
    return list((+left).elements())
