"""The clock of a zone as plain arithmetic.

The engine's own conversion looks every row up in the calendar of ICU: 14 million rows take seven seconds. The changes of a
zone's offset are few, so they stand in the expression as a tree of comparisons; ICU is asked only before 1970 and after 2037.
The instants are compared as they are: what the engine knows of a column's smallest and largest decides most comparisons before a row is read.

What a field's moments read on a clock stands in statements as a mark, `{0@clock "at" Europe/Berlin}`: native copies of large tables
keep the reading of the city's clock beside each moment (`kept`), everywhere else the arithmetic takes the mark's place (`read`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal as OneOf
from zoneinfo import ZoneInfo

from civora.core.query.dates import time_zone
from civora.lake.connect import literal
from civora.lake.sql import Sql, call

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
STEP = timedelta(days=7)  # no zone changes its offset and back within a week
FEWEST = timedelta(seconds=1)
FIELD = r'"(?:[^"]|"")*"'
MARK = rf"\{{(?P<of>\d+)@(?P<part>clock|year) (?P<field>{FIELD}) (?P<zone>[A-Za-z0-9_+\-/]+)\}}"
Part = OneOf["clock", "year"]


def clock(instant: Sql, zone: str) -> Sql:
    """The reading of the clock in the zone, as TIMESTAMP."""
    return marked("clock", instant, zone) or reckoned(instant, zone)


def year(instant: Sql, zone: str) -> Sql:
    """The year on the clock of the zone."""
    return marked("year", instant, zone) or reckoned_year(instant, zone)


# ---- marks


def marked(part: Part, instant: Sql, zone: str) -> Sql | None:
    """None for what is no field's own moment."""
    if instant.params or not re.fullmatch(FIELD, instant.text):
        return None
    return Sql(f"{{0@{part} {instant.text} {zone}}}")


@lru_cache(maxsize=256)
def read(part: Part, field: str, zone: str, *, is_kept: bool) -> str:
    """SQL for a mark: what a copy keeps, or the arithmetic. `field` is quoted already."""
    if is_kept:
        return kept(field, zone) if part == "clock" else f"year({kept(field, zone)})"
    return (reckoned if part == "clock" else reckoned_year)(Sql(field), zone).text


def kept(field: str, zone: str) -> str:
    """The column of a copy that has the readings of this one."""
    return f'{field[:-1]}@{zone}"'


# ---- arithmetic


def reckoned(instant: Sql, zone: str) -> Sql:
    micros = "epoch_us(" + instant + ")"
    if zone == "UTC":
        return "make_timestamp(" + micros + ")"
    inside = "make_timestamp(" + micros + " + " + tree(instant, offsets(zone)) + ")"
    known = instant + f" >= {written(FIRST)} AND " + instant + f" < {written(LAST)}"
    return "CASE WHEN " + known + " THEN " + inside + " ELSE " + looked_up(instant, zone) + " END"


def reckoned_year(instant: Sql, zone: str) -> Sql:
    """The instants at which years begin are known too, so no clock is read."""
    known = instant + f" >= {written(years(zone)[0][0])} AND " + instant + f" < {written(years(zone)[-1][0])}"
    outside = call("year", looked_up(instant, zone))
    return "CASE WHEN " + known + " THEN " + tree(instant, years(zone)[:-1]) + " ELSE " + outside + " END"


def looked_up(instant: Sql, zone: str) -> Sql:
    return call("timezone", Sql(literal(zone)), instant)


def tree(instant: Sql, spans: tuple[tuple[datetime, int], ...]) -> Sql:
    """Which number holds, found by halving. Each span is (its begin, the number): microseconds east of UTC, or a year."""
    if len(spans) == 1:
        return Sql(str(spans[0][1]))
    middle = len(spans) // 2
    test = "CASE WHEN " + instant + f" < {written(spans[middle][0])} THEN "
    return test + tree(instant, spans[:middle]) + " ELSE " + tree(instant, spans[middle:]) + " END"


def written(at: datetime) -> str:
    return f"TIMESTAMPTZ '{at:%Y-%m-%d %H:%M:%S}+00'"


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


@lru_cache(maxsize=64)
def years(zone: str) -> tuple[tuple[datetime, int], ...]:
    """The years from 1971 to 2037, each with the instant at which it begins; the last begins what is not known."""
    place = time_zone(zone)
    return tuple(
        (datetime(number, 1, 1, tzinfo=place).astimezone(UTC), number) for number in range(FIRST.year + 1, LAST.year)
    )


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
