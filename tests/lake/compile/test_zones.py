"""The clock of a zone as arithmetic agrees with the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from civora.lake.sql import Sql
from civora.lake.zones import clock, is_whole_steps, offsets, year, years

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Antarctica/Troll",
]

TWICE = """INSERT INTO t (id, "at") VALUES (90, '2024-10-27 00:30:00+00'), (91, '2024-10-27 01:30:00+00')"""


def local(engine, zone, moments):
    made = clock(Sql("x"), zone)
    sql = f"SELECT {made.text} FROM (SELECT unnest(?::TIMESTAMPTZ[]) AS x)"
    return [row[0] for row in engine.execute(sql, (*made.params, moments)).fetchall()]


@pytest.mark.parametrize("zone", ZONES)
def test_the_clock_is_right_around_every_change(engine, zone):
    changes = [at for at, _ in offsets(zone)[1:]]
    moments = [at + timedelta(seconds=apart) for at in changes for apart in (-1, 0, 1)]
    moments += [
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(1890, 1, 1, tzinfo=UTC),
        datetime(2040, 7, 1, tzinfo=UTC),
    ]
    assert local(engine, zone, moments) == [at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in moments]


@pytest.mark.parametrize("zone", [*ZONES, "Pacific/Kiritimati"])
def test_the_year_is_right_around_every_turn(engine, zone):
    moments = [at + timedelta(seconds=apart) for at, _ in years(zone) for apart in (-1, 0, 1)]
    moments += [
        datetime(1890, 1, 1, 12, tzinfo=UTC),
        datetime(1970, 6, 1, tzinfo=UTC),
        datetime(2040, 7, 1, tzinfo=UTC),
    ]
    made = year(Sql("x"), zone)
    sql = f"SELECT {made.text} FROM (SELECT unnest(?::TIMESTAMPTZ[]) AS x)"
    found = [row[0] for row in engine.execute(sql, (*made.params, [*moments, None])).fetchall()]
    assert found == [*(at.astimezone(ZoneInfo(zone)).year for at in moments), None]


def test_null_has_no_clock(engine):
    assert local(engine, "Europe/Berlin", [None]) == [None]


def test_hours_begin_on_the_hour_of_utc_but_in_some_zones():
    assert is_whole_steps("Europe/Berlin", 3_600_000)
    assert not is_whole_steps("Asia/Kathmandu", 3_600_000)


def test_the_hour_that_comes_twice_is_two_groups(ask, engine):
    engine.execute(TWICE)
    try:
        rows = ask("count(*) as n", "id >= 90", group_by="range(at, 1 hour) as h", zone="Europe/Berlin")
        parts = ask("count(*) as n", "id >= 90", group_by="hour(at) as h", zone="Europe/Berlin")
        quarters = ask("count(*) as n", "id = 90", group_by="range(at, 1 hour) as h", zone="Asia/Kathmandu")
    finally:
        engine.execute("DELETE FROM t WHERE id >= 90")
    assert rows == [(datetime(2024, 10, 27, 0, tzinfo=UTC), 1), (datetime(2024, 10, 27, 1, tzinfo=UTC), 1)]
    assert parts == [(2, 2)]
    assert quarters == [(datetime(2024, 10, 27, 0, 15, tzinfo=UTC), 1)]


def test_a_month_begins_on_the_clock_of_the_zone(ask, engine):
    engine.execute("""INSERT INTO t (id, "at") VALUES (90, '2024-05-31 22:30:00+00'), (91, '0999-12-31 23:58:00+00')""")
    try:
        rows = ask("count(*) as n", "id >= 90", group_by="range(at, 1 month) as m", zone="Europe/Berlin")
        utc = ask("count(*) as n", "id >= 90", group_by="range(at, 1 month) as m", zone="UTC")
    finally:
        engine.execute("DELETE FROM t WHERE id >= 90")
    assert rows[-1] == (datetime(2024, 5, 31, 22, tzinfo=UTC), 1)  # June begins at 22:00 UTC
    assert utc == [(datetime(999, 12, 1, tzinfo=UTC), 1), (datetime(2024, 5, 1, tzinfo=UTC), 1)]


def test_a_mean_over_months_reckons_with_their_starts(ask, engine):
    engine.execute(
        """INSERT INTO t (id, "at") VALUES (90, '2024-05-31 22:30:00+00'), (91, '2024-06-03 12:00:00+00'), (92, '2024-07-03 12:00:00+00')"""
    )
    try:
        rows = ask("moving_avg(count(*), 2) as n", "id >= 90", group_by="range(at, 1 month) as m", zone="Europe/Berlin")
    finally:
        engine.execute("DELETE FROM t WHERE id >= 90")
    assert [row[0].month for row in rows] == [5, 6]  # 22:00 UTC of the day before
    assert [row[1] for row in rows] == [2.0, 1.5]  # of the first month itself, then of two
