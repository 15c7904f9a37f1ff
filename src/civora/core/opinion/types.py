"""What goes into an opinion map and what comes out. Numbers are rounded to six decimals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Vote(IntEnum):
    AGREE = 1
    PASS = 0
    DISAGREE = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where one participant stands on the map, and in which group (from 0)."""

    participant: str
    x: float
    y: float
    group: int
    votes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement in one group, or among all (`group` is None).

    `agree`, `disagree`, `seen` are counts; `share` is (agree + 1) ÷ (seen + 2), or the same for disagree where that is
    what stands out; `strength` orders what is typical: share × its test × how much more often than others × its test.
    """

    statement: str
    group: int | None
    side: Vote
    agree: int
    disagree: int
    seen: int
    share: float
    ratio: float
    strength: float


@dataclass(frozen=True, slots=True)
class Group:
    """People who vote alike. `typical` is what sets them apart, the strongest first."""

    number: int
    size: int
    x: float
    y: float
    typical: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """The map. `explained` is the part of all variance that each axis shows; `silhouettes` the score of each number of groups."""

    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    consensus: tuple[Standing, ...]
    divisive: tuple[str, ...]
    spread: Mapping[str, float]  # per statement: the largest difference between groups in the share that agrees
    explained: tuple[float, ...] = ()
    silhouettes: Mapping[int, float] = field(default_factory=dict)
    participants: int = 0
    statements: int = 0
