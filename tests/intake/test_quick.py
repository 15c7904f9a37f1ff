"""One pass over large text tables gives what reading with care gives, and leaves to it whatever does not fit."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import pytest

from civora.catalog import queries as catalog
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.core.schema import FieldType
from civora.intake.rules import zones
from civora.intake.steps import quick
from civora.lake.connect import extension, literal
from civora.reading import queries as reading
from civora.reading.queries import asked
from tests.factories.publishing import published

HEAD = "site,at,day,temp,name,ok,lat,lon,none\n"
LINE = '100,2024-07-01 08:00,2024-07-01,7.25,"Weseler, Straße",true,51.96,7.62,\n'


@pytest.fixture
def passes(monkeypatch):
    """Every file counts as large; says which took the one pass."""
    seen = []
    real = quick.one_pass

    def watched(*args):
        seen.append(real(*args))
        return seen[-1]

    monkeypatch.setattr(quick, "AT_LEAST", 0)
    monkeypatch.setattr(quick, "one_pass", watched)
    return seen


def rows():
    return reading.rows(Query("trees", limit=100), ANYONE).rows


@pytest.mark.django_db
def test_one_pass_reads_what_care_reads(portal, tmp_path, passes, monkeypatch):
    text = HEAD + LINE * 40 + LINE.replace("7.25", "-0.5").replace("100,", "-3,").replace("07-01 08", "12-01 08")
    done = published(tmp_path, text)
    assert passes[0] is not None
    first, kinds = rows(), catalog.dataset("trees").schema
    monkeypatch.setattr(quick, "AT_LEAST", 10**9)
    assert published(tmp_path, text, is_forced=True).rows == done.rows == 41
    assert (rows(), catalog.dataset("trees").schema) == (first, kinds)
    assert kinds.field("at").type is FieldType.DATETIME and kinds.field("geo_point").type is FieldType.GEO_POINT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("usual", "rare", "rows_", "aside"),
    [
        ("12", "x", 6000, 1),
        ("2024-01-01 10:00", "2024-01-01 10:00:00+02", 6000, 1),
        ("12", "-", 6001, 0),
        ("12", "1e3", 6001, 0),
        ("12", "1_000", 6000, 1),
    ],
)
def test_a_value_that_does_not_fit_is_left_to_care(portal, tmp_path, passes, monkeypatch, usual, rare, rows_, aside):
    monkeypatch.setattr(quick, "PLACES", 1)
    monkeypatch.setattr(quick.tables, "SAMPLE", 400)
    text = "n,m\n" + f"{usual},a\n" * 3000 + f"{rare},a\n" + f"{usual},a\n" * 3000
    done = published(tmp_path, text)
    assert passes[0] is not None
    assert (done.rows, done.rows_set_aside) == (rows_, aside)
    assert all(one.row == 3001 for one in done.set_aside)


@pytest.mark.django_db
@pytest.mark.parametrize("rare", ["007", "12.5", "+5", "12345678901234567890"])
def test_no_digit_is_lost_beyond_the_sample(portal, tmp_path, passes, monkeypatch, rare):
    monkeypatch.setattr(quick, "PLACES", 1)
    monkeypatch.setattr(quick.tables, "SAMPLE", 400)
    published(tmp_path, f"n,m\n{rare},a\n")
    alone = rows()
    published(tmp_path, "n,m\n" + "12,a\n" * 3000 + f"{rare},a\n")
    asked.kept.forget()
    last = reading.rows(Query("trees", offset=3000, limit=1), ANYONE).rows
    assert str(last[0][0]) == rare == str(alone[0][0])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
def test_instants_are_those_of_the_engine(zone):
    con = duckdb.connect()
    con.execute(f"LOAD {literal(extension('icu'))}")
    con.execute("SET TimeZone = 'UTC'")
    every = "unnest(generate_series(TIMESTAMP '1969-12-30', TIMESTAMP '2046-01-03', INTERVAL 30 MINUTE)) AS n"
    differing = con.execute(
        f"SELECT n FROM (SELECT {every}) WHERE {zones.instant('n', zone)} IS DISTINCT FROM timezone({literal(zone)}, n)"
    ).fetchall()
    assert differing == []


def test_a_repeated_hour_is_the_second_and_a_missing_one_goes_on():
    autumn, spring = datetime(2024, 10, 27, 2, 30), datetime(2024, 3, 31, 2, 30)  # noqa: DTZ001 (local times)
    from zoneinfo import ZoneInfo  # noqa: PLC0415 (used here alone)

    hours = [zones.ahead(ZoneInfo("Europe/Berlin"), at) / 3.6e9 for at in (autumn, spring, spring + timedelta(hours=2))]
    assert hours == [1, 1, 2]
