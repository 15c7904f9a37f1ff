"""Outputs, groups and order: what each gives."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

T = datetime(2025, 5, 15, 7, tzinfo=UTC)
CASES = [
    ("id, age / 0 as z", "id = 1", [(1, None)]),
    ("2 * age + 1 as x", "id = 1", [(25,)]),
    ("length(name) as n", "id = 2", [(5,)]),
    ("year(day), month(day), day(day)", "id = 1", [(2024, 1, 31)]),
    ("hour(at), minute(at), second(at)", "id = 2", [(22, 30, 0)]),
    ("date_format(day, \"'on 'EEEE d MMMM yyyy\") as x", "id = 1", [("on Wednesday 31 January 2024",)]),
    ("date_format(day, 'e E w ww D DDD') as x", "id = 1", [("3 Wed 5 05 31 031",)]),
    ("ifnull(kind, 'none') as k", "id = 4", [("none",)]),
    ("json_format(name) as j", "id = 2", [("Eiche",)]),
    ("include(na*)", "id = 2", [("Eiche",)]),
    ("count(*) as n", "", [(4,)]),
    ("count(age) as n, count(distinct kind) as d", "", [(3, 2)]),
    ("sum(age), min(age), max(age), avg(age)", "", [(67, 12, 40, pytest.approx(22.3333, 1e-4))]),
    ("median(age), percentile(age, 0)", "", [(15.0, 12.0)]),
    ("min(day), max(at)", "", [(date(2023, 12, 31), T)]),
    ("avg(age)/2 as half", "kind = 'tree'", [(6.75,)]),
    ("stddev(age) as s, variance(age) as v", "kind = 'tree'", [(pytest.approx(2.1213, 1e-3), 4.5)]),
]  # fmt: skip


@pytest.mark.parametrize(("select", "where", "rows"), CASES, ids=[case[0] for case in CASES])
def test_select_gives(ask, select, where, rows):
    assert ask(select, where) == rows


@pytest.mark.parametrize(
    ("group_by", "keys"),
    [
        ("kind", ["bench", "tree", None]),
        ("year(day) as y", [2023, 2024, None]),
        ("range(age, 15)", ["[0, 14]", "[15, 29]", "[30, 44]", None]),
        ("range(age, *, 15, 30, *)", ["[*, 14]", "[15, 29]", "[30, *]", None]),
        ("range(size, 2.5)", ["[-5.0, -2.5[", "[0.0, 2.5[", "[2.5, 5.0[", None]),
        ("range(at, 1 day)", [datetime(2024, 12, 31, tzinfo=UTC), datetime(2025, 5, 14, tzinfo=UTC),
                              datetime(2025, 5, 15, tzinfo=UTC), None]),
        ("range(at, 12 hour) as t", [datetime(2024, 12, 31, 12, tzinfo=UTC), datetime(2025, 5, 14, 12, tzinfo=UTC),
                                     datetime(2025, 5, 15, tzinfo=UTC), None]),
        ("range(size, 1) as r", ["[-4.0, -3.0[", "[1.0, 2.0[", "[2.0, 3.0[", None]),
        ("range(id, *, 3, 10, 200, *)", ["[*, 2]", "[3, 9]"]),
        ("range(age, 5)", ["[10, 14]", "[15, 19]", "[40, 44]", None]),
        ("range(day, date'2023', date'2024', *)", ["[2023-01-01T00:00:00.000Z, 2024-01-01T00:00:00.000Z[",
                                                   "[2024-01-01T00:00:00.000Z, *[", None]),
        ("range(day, 1 month) as m", [datetime(2023, 12, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC),
                                      datetime(2024, 3, 1, tzinfo=UTC), None]),
        ("range(at, 15 minute) as m", [datetime(2024, 12, 31, 23, 30, tzinfo=UTC), datetime(2025, 5, 14, 22, 30, tzinfo=UTC),
                                       T, None]),
        ("lower(kind)", ["bench", "tree", None]),
        ("date_format(day, 'yyyy-MM')", ["2023-12", "2024-01", "2024-03", None]),
    ],
)  # fmt: skip
def test_group_by_gives_keys_in_order_null_last(ask, group_by, keys):
    assert [row[0] for row in ask("count(*) as n", group_by=group_by)] == keys


def test_group_by_a_step_begins_on_the_clock_of_the_zone(ask):
    rows = ask("count(*) as n", "id = 2", group_by="range(at, 1 day)", zone="Europe/Berlin")
    assert rows[0][0] == datetime(2025, 5, 14, 22, tzinfo=UTC)


def test_group_by_cells_gives_their_centre(ask):
    rows = ask("count(*) as n", "place is not null", group_by="geo_cluster(place, 7)")
    assert sorted(row[1] for row in rows) == [1, 2]
    assert all(set(row[0]["cluster_centroid"]) == {"lat", "lon"} for row in rows)


def test_geometry_aggregates_are_shapes(ask):
    (found,) = ask("bbox(place) as b, envelope(place) as e", "place is not null")
    assert all('"Polygon"' in one for one in found)


def test_order_puts_nulls_last_in_both_directions(ask):
    assert [row[0] for row in ask("id", order_by="age")] == [1, 2, 4, 3]
    assert [row[0] for row in ask("id", order_by="age desc")] == [4, 2, 1, 3]


def test_order_by_distance_and_by_alias(ask):
    rows = ask("id, distance(place, geom'POINT(7.62 51.96)') as m", "place is not null", order_by="m desc")
    assert [row[0] for row in rows] == [3, 2, 1]
    assert rows[1][1] == pytest.approx(1308, rel=0.01)


def test_order_of_groups_by_an_aggregate(ask):
    assert [row[0] for row in ask("count(*)", group_by="kind", order_by="count(*) desc, kind")] == [
        "tree",
        "bench",
        None,
    ]


def test_random_order_is_fixed_by_its_number(ask):
    assert ask("id", order_by="random(7)") == ask("id", order_by="random(7)")


def test_shapes_leave_as_geojson_and_points_as_pairs(ask):
    ((place, shape),) = ask("place, shape", "id = 2")
    assert place == {"lon": 7.63, "lat": 51.97}
    assert shape == '{"type":"Point","coordinates":[5.0,5.0]}'


def test_names_of_months_follow_the_language(ask):
    assert ask("date_format(day, 'MMMM') as m", "id = 2", lang="de") == [("März",)]


def test_whole_numbers_below_zero_fall_into_the_span_below(ask, engine):
    engine.execute("INSERT INTO t (id, age) VALUES (-1, -1), (-2, -5), (-3, -6), (-4, 0)")
    try:
        rows = ask("count(*) as n", "id < 0", group_by="range(age, 5) as r")
    finally:
        engine.execute("DELETE FROM t WHERE id < 0")
    assert rows == [("[-10, -6]", 1), ("[-5, -1]", 2), ("[0, 4]", 1)]


def test_order_means_the_field_though_a_heading_is_called_so(ask):
    rows = ask("age as name, name as x", "name is not null", order_by="x")
    assert [row[1] for row in rows] == ["Bänke am See", "Eiche", "Linde an der Aa"]
    rows = ask("count(*) as k0, max(id) as a0", "kind is not null", group_by="kind", order_by="max(id) desc")
    assert rows == [("bench", 1, 3), ("tree", 2, 2)]


def test_a_constant_order_is_no_order(ask):
    assert [row[0] for row in ask("id", order_by="1, 'x', now()")] == [1, 2, 3, 4]


def test_a_readable_key_can_be_computed_with(ask):
    rows = ask("length(r) as n", "age is not null", group_by="range(age, 15) as r", order_by="length(r) desc, r desc")
    assert rows == [("[30, 44]", 8), ("[15, 29]", 8), ("[0, 14]", 7)]
