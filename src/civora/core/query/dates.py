"""Dates in questions: literals with their precision, `now(…)` with its arithmetic, time zones.

Pure: the clock is passed in. Source of the rules: Explore API v2.1, "ODSQL" (`now` behaves as dateutil's relativedelta).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from civora.core.errors import Refused


class BadDate(Refused):
    """A text that is no date, or an argument of now() out of its range."""

    code = "core.bad_date"


class UnknownZone(Refused):
    """A name that is no IANA time zone."""

    code = "core.unknown_zone"


# ---- literals --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` up to, not including, `end`: naive local times, or aware ones where the literal names its offset.

    `d = date'2022'` is start <= d < end · `d > …` is d >= end · `d >= …` is d >= start · `d < …` is d < start ·
    `d <= …` is d < end. Ranges read their closed and open ends alike.
    """

    start: datetime
    end: datetime

    @property
    def is_instant(self) -> bool:
        """The literal says its own offset, so the query's zone does not count."""
        return self.start.tzinfo is not None


DATE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:(?P<sep>[-/])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2})"
    r"(?:(?:T|t|\s)(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?)?"
    r"\s*(?P<offset>Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?"
)
LONGEST = 64
STEPS = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}


@lru_cache(maxsize=1024)
def interval(text: str) -> Interval:
    """The time that a date literal covers: `2017` a year, `2017-04` a month, `2017/04/01` a day, ISO times to their last
    digit. Raises BadDate."""
    match = DATE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        raise _bad(text)
    parts = {name: found for name, found in match.groupdict().items() if found is not None}
    try:
        start = _start(parts)
        return Interval(start, _end(start, parts))
    except ValueError:
        raise _bad(text) from None


def _bad(text: str) -> BadDate:
    return BadDate(
        f"{text[:60]!r} is not a date.",
        next_step="Write date'2024', date'2024-05', date'2024-05-31' or an ISO date and time.",
    )


def _start(parts: Mapping[str, str]) -> datetime:
    fraction = parts.get("fraction", "0")[:6].ljust(6, "0")
    return datetime(
        int(parts["year"]),
        int(parts.get("month", 1)),
        int(parts.get("day", 1)),
        int(parts.get("hour", 0)),
        int(parts.get("minute", 0)),
        int(parts.get("second", 0)),
        int(fraction),
        tzinfo=_offset(parts["offset"]) if "offset" in parts else None,
    )


def _offset(text: str) -> timezone:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if text[0] == "-" else size)


def _end(start: datetime, parts: Mapping[str, str]) -> datetime:
    """The first moment after; the last representable one where the calendar ends."""
    try:
        if "month" not in parts:
            return start.replace(year=start.year + 1)
        if "day" not in parts:
            return start + timedelta(days=monthrange(start.year, start.month)[1])
        if "fraction" in parts:
            return start + timedelta(microseconds=10 ** max(0, 6 - len(parts["fraction"])))
        finest = next(name for name in ("second", "minute", "hour", "day") if name in parts)
        return start + STEPS[finest]
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=start.tzinfo)


def in_utc(span: Interval, zone: str) -> Interval:
    """The same span as instants in UTC, a naive one read as local time of `zone`. Raises UnknownZone."""
    return Interval(_utc(span.start, zone), _utc(span.end, zone))


def _utc(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=time_zone(zone))
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first and last hours of the calendar
        return moment.replace(tzinfo=UTC)


# ---- time zones ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=256)
def time_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, letter case as published. Raises UnknownZone."""
    if name != "UTC" and name not in _zones():
        raise UnknownZone(
            f"Unknown time zone: {name[:60]}.", next_step="Use an IANA name such as UTC or Europe/Berlin."
        )
    return ZoneInfo(name)


# ---- now(…) ----------------------------------------------------------------------------------------------------

SET = {
    "year": (1, 9999),
    "month": (1, 12),
    "day": (1, 2**31),  # clamped to the month's end
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
    "microsecond": (0, 999_999),
    "weekday": (0, 6),
}
ADD = ("years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds")
WEEKDAYS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")


def check_now(named: Iterable[tuple[str, object]]) -> tuple[tuple[str, int], ...]:
    """The arguments of now(), each known and in range. Raises BadDate."""
    return tuple((name, _argument(name, value)) for name, value in named)


def _argument(name: str, value: object) -> int:
    if name not in SET and name not in ADD and name not in WEEKDAYS:
        raise BadDate(
            f"now() has no argument {name[:40]}.", next_step=f"Use one of {', '.join((*SET, *ADD, *WEEKDAYS))}."
        )
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadDate(f"now({name}=…) takes an integer.")
    low, high = SET.get(name, (-(10**12), 10**12))
    if not low <= value <= high:
        raise BadDate(f"now({name}={value if abs(value) < 10**20 else '…'}) is out of range: {low} to {high}.")
    if name in WEEKDAYS and value == 0:
        raise BadDate(f"now({name}=0) says no direction.", next_step=f"Write now({name}=+1) or now({name}=-1).")
    return value


def now(named: Iterable[tuple[str, int]], at: datetime, zone: str = "UTC") -> datetime:
    """`at` (aware), moved as now(…) says on the wall clock of `zone`, in UTC.

    First what singular arguments set, then years and months, the day clamped to the month's end, then the other plural
    ones, then the weekday (a day that is one already counts as the first). Of a repeated argument the last wins.
    Raises BadDate where the result leaves the years 1 to 9999.
    """
    given = dict(check_now(named))
    local = at.astimezone(time_zone(zone)).replace(tzinfo=None)
    try:
        moved = _on_weekday(_added(_on_month(local, given), given), list(given.items()))
    except (OverflowError, ValueError):
        raise BadDate("now(…) leaves the years 1 to 9999.") from None
    return _utc(moved, zone)


def _on_month(local: datetime, given: Mapping[str, int]) -> datetime:
    months = (given.get("year", local.year) + given.get("years", 0)) * 12
    months += given.get("month", local.month) - 1 + given.get("months", 0)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    day = min(given.get("day", local.day), monthrange(year, month + 1)[1])
    clock = {name: given[name] for name in ("hour", "minute", "second", "microsecond") if name in given}
    return local.replace(year=year, month=month + 1, day=day).replace(**clock)  # type: ignore[arg-type]  # four names of time


def _added(local: datetime, given: Mapping[str, int]) -> datetime:
    return local + timedelta(**{name: given[name] for name in ADD[2:] if name in given})


def _on_weekday(local: datetime, given: list[tuple[str, int]]) -> datetime:
    wanted = [(name, value) for name, value in given if name == "weekday" or name in WEEKDAYS]
    if not wanted:
        return local
    name, value = wanted[-1]
    weekday, count = (value, 1) if name == "weekday" else (WEEKDAYS.index(name), value)
    if count > 0:
        days = (weekday - local.weekday()) % 7 + (count - 1) * 7
    else:
        days = -((local.weekday() - weekday) % 7) + (count + 1) * 7
    return local + timedelta(days=days)
