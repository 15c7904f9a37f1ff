"""Vector tiles: points as they are or gathered in cells with their count, lines and shapes simplified for their zoom.

The counts of all features of a zoom add up to the rows with a place: a point belongs to one tile, a shape counts in the tile
that holds the middle of its box (elsewhere its count is 0), and what is too small to see is gathered, never dropped.
Source: Mapbox Vector Tile 2.1; tiles of the web Mercator grid (EPSG:3857).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from civora.core.query.ast import Expr, Name, Star, Text
from civora.core.query.check import CheckedQuery
from civora.core.query.walk import every, names
from civora.core.schema import GEOGRAPHIC, NUMERIC, Field, FieldType, Schema
from civora.lake import by_place
from civora.lake.by_place import ACROSS, BITS, CURVE, DOWN
from civora.lake.compile import places
from civora.lake.compile.sql import TABLE, Context
from civora.lake.compile.statements import context_of, where
from civora.lake.compile.values import value
from civora.lake.connect import literal, quoted
from civora.lake.sql import Sql, join
from civora.lake.types import Statement, TableRef

EXTENT = 4096
SINGLE_AT_MOST = 4_000
FINEST, COARSEST = 7, 4  # cells of a crowded tile: 2^7 by 2^7, fewer where that is too large
SMALL = 4  # tile units; smaller shapes are gathered as points
PIXELS = 12  # 2^12 = EXTENT
HALF_WORLD_M = 20_037_508.342789244
STREETS = 16
Address = tuple[int, int, int]


def bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile, in degrees."""
    count = 2**z

    def latitude(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / count))))

    return x / count * 360 - 180, latitude(y + 1), (x + 1) / count * 360 - 180, latitude(y)


def place_of(checked: CheckedQuery) -> Field:
    """Raises LookupError where the schema has no place."""
    field = checked.schema.first(*GEOGRAPHIC)
    if field is None:
        raise LookupError("no place")
    return field


def filtered(checked: CheckedQuery, whole: Schema, guard: Expr | None, now: datetime) -> Sql:
    found = where(checked, context_of(checked, now), guard, whole)
    return found + (" AND " if found.text else " WHERE ")


def crowd(
    checked: CheckedQuery,
    table: TableRef,
    address: Address,
    *,
    whole: Schema,
    guard: Expr | None,
    now: datetime,
    fields: Sequence[str] = (),
) -> Statement:
    """How many points lie in the tile, counted no further than a crowd begins. Raises LookupError."""
    field = place_of(checked)
    found = (
        f"SELECT 1 FROM {TABLE}"
        + filtered(checked, whole, guard, now)
        + inside(address)
        + f" LIMIT {SINGLE_AT_MOST + 1}"
    )
    text = "SELECT count(*) FROM (" + found + ")"
    return Statement(
        text.text, text.params, (sorted_table(checked, table, field, guard, fields),), (("count", FieldType.INT),)
    )


def tile(  # noqa: PLR0913 (a question and a tile have this many parts; each is named at the call)
    checked: CheckedQuery, table: TableRef, address: Address, layer: str, *, whole: Schema, guard: Expr | None, now: datetime,
    fields: Sequence[str] = (), cells: int = 0,
) -> Statement:  # fmt: skip
    """One tile as one BLOB. The layer bears the dataset's key. `cells`: points stand in a grid of 2^cells by 2^cells; 0: each
    where it is. Raises LookupError where the schema has no place."""
    field = place_of(checked)
    rest = filtered(checked, whole, guard, now)
    carried = [(name, carried_value(checked, name, now)) for name in fields]
    if field.type is FieldType.GEO_POINT:
        text = points(rest, address, layer, carried, checked.schema, cells)
        table = sorted_table(checked, table, field, guard, fields)
    else:
        text = shapes(field, rest, address, layer, carried, checked.schema, cells)
    return Statement(text.text, text.params, (table,), (("tile", None),))


def level(
    checked: CheckedQuery, table: TableRef, zoom: int, layer: str, *, whole: Schema, guard: Expr | None, now: datetime, fields: Sequence[str] = ()
) -> Statement:  # fmt: skip
    """All tiles of one zoom of points: (place on the curve, tile). Raises LookupError for what is no point."""
    field = place_of(checked)
    if field.type is not FieldType.GEO_POINT:
        raise LookupError("no points")
    shift, size = 2 * (BITS - zoom), 2 ** (BITS - zoom)
    carried = [(name, carried_value(checked, name, now)) for name in fields]
    columns = [expr + f" AS f{number}" for number, (_, expr) in enumerate(carried)]
    spot = f"{CURVE} >> {shift} AS t, {cell_of(zoom, 0)} AS fine, {cell_of(zoom, FINEST)} AS coarse, {ACROSS} % {size} AS x, {DOWN} % {size} AS y"
    found = (
        "SELECT " + join(", ", [Sql(spot), *columns]) + f" FROM {TABLE}" + filtered(checked, whole, guard, now) + "true"
    )
    crowded = f"SELECT *, CASE WHEN count(*) OVER (PARTITION BY t) > {SINGLE_AT_MOST} THEN coarse ELSE fine END AS cell FROM ("
    kept = "".join(f", {gathered(checked.schema.field(name), number)}" for number, name in enumerate(fields))
    place = f"ST_Point(round(avg(x) * {EXTENT / size!r}), round(avg(y) * {EXTENT / size!r}))"
    made = (
        f"SELECT t, {place} AS geom, CAST(count(*) AS INTEGER) AS count{kept} FROM ("
        + (crowded + found + ")")
        + ") GROUP BY t, cell"
    )
    text = "SELECT t, " + as_mvt(layer, fields) + " FROM (" + made + ") GROUP BY t ORDER BY t"
    return Statement(
        text.text,
        text.params,
        (sorted_table(checked, table, field, guard, fields),),
        (("place", FieldType.INT), ("tile", None)),
    )


def sorted_table(
    checked: CheckedQuery, table: TableRef, field: Field, guard: Expr | None, fields: Sequence[str]
) -> TableRef:
    """The rows in the order of the map, with the columns that this question reads, and no others."""
    tests = [one for one in (checked.where, guard) if one is not None]
    read = {one.field.name for one in checked.refine} | set(fields) | {name for test in tests for name in names(test)}
    if any(isinstance(one, Text | Star) for test in tests for one, _ in every(test)):
        read |= set(checked.schema.names)  # a search in all texts
    return replace(table, by_place=field.name, columns=tuple(sorted(read)))


def inside(address: Address) -> Sql:
    first, last = by_place.span(*address)
    return Sql(f"{CURVE} BETWEEN ? AND ?", (first, last))


def carried_value(checked: CheckedQuery, name: str, now: datetime) -> Sql:
    """A column as a tile can carry it: number, boolean or text."""
    field = checked.schema.field(name)
    context: Context = context_of(checked, now)
    found = value(Name(field.name), context)
    if field.type in NUMERIC:
        return "CAST(" + found + " AS DOUBLE)"
    if field.type is FieldType.BOOLEAN:
        return found
    if field.is_multivalued:
        return "array_to_string(" + found + ", ', ')"
    return "CAST(" + found + " AS VARCHAR)"


def gathered(field: Field, number: int) -> str:
    """Of several rows in one feature: the mean of numbers, a text where all have the same."""
    name = f"f{number}"
    if field.type in NUMERIC:
        return f"avg({name}) AS {name}"
    return f"CASE WHEN min({name}) = max({name}) THEN min({name}) END AS {name}"


def as_mvt(layer: str, fields: Sequence[str]) -> Sql:
    pairs = ["'geom': geom", "'count': count", *(f"{literal(name)}: f{number}" for number, name in enumerate(fields))]
    return Sql(f"ST_AsMVT({{{', '.join(pairs)}}}, ?, {EXTENT}, 'geom')", (layer,))


def points(
    rest: Sql, address: Address, layer: str, carried: Sequence[tuple[str, Sql]], schema: Schema, cells: int
) -> Sql:
    """A cell is a range of the curve: one whole number to group by, which the engine does ten times as fast as two fractions."""
    z, x, y = address
    size = 2 ** (BITS - z)
    columns = [
        Sql(f"{cell_of(z, cells)} AS cell, {ACROSS} AS x, {DOWN} AS y"),
        *(expr + f" AS f{at}" for at, (_, expr) in enumerate(carried)),
    ]
    found = "SELECT " + join(", ", columns) + f" FROM {TABLE}" + rest + inside(address)
    kept = "".join(f", {gathered(schema.field(name), at)}" for at, (name, _) in enumerate(carried))
    spot = (
        f"ST_Point(round((avg(x) - {x * size}) * {EXTENT / size!r}), round((avg(y) - {y * size}) * {EXTENT / size!r}))"
    )
    made = f"SELECT {spot} AS geom, CAST(count(*) AS INTEGER) AS count{kept} FROM (" + found + ") GROUP BY cell"
    return "SELECT " + as_mvt(layer, [name for name, _ in carried]) + " AS tile FROM (" + made + ")"


def cell_of(zoom: int, cells: int) -> str:
    """`cells` 0: a pixel of the tile."""
    return f"{CURVE} >> {2 * max(0, BITS - zoom - (cells or PIXELS))}"


def shapes(
    field: Field,
    rest: Sql,
    address: Address,
    layer: str,
    carried: Sequence[tuple[str, Sql]],
    schema: Schema,
    cells: int,
) -> Sql:
    """`cells` (fewer: coarser) also says how much is simplified."""
    z, x, y = address
    side = 2 * HALF_WORLD_M / 2**z
    left, top = x * side - HALF_WORLD_M, HALF_WORLD_M - y * side
    coarse = 1 if not cells else 4 ** (FINEST + 1 - cells)
    unit = side / EXTENT
    name = quoted(field.name)
    most = by_place.MOST_LATITUDE
    held = f"CASE WHEN ST_YMax({name}) > {most} OR ST_YMin({name}) < -{most} THEN ST_Intersection({name}, ST_MakeEnvelope(-180, -{most}, 180, {most})) ELSE {name} END"
    columns = [
        Sql(f"ST_Transform({held}, 'EPSG:4326', 'EPSG:3857', always_xy := true) AS g"),
        *(expr + f" AS f{number}" for number, (_, expr) in enumerate(carried)),
    ]
    found = "SELECT " + join(", ", columns) + f" FROM {TABLE}" + rest + places.touches(field, padded(bounds(z, x, y)))
    middle = f"(ST_XMin(g) + ST_XMax(g)) / 2 >= {left!r} AND (ST_XMin(g) + ST_XMax(g)) / 2 < {left + side!r} AND (ST_YMin(g) + ST_YMax(g)) / 2 > {top - side!r} AND (ST_YMin(g) + ST_YMax(g)) / 2 <= {top!r}"
    middle = middle if z else "true"
    limit = unit * SMALL * coarse
    seen = (
        f"SELECT *, {middle} AS mine, greatest(ST_XMax(g) - ST_XMin(g), ST_YMax(g) - ST_YMin(g)) < {limit!r} AS tiny FROM ("
        + found
        + ") WHERE g IS NOT NULL AND NOT ST_IsEmpty(g)"
    )
    names = "".join(f", f{number}" for number in range(len(carried)))
    kept = "".join(f", {gathered(schema.field(one), number)}" for number, (one, _) in enumerate(carried))
    simple = f"ST_Simplify(g, {unit * 2 * coarse!r})" if z < STREETS or coarse > 1 else "g"
    envelope = f"ST_Extent(ST_MakeEnvelope({left!r}, {top - side!r}, {left + side!r}, {top!r}))"
    large = f"SELECT ST_AsMVTGeom(coalesce({simple}, g), {envelope}, {EXTENT}, 64, true) AS geom, CAST(mine AS INTEGER) AS count{names} FROM seen WHERE NOT tiny"
    spot = f"((ST_XMin(g) + ST_XMax(g)) / 2 - {left!r}) / {unit!r} AS px, ({top!r} - (ST_YMin(g) + ST_YMax(g)) / 2) / {unit!r} AS py"
    dot = max(1, SMALL * coarse)
    small = (
        f"SELECT ST_Point(round(avg(px)), round(avg(py))) AS geom, CAST(count(*) AS INTEGER) AS count{kept} FROM (SELECT *, {spot} FROM seen WHERE tiny AND mine) "
        f"GROUP BY floor(px / {dot}), floor(py / {dot})"
    )
    made = (
        "SELECT "
        + as_mvt(layer, [one for one, _ in carried])
        + f" AS tile FROM ({large} UNION ALL {small}) WHERE geom IS NOT NULL"
    )
    return "WITH seen AS MATERIALIZED (" + seen + ") " + made


def padded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A little more around; at the edge of the grid, everything beyond."""
    west, south, east, north = box
    wide, tall = (east - west) / 64, (north - south) / 64
    most = by_place.MOST_LATITUDE - 0.01
    return west - wide, -90.0 if south < -most else south - tall, east + wide, 90.0 if north > most else north + tall


def grid(box: tuple[float, float, float, float] | None, z: int) -> tuple[int, int, int, int]:
    """First and last column and row of the tiles that a box in degrees touches: west, top, east, bottom."""
    west, south, east, north = box or (-180.0, -90.0, 180.0, 90.0)
    count: int = 2**z

    def column(lon: float) -> int:
        return max(0, min(count - 1, math.floor((lon + 180) / 360 * count)))

    def row(lat: float) -> int:
        held = math.radians(max(-by_place.MOST_LATITUDE, min(by_place.MOST_LATITUDE, lat)))
        return max(0, min(count - 1, math.floor((1 - math.asinh(math.tan(held)) / math.pi) / 2 * count)))

    return column(west), row(north), column(east), row(south)
