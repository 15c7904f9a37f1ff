"""The clock of a zone as plain arithmetic.

The engine's own conversion looks every row up in the calendar of ICU: 14 million rows take seven seconds. The changes of a
zone's offset are few, so they stand in the expression as a tree of comparisons; ICU is asked only before 1970 and after 2037.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from civora.core.query.dates import time_zone
from civora.lake.compile.sql import Sql, call, param

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = EPOCH, datetime(2038, 1, 1, tzinfo=UTC)
STEP = timedelta(days=7)  # no zone changes its offset and back within a week
FEWEST = timedelta(seconds=1)


def clock(instant: Sql, zone: str) -> Sql:
    """The reading of the clock in the zone, as TIMESTAMP."""
    micros = "epoch_us(" + instant + ")"
    if zone == "UTC":
        return "make_timestamp(" + micros + ")"
    inside = "make_timestamp(" + micros + " + " + tree(micros, offsets(zone)) + ")"
    known = " BETWEEN " + str(micros_of(FIRST)) + " AND " + str(micros_of(LAST) - 1)
    return (
        "CASE WHEN " + micros + known + " THEN " + inside + " ELSE " + call("timezone", param(zone), instant) + " END"
    )


def tree(micros: Sql, spans: tuple[tuple[datetime, int], ...]) -> Sql:
    """Which offset holds, found by halving. Each span is (its begin, microseconds east of UTC)."""
    if len(spans) == 1:
        return Sql(str(spans[0][1]))
    middle = len(spans) // 2
    test = "CASE WHEN " + micros + f" < {micros_of(spans[middle][0])} THEN "
    return test + tree(micros, spans[:middle]) + " ELSE " + tree(micros, spans[middle:]) + " END"


def micros_of(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=64)
def offsets(zone: str) -> tuple[tuple[datetime, int], ...]:
    """The offsets of the zone from 1970 to 2037, each with the instant from which it holds."""
    place = time_zone(zone)
    found = [(FIRST, offset(place, FIRST))]
    at = FIRST
    while at < LAST:
        after = at + STEP
        if offset(place, after) != found[-1][1]:
            found.append((change(place, at, after), offset(place, after)))
        at = after
    return tuple(found)


def is_whole_steps(zone: str, length_ms: int) -> bool:
    """Steps of this length begin on the zone's clock when they begin on UTC's."""
    return zone == "UTC" or all(found % (length_ms * 1000) == 0 for _, found in offsets(zone))


def offset(place: ZoneInfo, at: datetime) -> int:
    found = at.astimezone(place).utcoffset() or timedelta()
    return found // timedelta(microseconds=1)


def change(place: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second from which the offset of `high` holds."""
    after = offset(place, high)
    while high - low > FEWEST:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if offset(place, middle) == after:
            high = middle
        else:
            low = max(middle, low + FEWEST) if middle == low else middle
    return high
