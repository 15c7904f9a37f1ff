"""Who took part, in groups large enough that nobody stands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.core.appraisal.intervals import Interval


@dataclass(frozen=True, slots=True)
class Group:
    """One group against the census. Counts are None where hidden; `share` of those who answered, with its interval,
    and `expected` share by the census. `ratio` is share ÷ expected; `is_missed`: surely under-represented."""

    name: str
    count: int | None
    people: int
    share: float | None = None
    interval: Interval | None = None
    expected: float = 0.0
    ratio: float | None = None
    is_missed: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class InclusionTable:
    """One question (age group, gender, district) with its groups; `answered` people answered it."""

    dimension: str
    groups: tuple[Group, ...]
    answered: int
    census_dataset: str
    census_version: int | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The frozen answer to "who took part?". `participants` is None where fewer than `k`."""

    about: str
    frozen_at: datetime
    participants: int | None
    k: int
    tables: tuple[InclusionTable, ...]
    is_example: bool = False
