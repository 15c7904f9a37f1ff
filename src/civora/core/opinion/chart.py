"""From votes to the map, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from civora.core.errors import Refused, TooMuch
from civora.core.opinion import groups, statements
from civora.core.opinion.groups import Ints
from civora.core.opinion.matrix import Floats, Votes, active, matrix
from civora.core.opinion.types import Group, OpinionMap, Place

MOST_PEOPLE, MOST_STATEMENTS, MOST_CELLS = 100_000, 10_000, 40_000_000
DIVISIVE = 5


class TooFewVotes(Refused):
    """Nobody can be placed yet."""

    code = "opinion.too_few_votes"


def opinion_map(votes: Mapping[tuple[str, str], int], among: Iterable[str] | None = None) -> OpinionMap:
    """The map of (participant, statement) → 1 agree, 0 pass, −1 disagree. `among`: the statements that count.

    Raises `TooFewVotes` below three people or two statements, `TooMuch` above what the method is made for.
    """
    check_size(votes)
    everyone = matrix(votes, among)
    placed = active(everyone)
    if len(placed.people) < 3 or len(placed.statements) < 2:
        raise TooFewVotes(
            "There are too few votes for a map.", next_step="It needs three people who voted on two statements."
        )
    points, explained = groups.project(placed.cells)
    mine, silhouettes = groups.grouped(points)
    count = int(mine.max()) + 1
    spread = statements.spreads(placed, mine, count) if count > 1 else {}
    return OpinionMap(
        places=places(placed, points, mine),
        groups=tuple(one_group(placed, points, mine, number) for number in range(count)),
        consensus=statements.consensus(everyone),
        divisive=tuple(sorted(spread, key=lambda one: (-spread[one], one))[:DIVISIVE]),
        spread=spread,
        explained=tuple(round(part, 6) for part in explained),
        silhouettes=silhouettes,
        participants=len(everyone.people),
        statements=len(everyone.statements),
    )


def check_size(votes: Mapping[tuple[str, str], int]) -> None:
    people, statements_ = len({who for who, _ in votes}), len({what for _, what in votes})
    if people > MOST_PEOPLE or statements_ > MOST_STATEMENTS or people * statements_ > MOST_CELLS:
        raise TooMuch(
            f"{people:,} people on {statements_:,} statements are more than the map is made for.",
            next_step=f"Ask about fewer statements: people × statements may be {MOST_CELLS:,} at most.",
        )


def places(votes: Votes, points: Floats, mine: Ints) -> tuple[Place, ...]:
    given = votes.given
    return tuple(
        Place(who, round(float(points[at, 0]), 6), round(float(points[at, 1]), 6), int(mine[at]), int(given[at]))
        for at, who in enumerate(votes.people)
    )


def one_group(votes: Votes, points: Floats, mine: Ints, number: int) -> Group:
    middle = np.mean(points[mine == number], axis=0)
    return Group(
        number, int(np.sum(mine == number)), round(float(middle[0]), 6), round(float(middle[1]), 6),
        statements.typical(votes, mine, number),
    )  # fmt: skip
