"""What charts and maps ask beyond the Explore API: keep(), moving_avg(), near(). Held against DuckDB asked directly."""

from __future__ import annotations

import duckdb
import pytest

from civora.core.errors import NotFound
from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.query.errors import ODSQLError
from civora.reading import queries as reading
from civora.stewardship import actions as stewardship
from tests.factories.publishing import AT, published

DAYS = "day;kind;n\n" + "".join(
    f"2025-01-{day:02d};{kind};{day * (2 if kind == 'b' else 1)}\n" for day in (1, 2, 3, 4, 7, 8) for kind in "abc"
)
PLACES = "id;lat;lon\n" + "".join(f"{n};{51.9 + n * 0.002:.4f};{7.6 + (n % 7) * 0.003:.4f}\n" for n in range(60))
STOPS = "stop;lat;lon\n1;51.93;7.606\n2;51.99;7.612\n"


def ask(dataset="days", zone="UTC", **clauses):
    query = Query(
        dataset,
        select=odsql.parse_select(clauses["select"]) if "select" in clauses else (),
        where=odsql.parse_where(clauses["where"]) if "where" in clauses else None,
        groups=odsql.parse_group_by(clauses["group_by"]) if "group_by" in clauses else None,
        limit=None, zone=zone,
    )  # fmt: skip
    return reading.rows(query, ANYONE).rows


@pytest.fixture
def days(portal, tmp_path):
    published(tmp_path, DAYS, key="days", name="days.csv")


def test_keep_folds_all_others_in_the_lake(days):
    found = ask(select="k, sum(n) as s", group_by="keep(kind, 'a', 'c') as k")
    assert dict(found) == {"a": 25, "c": 25, None: 50}


def test_moving_avg_is_the_mean_of_the_days_before_by_the_clock(days):
    found = ask(select="d, k, sum(n) as s, moving_avg(sum(n), 3) as m", group_by="range(day, 1 day) as d, kind as k")
    direct = duckdb.sql(
        "SELECT day, kind, avg(s) OVER (PARTITION BY kind ORDER BY day RANGE BETWEEN INTERVAL 2 DAY PRECEDING AND CURRENT ROW) FROM "
        "(SELECT CAST(d AS DATE) AS day, kind, CASE kind WHEN 'b' THEN 2 ELSE 1 END * date_part('day', CAST(d AS DATE)) AS s FROM "
        "(SELECT unnest(['2025-01-01','2025-01-02','2025-01-03','2025-01-04','2025-01-07','2025-01-08']) AS d), (SELECT unnest(['a','b','c']) AS kind))"
    ).fetchall()
    assert {(str(day)[:10], kind): mean for day, kind, _, mean in found} == {
        (str(day), kind): mean for day, kind, mean in direct
    }


@pytest.mark.parametrize(
    "text",
    ["moving_avg(n, 3)", "moving_avg(sum(n), 1)", "moving_avg(sum(n), n)", "moving_avg(moving_avg(sum(n), 2), 2)"],
)
def test_moving_avg_of_what_is_no_aggregate_is_refused(days, text):
    with pytest.raises(ODSQLError):
        ask(select=f"{text} as m", group_by="day")


@pytest.mark.parametrize("text", ["keep(n)", "keep(kind, 3)", "keep(day, '2025-01-01')", "keep(nothing, 'a')"])
def test_keep_of_other_types_is_refused(days, text):
    with pytest.raises(ODSQLError):
        ask(select="count(*) as c", group_by=text)


@pytest.fixture
def places(portal, tmp_path):
    published(tmp_path, PLACES, key="places", name="places.csv")
    published(tmp_path, STOPS, key="stops", name="stops.csv")


def test_near_is_within_so_many_metres_of_any_place_of_the_other(places):
    place = next(one.name for one in reading.card("places", ANYONE).schema.fields if one.type.value == "geo_point_2d")
    found = {row[0] for row in ask("places", select="id", where=f'near({place}, "stops", 600m)')}
    stops = [(51.93, 7.606), (51.99, 7.612)]

    def metres(a, b):
        sql = "SELECT 2 * 6371008.8 * asin(sqrt(pow(sin(radians(?1 - ?3) / 2), 2) + cos(radians(?1)) * cos(radians(?3)) * pow(sin(radians(?2 - ?4) / 2), 2)))"
        return duckdb.execute(
            sql.replace("?1", repr(a[0])).replace("?2", repr(a[1])).replace("?3", repr(b[0])).replace("?4", repr(b[1]))
        ).fetchone()[0]

    direct = {
        n for n in range(60) if min(metres((51.9 + n * 0.002, 7.6 + (n % 7) * 0.003), stop) for stop in stops) <= 600
    }
    assert found == direct
    assert 3 < len(direct) < 60
    pinned = {row[0] for row in ask("places", select="id", where=f'near({place}, "stops@1", 600m) and id > 20')}
    assert pinned == {one for one in direct if one > 20}


def test_near_asks_the_policy_of_the_other(places):
    place = next(one.name for one in reading.card("places", ANYONE).schema.fields if one.type.value == "geo_point_2d")
    stewardship.set_policy(key="stops", policy={"access": "org:parks"}, by="eva", at=AT)
    from civora.reading.queries import asked

    asked.kept.forget()
    with pytest.raises(NotFound):
        ask("places", select="id", where=f'near({place}, "stops", 600m)')


@pytest.mark.parametrize(
    "words", ["near(id, 3, 300m)", "near(id, 'stops')", "near(id, 'stops', 300kg)", "near(id, 'stops', 0m)"]
)
def test_near_that_cannot_be_read_is_refused(places, words):
    with pytest.raises(ODSQLError):
        ask("places", where=words)


def test_the_name_of_an_answer_changes_with_the_places_of_the_other(places, tmp_path):
    place = next(one.name for one in reading.card("places", ANYONE).schema.fields if one.type.value == "geo_point_2d")
    query = Query("places", where=odsql.parse_where(f'near({place}, "stops", 600m)'))
    before = reading.etag(query, ANYONE)
    assert reading.etag(query, ANYONE) == before
    published(tmp_path, "stop;lat;lon\n1;51.95;7.606\n", key="stops", name="stops.csv", mode="replace")
    from civora.reading.queries import asked

    asked.kept.forget()
    assert reading.etag(query, ANYONE) != before
