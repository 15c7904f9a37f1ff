"""Who goes first when two projects are equal: the lower cost, then more votes, then the smaller id."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from civora.core.tally.scores import votes
from civora.core.tally.types import Election

Rank = tuple[Fraction, int, tuple[tuple[int, int, str], ...]]


def natural(key: str) -> tuple[tuple[int, int, str], ...]:
    """Ids as people order them: runs of digits by value, so that 9 stands before 10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", key))


def tie_breaker(election: Election) -> Callable[[int], Rank]:
    """A sort key for projects by place; smaller goes first."""
    named = votes(election)
    keys = [(one.cost, -count, natural(one.id)) for one, count in zip(election.projects, named, strict=True)]
    return keys.__getitem__
