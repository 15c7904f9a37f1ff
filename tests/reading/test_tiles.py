"""Tiles: counts of a zoom add up to the rows, at the poles and the date line too; columns, size, policy, one file of all."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace

import mapbox_vector_tile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.schema import UnknownField
from civora.lake.by_place import interleaved, parted, span
from civora.reading import queries as reading
from civora.reading.errors import NoPlace
from civora.reading.queries import asked, tiles
from civora.stewardship import actions as stewardship
from tests.factories.publishing import AT, published


def features(content, layer):
    return mapbox_vector_tile.decode(content)[layer]["features"] if content else []


def counted(query, z, fields=()):
    """The counts of a whole zoom."""
    found = [
        one
        for x in range(2**z)
        for y in range(2**z)
        for one in features(reading.tile(query, (z, x, y), ANYONE, fields=fields).content, query.dataset)
    ]
    return sum(one["properties"]["count"] for one in found)


EDGES = [
    (0, 0),
    (180, 0),
    (-180, 0),
    (179.9999999, 51),
    (-180, -90),
    (0, 90),
    (12, 85.06),
    (7.6, -85.06),
    (90, 0),
    (7.62, 51.96),
    (7.62, 51.96),
]


@pytest.fixture
def world(portal, tmp_path):
    chance = random.Random(4)
    places = EDGES + [(chance.uniform(-180, 180), chance.uniform(-90, 90)) for _ in range(400)]
    rows = "".join(f"{n};{lat};{lon};{'a' if n % 2 else 'b'};{n}\n" for n, (lon, lat) in enumerate(places))
    published(tmp_path, "id;lat;lon;kind;size\n" + rows + "9999;;;c;1\n", key="world", name="world.csv")
    return Query("world", 1), len(places)


@pytest.mark.parametrize("z", [0, 1, 3, 4])
def test_the_counts_of_a_zoom_add_up_to_the_rows_with_a_place(world, z):
    query, number = world
    assert counted(query, z) == number
    some = replace(query, where=odsql.parse_where("kind = 'b'"))
    assert counted(some, z) == reading.count(some, ANYONE)


def test_a_crowd_is_gathered_and_nothing_is_lost(portal, tmp_path):
    chance = random.Random(5)
    rows = "".join(
        f"{n};{chance.uniform(51.9, 52.0):.6f};{chance.uniform(7.5, 7.7):.6f};{n % 7}\n" for n in range(20_000)
    )
    published(tmp_path, "id;lat;lon;size\n" + rows, key="crowd", name="crowd.csv")
    query = Query("crowd", 1)
    for z in (0, 5, 9, 11):
        west, north, east, south = tiles.compiled.grid((7.5, 51.9, 7.7, 52.0), z)
        contents = [
            reading.tile(query, (z, x, y), ANYONE, fields=("size",)).content
            for x in range(west, east + 1)
            for y in range(north, south + 1)
        ]
        assert max(map(len, contents)) <= tiles.MOST_BYTES
        assert sum(one["properties"]["count"] for content in contents for one in features(content, "crowd")) == 20_000


def test_a_tile_carries_the_columns_that_are_asked_for(world):
    query, _ = world
    x, y, _, _ = tiles.compiled.grid((7.62, 51.96, 7.62, 51.96), 10)
    found = features(reading.tile(query, (10, x, y), ANYONE, fields=("kind", "size")).content, "world")
    assert [one["properties"] for one in found] == [
        {"count": 2, "size": 9.5}
    ]  # a and b: the kinds differ, the sizes have a mean
    with pytest.raises(UnknownField):
        reading.tile(query, (0, 0, 0), ANYONE, fields=("nothing",))
    with pytest.raises(tiles.BadTileField):
        reading.tile(query, (0, 0, 0), ANYONE, fields=("geo_point",))


def test_a_tile_shows_what_its_reader_may_see(world):
    query, _ = world
    stewardship.set_policy(
        key="world", policy={"access": "open", "default": {"hide": ["size"], "where": "kind = 'b'"}}, by="eva", at=AT
    )
    asked.kept.forget()
    assert counted(query, 1) == reading.count(query, ANYONE)
    with pytest.raises(UnknownField):
        reading.tile(query, (0, 0, 0), ANYONE, fields=("size",))


def shape(n, x, y, w):
    ring = [[x, y], [x + w, y], [x + w, y + w], [x, y]]
    return {"type": "Feature", "properties": {"n": n}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


CORNERS = [(-170, -80, 30), (0, 0, 0.0001), (0, 0, 0.0001), (7, 51, 2), (100, 60, 25), (-10, -89, 8)]
SHAPES = json.dumps({"type": "FeatureCollection", "features": [shape(n, *one) for n, one in enumerate(CORNERS)]})


@pytest.mark.parametrize("z", [0, 1, 2, 5])
def test_the_counts_of_shapes_add_up_too(portal, tmp_path, z):
    published(tmp_path, SHAPES, key="shapes", name="shapes.geojson")
    assert counted(Query("shapes", 1), z) == 6


def test_small_shapes_become_points_that_say_how_many(portal, tmp_path):
    published(tmp_path, SHAPES, key="shapes", name="shapes.geojson")
    found = features(reading.tile(Query("shapes"), (0, 0, 0), ANYONE, fields=("n",)).content, "shapes")
    assert [one["properties"]["count"] for one in found if one["geometry"]["type"] == "Point"] == [2]


def test_all_tiles_in_one_file(world, tmp_path):
    from pmtiles.reader import MmapSource, Reader, all_tiles

    query, number = world
    found = reading.tile_archive(query, ANYONE, zoom=3, fields=("kind",))
    path = tmp_path / "world.pmtiles"
    path.write_bytes(b"".join(found.chunks))
    with path.open("rb") as file:
        head = Reader(MmapSource(file)).header()
        assert (head["max_zoom"], head["tile_type"].name) == (3, "MVT")
        sums = {z: 0 for z in range(4)}
        for (z, _, _), content in all_tiles(MmapSource(file)):
            sums[z] += sum(one["properties"]["count"] for one in features(gzip.decompress(content), "world"))
    assert sums == dict.fromkeys(range(4), number)
    assert found.file_name == "world.pmtiles"


def test_an_archive_of_rows_without_a_place_is_refused(portal, tmp_path):
    published(tmp_path, "a;b\n1;2\n", key="plain", name="plain.csv")
    with pytest.raises(NoPlace):
        reading.tile_archive(Query("plain"), ANYONE)


@given(st.integers(0, 24).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tile_is_one_range_of_the_curve(address):
    z, x, y = address
    assert parted(interleaved(x, y)) == (x, y)
    first, last = span(z, x, y)
    assert last - first + 1 == 4 ** (31 - z)
    assert parted(first >> 2 * (31 - z)) == (x, y)


def test_a_tile_that_was_made_is_kept(world):
    query, _ = world
    before = reading.metrics().get("tiles_made", 0)
    first = reading.tile(query, (0, 0, 0), ANYONE)
    again = reading.tile(query, (0, 0, 0), ANYONE)
    assert reading.metrics()["tiles_made"] == before + 1
    assert (first.content, first.etag) == (again.content, again.etag)
