"""Tiles and extents: the layer's name, what lies in a tile, the box around the rows."""

from __future__ import annotations

import math

import pytest

from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.query.check import check
from civora.core.schema import Schema
from civora.lake import compile as compiled
from civora.lake.compile import tiles
from tests.lake.compile.conftest import NOW, SCHEMA, TABLE

SHAPES = Schema(tuple(field for field in SCHEMA.fields if field.name != "place"))
WORLD = (0, 0, 0)


def tile(run, address, schema=SCHEMA, where=""):
    checked = check(Query("t", where=odsql.parse_where(where) if where else None), schema)
    ((content,),) = run(compiled.tile(checked, TABLE, address, "my-layer", whole=schema, guard=None, now=NOW))
    return bytes(content or b"")


def parts(message):
    """(number, content) of the fields of a protobuf message, as far as tiles need it."""
    at = 0

    def varint():
        nonlocal at
        found = shift = 0
        while True:
            byte = message[at]
            at += 1
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found

    while at < len(message):
        tag = varint()
        size = varint()
        if tag & 7 == 2:
            yield tag >> 3, message[at : at + size]
            at += size


def features(content):
    return sum(number == 2 for one, layer in parts(content) if one == 3 for number, _ in parts(layer))


@pytest.mark.parametrize(("schema", "there"), [(SCHEMA, 3), (SHAPES, 2)], ids=["points", "shapes"])
def test_a_tile_bears_the_layer_and_what_lies_in_it(run, schema, there):
    found = tile(run, (7, *address(7, 7.62, 51.96)) if schema is SCHEMA else WORLD, schema)
    assert b"my-layer" in found
    assert features(found) == there
    assert features(tile(run, (4, 0, 15), schema)) == 0
    assert features(tile(run, WORLD, schema, "id = 4")) == 0


def address(zoom, lon, lat):
    down = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * 2**zoom), int((1 - down / math.pi) / 2 * 2**zoom)


def test_each_point_lies_in_one_tile_of_a_zoom(run):
    places = [(x, y) for x in range(31, 36) for y in range(19, 23)]
    holding = [place for place in places if features(tile(run, (6, *place), where="id = 1"))]
    assert holding == [address(6, 7.62, 51.96)]


def test_bounds_of_the_world_tile():
    assert tiles.bounds(*WORLD) == pytest.approx((-180, -85.0511, 180, 85.0511), abs=1e-3)


def test_the_extent_is_of_the_rows_asked_for(run):
    def extent(where, schema=SCHEMA):
        checked = check(Query("t", where=odsql.parse_where(where)), schema)
        return run(compiled.extent(checked, TABLE, whole=schema, guard=None, now=NOW))[0]

    assert extent("id < 3") == (7.62, 51.96, 7.63, 51.97)
    assert extent("id = 4") == (None, None, None, None)
    assert extent("id < 3", SHAPES) == (0.0, 0.0, 5.0, 5.0)


def test_a_table_without_places_has_neither():
    bare = Schema(tuple(field for field in SCHEMA.fields if field.name not in ("place", "shape")))
    with pytest.raises(LookupError):
        compiled.extent(check(Query("t"), bare), TABLE, whole=bare, guard=None, now=NOW)
    with pytest.raises(LookupError):
        compiled.tile(check(Query("t"), bare), TABLE, WORLD, "t", whole=bare, guard=None, now=NOW)
