"""The periods of a series: from what a column holds to a first day, when it is over, and whether a value is late."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from civora.impact.types import Frequency

WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:[-/](?P<month>[0-9]{1,2})(?:[-/](?P<day>[0-9]{1,2}))?)?")
MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}
LATE_AFTER = 2  # whole periods without a new value


def first_day(value: Any, zone: str = "UTC") -> date | None:
    """2024, `2024-12`, a date or an instant as the first day of its period; None for what is no time."""
    if isinstance(value, datetime):
        return (value.astimezone(ZoneInfo(zone)) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    found = WRITTEN.match(str(value).strip()) if not isinstance(value, bool) else None
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return None


def after(at: date, frequency: Frequency, periods: int = 1) -> date:
    """The first day that many periods later. An irregular period lasts a day."""
    months = MONTHS.get(frequency, 0) * periods
    if not months:
        return at + timedelta(days=periods)
    number = at.year * 12 + at.month - 1 + months
    return date(min(9999, number // 12), number % 12 + 1, min(at.day, 28))


def is_over(at: date, frequency: Frequency, today: date) -> bool:
    """The period has ended, so that its value can be whole."""
    return after(at, frequency) <= today


def is_late(latest: date, frequency: Frequency, today: date) -> bool:
    """No value for more than two whole periods after the last one ended."""
    if frequency is Frequency.IRREGULAR:
        return False
    return after(latest, frequency, 1 + LATE_AFTER) <= today


def next_due(latest: date | None, frequency: Frequency) -> date | None:
    """When the next period will be over; None where nobody can know."""
    if latest is None or frequency is Frequency.IRREGULAR:
        return None
    return after(latest, frequency, 2)


def year(at: date) -> float:
    """The day as a year with its fraction, so that first days of years lie exactly a year apart."""
    return at.year + (at.timetuple().tm_yday - 1) / (366 if isleap(at.year) else 365)
