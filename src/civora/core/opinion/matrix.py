"""Votes as a matrix: participants by statements, NaN where nothing was said. Its order depends on the ids alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from civora.core.tally.ties import natural

Floats = NDArray[np.float64]
LEAST_VOTES, LEAST_PEOPLE = 7, 15


@dataclass(frozen=True, slots=True)
class Votes:
    people: tuple[str, ...]
    statements: tuple[str, ...]
    cells: Floats

    @property
    def given(self) -> NDArray[np.int64]:
        """How many statements each participant voted on."""
        found: NDArray[np.int64] = np.sum(~np.isnan(self.cells), axis=1)
        return found


def matrix(votes: Mapping[tuple[str, str], int], statements: Iterable[str] | None = None) -> Votes:
    """From (participant, statement) → 1, 0 or −1. Only the statements named count, if any are named."""
    listed = set(statements) if statements is not None else {statement for _, statement in votes}
    columns = {one: at for at, one in enumerate(sorted(listed, key=natural))}
    rows = {one: at for at, one in enumerate(sorted({who for who, what in votes if what in columns}, key=natural))}
    cells = np.full((len(rows), len(columns)), np.nan)
    for (who, what), vote in votes.items():
        if what in columns:
            cells[rows[who], columns[what]] = vote
    return Votes(tuple(rows), tuple(columns), cells)


def active(votes: Votes) -> Votes:
    """Who voted enough to be placed: on seven statements (or all, if there are fewer), at least the fifteen busiest."""
    given = votes.given
    enough = given >= min(LEAST_VOTES, len(votes.statements))
    if enough.sum() < LEAST_PEOPLE:
        busiest = np.argsort(-given, kind="stable")[:LEAST_PEOPLE]
        enough[busiest[given[busiest] > 0]] = True
    kept = np.flatnonzero(enough)
    return Votes(tuple(votes.people[at] for at in kept), votes.statements, votes.cells[kept])
