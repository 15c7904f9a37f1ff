"""A number on a chart, tile, export and API for one question is one number: random questions, held against DuckDB itself."""

from __future__ import annotations

import csv
import io
import random

import duckdb
import mapbox_vector_tile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.exhibits.queries import answer
from civora.protocols.own import dialect
from civora.reading import queries as reading
from tests.factories.publishing import published

ZONES = ("UTC", "Europe/Berlin", "America/New_York")
MEASURES = {
    "count(*)": "count(*)",
    "sum(n)": "sum(n)",
    "avg(size)": "avg(size)",
    "max(n)": "max(n)",
    "median(size)": "median(size)",
}
KEYS = {
    "kind": "kind",
    "range(at, 1 month)": "month",
    "range(at, 1 day)": "day",
    "year(at)": "year",
    "hour(at)": "hour",
}
TESTS = {
    "": "true", "n > 40": "n > 40", "kind in ('oak', 'elm')": "kind in ('oak', 'elm')", "size is null": "size is null", "n < 0": "n < 0",
    "not kind = 'oak'": "coalesce(not kind = 'oak', true)", "year(at) < 1970": "year(timezone('{zone}', moment)) < 1970",
}  # fmt: skip


@pytest.fixture
def table(portal, tmp_path):
    """Fifty years and one before 1970, nulls, negative, huge and tiny values, right-to-left text, the date line and the pole."""
    chance = random.Random(11)
    kinds = ["oak", "elm", "عربي", "", "ไทย"]
    lines = []
    for n in range(400):
        at = f"{chance.randint(1925, 2030)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}T{chance.randint(0, 23):02d}:30:00Z"
        size = chance.choice(["", f"{chance.uniform(-1e12, 1e12):.3f}", f"{chance.uniform(0, 1e-6):.9f}", "0.5"])
        lon, lat = chance.choice(
            [(180, 10), (-180, -90), (7.6, 51.9), (chance.uniform(-180, 180), chance.uniform(-85, 85))]
        )
        lines.append(f"{n - 200};{chance.choice(kinds)};{size};{at};{lat};{lon}")
    text = "n;kind;size;at;lat;lon\n" + "\n".join(lines) + "\n"
    published(tmp_path, text, key="mixed", name="mixed.csv", zone="UTC")
    con = duckdb.connect()
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    con.execute("CREATE TABLE t (n BIGINT, kind VARCHAR, size DOUBLE, moment TIMESTAMPTZ, lat DOUBLE, lon DOUBLE)")
    con.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                int(r["n"]),
                r["kind"] or None,
                float(r["size"]) if r["size"] else None,
                r["at"],
                float(r["lat"]),
                float(r["lon"]),
            )
            for r in rows
        ],
    )
    yield con
    con.close()


def directly(con, measure, key, test, zone):
    local = f"timezone('{zone}', moment)"
    keyed = {
        "kind": "kind",
        "month": f"date_trunc('month', {local})",
        "day": f"date_trunc('day', {local})",
        "year": f"year({local})",
        "hour": f"hour({local})",
    }[KEYS[key]]
    found = con.execute(
        f"SELECT {keyed} AS k, {MEASURES[measure]} AS v FROM t WHERE {TESTS[test].format(zone=zone)} GROUP BY 1"
    ).fetchall()
    return {said(k): near(v) for k, v in found}


def said(key):
    return key.isoformat() if hasattr(key, "isoformat") else key


def near(value):
    return None if value is None else float(f"{float(value):.9g}")


@given(
    st.sampled_from(sorted(MEASURES)),
    st.sampled_from(sorted(KEYS)),
    st.sampled_from(sorted(TESTS)),
    st.sampled_from(ZONES),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_question_has_one_number(table, measure, key, test, zone):
    expected = directly(table, measure, key, test, zone)
    query = Query(
        "mixed", select=odsql.parse_select(f"k, {measure} as v"), groups=odsql.parse_group_by(f"{key} as k"),
        where=odsql.parse_where(test) if test else None, limit=10_000, zone=zone,
    )  # fmt: skip
    chart = answer("main", query, ANYONE)
    drawn = {None if row["k"] == "–" else row["k"]: near(row["v"]) for row in chart.rows}
    assert drawn == expected
    asked = dialect.query(
        "mixed",
        None,
        select=f"k, {measure} as v",
        where=test,
        group_by=f"{key} as k",
        order_by="",
        limit=10_000,
        offset=0,
        after="",
        zone=zone,
    )
    assert asked == query  # the API's words are the chart's question, so its rows are too
    exported = list(
        csv.DictReader(
            io.StringIO(b"".join(reading.export(query, ANYONE, "csv").chunks).decode("utf-8-sig")), delimiter=";"
        )
    )
    assert sorted(near(row["v"]) if row["v"] else -1e99 for row in exported) == sorted(
        -1e99 if v is None else v for v in expected.values()
    )
    if measure == "count(*)":
        bare = Query("mixed", where=query.where, zone=zone, limit=0)
        content = reading.tile(bare, (0, 0, 0), ANYONE).content
        tiles = mapbox_vector_tile.decode(content)["mixed"]["features"] if content else []
        assert sum(one["properties"]["count"] for one in tiles) == sum(expected.values()) == reading.count(bare, ANYONE)
