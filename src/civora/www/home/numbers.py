"""The sums of the home page: usual values and peaks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

SLOT_MINUTES = 15
SLOTS = 24 * 60 // SLOT_MINUTES
ALIKE = 0.03  # a difference of up to 3 % reads as "about as many as usual"


def quantile(values: Sequence[float], share: float) -> float:
    """Linear between the two nearest values (Hyndman and Fan, type 7). At least one value."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True, slots=True)
class Compared:
    """Now against the same hour of the weeks before. `change` is a share (0.2: a fifth more), None without weeks."""

    now: float
    usual: float | None
    change: float | None
    kind: str  # high: more than in 9 of 10 weeks; low: less than in 9 of 10; else empty


def compared(now: float, before: Sequence[float]) -> Compared:
    if not before:
        return Compared(now, None, None, "")
    usual = median(before)
    kind = "high" if now > quantile(before, 0.9) else "low" if now < quantile(before, 0.1) else ""
    return Compared(now, usual, (now - usual) / usual if usual else None, kind if len(before) >= 5 else "")


def slot(at: datetime, zone: ZoneInfo) -> int:
    """The quarter of an hour of the local day, from 0 to 95."""
    local = at.astimezone(zone)
    return (local.hour * 60 + local.minute) // SLOT_MINUTES


def by_day(rows: Iterable[tuple[datetime, float]], zone: ZoneInfo) -> dict[str, list[float | None]]:
    """Values by local date and quarter of an hour; a quarter without a row is None."""
    days: dict[str, list[float | None]] = {}
    for at, value in rows:
        quarters = days.setdefault(at.astimezone(zone).date().isoformat(), [None] * SLOTS)
        here = slot(at, zone)
        quarters[here] = (quarters[here] or 0) + value
    return days


@dataclass(frozen=True, slots=True)
class Usual:
    """Per quarter of an hour over the days before: the median, and the range of 8 in 10 days."""

    middle: list[float]
    low: list[float]
    high: list[float]


def usual(days: Iterable[Sequence[float | None]]) -> Usual:
    columns = [[value for value in column if value is not None] or [0.0] for column in zip(*days, strict=True)]
    return Usual(
        [median(column) for column in columns],
        [quantile(column, 0.1) for column in columns],
        [quantile(column, 0.9) for column in columns],
    )
