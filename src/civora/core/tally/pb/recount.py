"""Count again what a file states of itself: votes, scores, numbers of rows, and whether what it selected can be paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from civora.core.tally.pb.election import cell, election
from civora.core.tally.pb.numbers import number
from civora.core.tally.pb.types import PbFile
from civora.core.tally.scores import scores, votes
from civora.core.tally.types import Election

SELECTED = {"1"}


@dataclass(frozen=True, slots=True)
class Difference:
    """The file states one thing, its own rows say another."""

    what: str  # num_votes, num_projects, votes, score, selected_cost
    project: str  # its id, or ""
    stated: Fraction
    counted: Fraction


def differences(file: PbFile, counted: Election | None = None) -> tuple[Difference, ...]:
    """Everything that does not agree with a recount. Raises `BrokenFile`."""
    found = counted or election(file)
    return (*sizes(file, found), *totals(file, found), *overspent(file, found))


def sizes(file: PbFile, found: Election) -> Iterator[Difference]:
    for key, counted in (("num_projects", len(found.projects)), ("num_votes", found.voters)):
        stated = file.facts.get(key, "")
        if stated and number(stated, key) != counted:
            yield Difference(key, "", number(stated, key), Fraction(counted))


def totals(file: PbFile, found: Election) -> Iterator[Difference]:
    for column, counted in (("votes", votes(found)), ("score", scores(found))):
        at = file.projects.column(column)
        if at is None:
            continue
        for place, row in enumerate(file.projects.rows):
            text = cell(row, at)
            if not text:
                continue
            stated = number(text, f"The column {column}", file.projects.line(place))
            if stated != counted[place]:
                yield Difference(column, found.projects[place].id, stated, Fraction(counted[place]))


def overspent(file: PbFile, found: Election) -> Iterator[Difference]:
    cost = sum((found.projects[place].cost for place in selected(file)), Fraction(0))
    if cost > found.budget:
        yield Difference("selected_cost", "", found.budget, cost)


def selected(file: PbFile) -> tuple[int, ...]:
    """The projects that the file marks as funded by the vote (`selected` = 1), by place."""
    at = file.projects.column("selected")
    return tuple(place for place, row in enumerate(file.projects.rows) if cell(row, at) in SELECTED)
