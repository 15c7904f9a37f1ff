"""Vector tiles: points as they are or gathered in cells with their count, lines and shapes simplified for their zoom.

Source: Mapbox Vector Tile 2.1; tiles of the web Mercator grid (EPSG:3857).
"""

from __future__ import annotations

import math
from datetime import datetime

from civora.core.query.ast import Expr
from civora.core.query.check import CheckedQuery
from civora.core.schema import GEOGRAPHIC, Field, FieldType, Schema
from civora.lake.compile import places
from civora.lake.compile.sql import TABLE, Sql, join, param
from civora.lake.compile.statements import context_of, where
from civora.lake.connect import quoted
from civora.lake.types import Statement, TableRef

EXTENT = 4096
CELL = 48  # tile units: about 3 pixels on a 256 px tile
SINGLE_AT_MOST = 4_000
HALF_WORLD_M = 20_037_508.342789244


def bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile, in degrees."""
    count = 2**z

    def latitude(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / count))))

    return x / count * 360 - 180, latitude(y + 1), (x + 1) / count * 360 - 180, latitude(y)


def tile(
    checked: CheckedQuery,
    table: TableRef,
    address: tuple[int, int, int],
    layer: str,
    *,
    whole: Schema,
    guard: Expr | None,
    now: datetime,
) -> Statement:
    """One tile as one BLOB. The layer bears the dataset's key. Raises LookupError where the schema has no place."""
    field = checked.schema.first(*GEOGRAPHIC)
    if field is None:
        raise LookupError("no place")
    filtered = where(checked, context_of(checked, now), guard, whole)
    filtered = filtered + (" AND " if filtered.text else " WHERE ")
    make = points if field.type is FieldType.GEO_POINT else shapes
    text = make(field, filtered, address, layer)
    return Statement(text.text, text.params, (table,), (("tile", None),))


def points(field: Field, filtered: Sql, address: tuple[int, int, int], layer: str) -> Sql:
    """Each point belongs to exactly one tile (west and north edges inside), so counts add up over a zoom level."""
    z, x, y = address
    west, south, east, north = bounds(z, x, y)
    inside = Sql(
        f"{places.lon(field)} >= ? AND {places.lon(field)} < ? AND {places.lat(field)} > ? AND {places.lat(field)} <= ?",
        (west, east, south, north),
    )
    across = f"(({places.lon(field)} + 180) / 360 * {2**z} - {x}) * {EXTENT}"
    clipped = f"radians(greatest(-85.0511287798066, least(85.0511287798066, {places.lat(field)})))"
    down = f"((1 - ln(tan({clipped}) + 1 / cos({clipped})) / pi()) / 2 * {2**z} - {y}) * {EXTENT}"
    found = f"SELECT {across} AS px, {down} AS py FROM {TABLE}" + filtered + inside
    size = f"CASE WHEN (SELECT count(*) FROM found) > {SINGLE_AT_MOST} THEN {CELL} ELSE 1 END"
    cells = (
        f"SELECT ST_Point(round(avg(px)), round(avg(py))) AS geom, count(*)::INTEGER AS count FROM found, (SELECT {size} AS side) "
        "GROUP BY floor(px / side), floor(py / side)"
    )
    made = (
        "SELECT ST_AsMVT({'geom': geom, 'count': count}, "
        + param(layer)
        + f", {EXTENT}, 'geom') AS tile FROM ({cells})"
    )
    return "WITH found AS MATERIALIZED (" + found + ") " + made


def shapes(field: Field, filtered: Sql, address: tuple[int, int, int], layer: str) -> Sql:
    z, x, y = address
    side = 2 * HALF_WORLD_M / 2**z
    left, top = x * side - HALF_WORLD_M, HALF_WORLD_M - y * side
    box = join(", ", [param(value) for value in (left, top - side, left + side, top)])
    near = places.touches(field, padded(bounds(z, x, y)))
    tolerance = side / EXTENT * 2
    name = quoted(field.name)
    turned = f"ST_Transform({name}, 'EPSG:4326', 'EPSG:3857', always_xy := true)"
    simple = f"ST_Simplify({turned}, {tolerance!r})" if z < 16 else turned  # noqa: PLR2004 (street level keeps every corner)
    cut = f"ST_AsMVTGeom({simple}, ST_Extent(ST_MakeEnvelope(" + box + f")), {EXTENT}, 64, true)"
    found = "SELECT " + cut + f" AS geom FROM {TABLE}" + filtered + near
    made = (
        "SELECT ST_AsMVT({'geom': geom, 'count': 1}, "
        + param(layer)
        + f", {EXTENT}, 'geom') AS tile FROM found WHERE geom IS NOT NULL"
    )
    return "WITH found AS (" + found + ") " + made


def padded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    wide, tall = (east - west) / 64, (north - south) / 64
    return west - wide, south - tall, east + wide, north + tall
