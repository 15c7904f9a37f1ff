"""Extent and tiles; versions and what changed between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from civora.catalog.errors import UnknownVersion
from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.reading import queries as reading
from civora.reading.errors import NoPlace
from civora.reading.queries import asked
from tests.factories.publishing import published


@pytest.fixture
def trees(portal: Path, tmp_path: Path) -> Query:
    published(tmp_path, keys=("id",))
    return Query("trees")


@pytest.mark.django_db
def test_the_extent_is_that_of_the_rows_asked_for(trees: Query) -> None:
    assert reading.extent(trees, ANYONE) == (7.61, 51.95, 7.63, 51.97)
    assert reading.extent(replace(trees, where=odsql.parse_where("id = 1")), ANYONE) == (7.62, 51.96, 7.62, 51.96)
    assert reading.extent(replace(trees, where=odsql.parse_where("id = 99")), ANYONE) is None


@pytest.mark.django_db
def test_a_tile_of_a_version_is_for_ever(trees: Query) -> None:
    z, x, y = 6, 33, 21
    current, pinned = (reading.tile(one, (z, x, y), ANYONE) for one in (trees, replace(trees, version=1)))
    assert b"trees" in current.content
    assert (current.is_immutable, pinned.is_immutable, pinned.is_open) == (False, True, True)
    moving = replace(trees, version=1, where=odsql.parse_where("planted < now()"))
    assert not reading.tile(moving, (z, x, y), ANYONE).is_immutable
    assert len(reading.tile(trees, (z, 0, 0), ANYONE).content) < len(current.content)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [(-1, 0, 0), (25, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_an_impossible_tile_is_refused(trees: Query, address: tuple[int, int, int]) -> None:
    with pytest.raises(NoPlace):
        reading.tile(trees, address, ANYONE)


@pytest.mark.django_db
def test_rows_without_a_place_have_no_map(portal: Path, tmp_path: Path) -> None:
    published(tmp_path, "a;b\n1;2\n", key="plain", name="plain.csv")
    for way in (
        lambda: reading.extent(Query("plain"), ANYONE),
        lambda: reading.tile(Query("plain"), (0, 0, 0), ANYONE),
    ):
        with pytest.raises(NoPlace):
            way()
    assert reading.points(Query("plain"), ANYONE) == ()


@pytest.mark.django_db
def test_versions_tell_what_changed(trees: Query, tmp_path: Path) -> None:
    changed = (
        "id;kind;age;planted;height;lat;lon\n"
        "1;oak;12;2013-03-01;7,5;51.96;7.62\n2;lime;41;1985-04-01;18,25;51.97;7.63\n4;fir;1;2024-11-05;0,5;51.95;7.61\n"
    )
    published(tmp_path, changed, name="later.csv", keys=("id",))
    asked.kept.looked_at = 0.0
    assert [(one.number, one.rows, one.by) for one in reading.versions("trees", ANYONE)] == [(2, 3, ""), (1, 3, "")]
    found = reading.diff("trees", 1, 2, ANYONE)
    assert (found.added, found.removed, found.changed, found.same, found.is_keyed) == (1, 1, 1, 1, True)
    assert sorted(sign for sign, _, _ in found.rows) == ["+", "-", "~"]
    with pytest.raises(UnknownVersion):
        reading.diff("trees", 1, 9, ANYONE)


@pytest.mark.django_db
def test_versions_without_keys_are_compared_as_bags(portal: Path, tmp_path: Path) -> None:
    published(tmp_path, "a;b\nx;1\nx;1\ny;2\n", key="bag", name="bag.csv")
    published(tmp_path, "a;b\nx;1\ny;2\nz;3\nz;3\n", key="bag", name="bag2.csv")
    asked.kept.looked_at = 0.0
    found = reading.diff("bag", 1, 2, ANYONE)
    assert (found.added, found.removed, found.same, found.is_keyed) == (2, 1, 2, False)


@pytest.mark.django_db
def test_columns_in_numbers(trees: Query) -> None:
    found = {one.name: one for one in reading.profile("trees", ANYONE)}
    assert (found["age"].filled, found["age"].distinct, found["age"].lowest, found["age"].highest) == (2, 2, 12, 40)
    assert (found["kind"].filled, found["kind"].distinct, found["kind"].lowest) == (3, 2, None)
    assert found["planted"].lowest == date(1985, 4, 1)
    assert "geo_point" not in found
