"""Checks before ballots are published: how many say what nobody else says.

A choice vector that nobody else shares is no name. But who knows of a person several of her choices finds her ballot by
them, and then learns the rest. So the uniqueness is said before the vote and with the result, and nothing personal ever
stands in the same row as choices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb, perm


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Of `ballots`, how many say what no other says, how many different ones there are, and the smallest group."""

    ballots: int
    unique: int
    different: int

    @property
    def part(self) -> float:
        return self.unique / self.ballots if self.ballots else 0.0


def uniqueness(counts: Iterable[int]) -> Uniqueness:
    """`counts`: how many ballots say the same, per different ballot."""
    sizes = list(counts)
    return Uniqueness(sum(sizes), sum(size == 1 for size in sizes), len(sizes))


def possible(projects: int, least: int, most: int, *, ranked: bool = False, grades: int = 0) -> int:
    """How many different ballots there can be: what can be said of uniqueness before anybody voted."""
    if grades:
        return int((grades + 1) ** projects)
    top = min(most or projects, projects)
    count = perm if ranked else comb
    return sum(count(projects, size) for size in range(max(least, 0), top + 1))
