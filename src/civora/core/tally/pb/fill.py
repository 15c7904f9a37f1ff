"""A file with its own count written into it: votes, score where ballots carry points or ranks, and who was selected."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from civora.core.tally.pb.types import PbFile, Row, Table
from civora.core.tally.scores import scores, votes
from civora.core.tally.types import Election, Outcome, VoteType


def filled(file: PbFile, election: Election, outcome: Outcome) -> PbFile:
    """The same file with the columns votes, score and selected as this count has them."""
    named, points, won = votes(election), scores(election), frozenset(outcome.winners)
    places = range(len(election.projects))
    table = with_column(file.projects, "votes", [str(named[place]) for place in places])
    if election.vote_type not in {VoteType.APPROVAL, VoteType.CHOOSE_ONE}:
        table = with_column(table, "score", [decimal(points[place]) for place in places])
    return replace(file, projects=with_column(table, "selected", [str(int(place in won)) for place in places]))


def with_column(table: Table, name: str, values: list[str]) -> Table:
    at = table.column(name)
    header = table.header if at is not None else [*table.header, name]
    place = at if at is not None else len(table.header)
    rows = [put(row, place, value, len(header)) for row, value in zip(table.rows, values, strict=True)]
    return Table(header, rows, table.lines)


def put(row: Row, at: int, value: str, width: int) -> Row:
    full = [*row, *[""] * (width - len(row))]
    full[at] = value
    return full


def decimal(value: Fraction) -> str:
    """As a decimal number; the format has no fractions, and its points are decimals, so this is exact."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.10f}".rstrip("0")
