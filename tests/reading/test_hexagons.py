"""Hexagons: each point stands in the nearest one, the counts of a zoom add up to the rows, neighbours draw the same hexagon."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from dataclasses import replace

import mapbox_vector_tile
import pytest

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.lake.compile.hexagons import ACROSS_TILE
from civora.reading import queries as reading
from civora.reading.errors import NoPlace
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from tests.factories.publishing import AT, published
from tests.reading.test_tiles import EDGES

HEXAGONS = "hexagons"


@pytest.fixture
def world(portal, tmp_path):
    chance = random.Random(7)
    places = EDGES + [(chance.uniform(-180, 180), chance.uniform(-90, 90)) for _ in range(300)]
    places += [(chance.gauss(7.62, 0.02), chance.gauss(51.96, 0.01)) for _ in range(700)]
    rows = "".join(f"{n};{lat};{lon};{'a' if n % 2 else 'b'};{n}\n" for n, (lon, lat) in enumerate(places))
    published(tmp_path, "id;lat;lon;kind;size\n" + rows + "9999;;;c;1\n", key="world", name="world.csv")
    return Query("world", 1), places


def drawn(query, address, fields=()):
    content = reading.tile(query, address, ANYONE, fields=fields, shape=HEXAGONS).content
    return (
        mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})[query.dataset]
        if content
        else {"features": []}
    )


def counts(query, z):
    return sum(
        one["properties"]["count"]
        for x in range(2**z)
        for y in range(2**z)
        for one in drawn(query, (z, x, y))["features"]
    )


@pytest.mark.parametrize("z", [0, 1, 2, 4])
def test_the_counts_of_a_zoom_add_up_to_the_rows_with_a_place(world, z):
    query, places = world
    assert counts(query, z) == len(places)
    some = replace(query, where=odsql.parse_where("kind = 'b'"))
    assert counts(some, z) == reading.count(some, ANYONE)


def nearest(lon, lat, z):
    """The middle of the hexagon of a point by trying all around, in parts of a hexagon's width."""
    across = 2 ** (z + ACROSS_TILE)
    held = math.radians(max(-85.0511287798066, min(85.0511287798066, lat)))
    x = (lon + 180) / 360 * across
    y = (1 - math.log(math.tan(held) + 1 / math.cos(held)) / math.pi) / 2 * across
    tall = math.sqrt(3) / 2
    row = round(y / tall)
    middles = [(c + (r % 2) / 2, r) for r in range(row - 2, row + 3) for c in range(int(x) - 2, int(x) + 3)]
    c, r = min(middles, key=lambda one: math.hypot(x - one[0], y - one[1] * tall))
    return c % across, r


def test_each_point_stands_in_the_nearest_hexagon(world):
    query, places = world
    z = 9
    x, y, _, _ = reading.tiles.compiled.grid((7.62, 51.96, 7.62, 51.96), z)
    query = replace(query, where=odsql.parse_where(f"id >= {len(EDGES)}"))  # without those just between two
    wanted = Counter(nearest(lon, lat, z) for lon, lat in places[len(EDGES) :])
    inside = {one.inside for one in reading.hexagon_cells(query, z, ANYONE)}
    found = Counter()
    for one in reading.hexagon_cells(query, z, ANYONE):
        corners = one.ring[:-1]
        lon = sum(at[0] for at in corners) / 6
        found[nearest(lon, corners[1][1] / 2 + corners[2][1] / 2, z)] += one.inside
    assert found == wanted and max(inside) > 20
    own = [one for one in drawn(query, (z, x, y))["features"] if one["properties"]["count"]]
    assert own and all(one["properties"]["count"] == one["properties"]["inside"] for one in own)


def test_hexagons_have_six_equal_sides_and_neighbouring_tiles_draw_the_same_one(world):
    query, _ = world
    z = 11
    first, top, last, bottom = reading.tiles.compiled.grid((7.55, 51.92, 7.69, 52.0), z)
    seen = defaultdict(list)
    for x in range(first, last + 1):
        for y in range(top, bottom + 1):
            for one in drawn(query, (z, x, y))["features"]:
                (ring,) = one["geometry"]["coordinates"]
                sides = [math.dist(a, b) for a, b in zip(ring, ring[1:], strict=False)]
                assert len(sides) == 6 and max(sides) - min(sides) < 2.5
                middle = (sum(at[0] for at in ring[:6]) / 6 + x * 4096, sum(at[1] for at in ring[:6]) / 6 + y * 4096)
                seen[round(middle[0] / 128), round(middle[1] / 111)].append(one["properties"])
    assert any(len(found) > 1 for found in seen.values())
    for found in seen.values():
        assert len({one["inside"] for one in found}) == 1
        assert sum(one["count"] for one in found) in (0, found[0]["inside"])  # 0: its own tile is not among these


def test_columns_are_means_and_policies_hold(world):
    query, places = world
    total = sum(range(len(places)))
    found = reading.hexagon_cells(query, 3, ANYONE, fields=("size",))
    assert sum(one.inside * one.values[0] for one in found) == pytest.approx(total)
    stewardship.set_policy(key="world", policy={"access": "open", "default": {"where": "kind = 'b'"}}, by="eva", at=AT)
    asked.kept.forget()
    assert counts(query, 1) == reading.count(query, ANYONE) < len(places)


def test_shapes_are_not_gathered_in_hexagons(portal, tmp_path):
    line = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"LineString","coordinates":[[7,51],[8,52]]}}'
    published(tmp_path, f'{{"type":"FeatureCollection","features":[{line}]}}', key="lines", name="lines.geojson")
    with pytest.raises(NoPlace, match="Only points"):
        reading.tile(Query("lines"), (0, 0, 0), ANYONE, shape=HEXAGONS)


def test_the_address_takes_as_hexagons_and_nothing_else(world, client):
    found = client.get("/tiles/world/0/0/0.mvt?as=hexagons&fields=size")
    assert found.status_code == 200
    assert found["ETag"] != client.get("/tiles/world/0/0/0.mvt?fields=size")["ETag"]
    assert (
        client.get(
            "/tiles/world/0/0/0.mvt?as=hexagons&fields=size", headers={"If-None-Match": found["ETag"]}
        ).status_code
        == 304
    )
    refused = client.get("/tiles/world/0/0/0.mvt?as=stars")
    assert refused.status_code == 400 and "as=hexagons" in refused.json()["detail"]
