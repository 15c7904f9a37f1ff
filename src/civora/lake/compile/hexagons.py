"""Points gathered in hexagons: one grid for the whole web Mercator world at each zoom, 2^ACROSS_TILE of them across a tile.

A hexagon that several tiles show is drawn whole in each, with `inside`, the rows in it; only the tile that holds its middle
has them as `count` too (elsewhere 0), so that the counts of a zoom add up to the rows with a place.
Source of the nearest middle: the two staggered rectangular lattices of J. H. Conway and N. J. A. Sloane, "Fast quantizing and
decoding algorithms for lattice quantizers and codes", 1982 (A2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civora.core.query.ast import Expr
from civora.core.query.check import CheckedQuery
from civora.core.schema import Field, FieldType, Schema
from civora.lake import by_place
from civora.lake.by_place import ACROSS, BITS, CURVE, DOWN, STEPS
from civora.lake.compile.sql import TABLE
from civora.lake.compile.tiles import EXTENT, Address, carried_value, filtered, gathered, place_of, sorted_table
from civora.lake.connect import literal
from civora.lake.sql import Sql, join
from civora.lake.types import Statement, TableRef

ACROSS_TILE = 4  # 2^4 hexagons side by side in a tile: 32 pixels each where a tile has 512
RING = 3  # what lies around a tile is read in tiles of its zoom and so many more
FINEST_ZOOM = BITS - ACROSS_TILE - RING


@dataclass(frozen=True, slots=True)
class Grid:
    """The hexagons of one zoom, in steps of the curve's grid. They stand on a corner; odd rows are half a hexagon further."""

    zoom: int

    @property
    def wide(self) -> float:
        return float(2 ** (BITS - min(self.zoom, FINEST_ZOOM) - ACROSS_TILE))

    @property
    def tall(self) -> float:
        """From one row of middles to the next."""
        return self.wide * math.sqrt(3) / 2

    @property
    def number(self) -> int:
        """Half hexagons around the world: the column after the last one is the first."""
        return int(2 ** (min(self.zoom, FINEST_ZOOM) + ACROSS_TILE + 1))

    def corners(self, column: int, row: int) -> list[tuple[float, float]]:
        """Six corners around a middle, in steps, clockwise as a map is seen. `column` counts half hexagons."""
        x, y, radius = column * self.wide / 2, row * self.tall, self.wide / math.sqrt(3)
        return [
            (x + radius * math.cos(turn), y + radius * math.sin(turn))
            for turn in (math.radians(60 * at - 90) for at in range(6))
        ]


def hexagon_tile(  # noqa: PLR0913 (as `tile`)
    checked: CheckedQuery, table: TableRef, address: Address, layer: str, *, whole: Schema, guard: Expr | None, now: datetime,
    fields: Sequence[str] = (),
) -> Statement:  # fmt: skip
    """One tile of hexagons as one BLOB. Raises LookupError where the schema has no points."""
    z, x, y = address
    grid, size = Grid(z), 2 ** (BITS - z)
    left, top, unit = x * size, y * size, EXTENT / size
    middle_x, middle_y = f"c * {grid.wide / 2!r} - {left}", f"r * {grid.tall!r} - {top}"
    near = f"CASE WHEN {middle_x} > {size * 1.5!r} THEN {middle_x} - {STEPS} WHEN {middle_x} < {-size * 0.5!r} THEN {middle_x} + {STEPS} ELSE {middle_x} END"
    is_own = "true" if z == 0 else f"mx >= 0 AND mx < {size} AND {owned_rows(y, z, size)}"
    radius = grid.wide / math.sqrt(3)
    cells, params = gathered_cells(checked, grid, around(address), fields, whole=whole, guard=guard, now=now)
    names = "".join(f", f{number}" for number in range(len(fields)))
    placed = f"SELECT n, {near if z else middle_x} AS mx, {middle_y} AS my{names} FROM ({cells})"
    corners = ", ".join(
        f"ST_Point(round((mx + {radius * math.cos(turn)!r}) * {unit!r}), round((my + {radius * math.sin(turn)!r}) * {unit!r}))"
        for turn in (math.radians(60 * (at % 6) - 90) for at in range(7))
    )
    made = (
        f"SELECT ST_MakePolygon(ST_MakeLine([{corners}])) AS geom, CAST(n AS INTEGER) AS inside, "
        f"CASE WHEN {is_own} THEN CAST(n AS INTEGER) ELSE 0 END AS count{names} FROM ({placed}) "
        f"WHERE mx BETWEEN {-radius!r} AND {size + radius!r} AND my BETWEEN {-radius!r} AND {size + radius!r}"
    )
    pairs = [f"'{one}': {one}" for one in ("geom", "count", "inside")]
    pairs += [f"{literal(name)}: f{number}" for number, name in enumerate(fields)]
    text = f"SELECT ST_AsMVT({{{', '.join(pairs)}}}, ?, {EXTENT}, 'geom') AS tile FROM ({made})"
    ordered = sorted_table(checked, table, point_of(checked), guard, fields)
    return Statement(text, (layer, *params), (ordered,), (("tile", None),))


def hexagon_cells(
    checked: CheckedQuery, table: TableRef, zoom: int, *, whole: Schema, guard: Expr | None, now: datetime, fields: Sequence[str] = ()
) -> Statement:  # fmt: skip
    """All hexagons of a zoom: (column, row) as `Grid.corners` takes them, rows inside, the fields. Raises LookupError."""
    cells, params = gathered_cells(checked, Grid(zoom), Sql("true"), fields, whole=whole, guard=guard, now=now)
    columns = ("column", FieldType.INT), ("row", FieldType.INT), ("inside", FieldType.INT)
    kinds = (*columns, *((name, None) for name in fields))
    names = "".join(f", f{number}" for number in range(len(fields)))
    ordered = sorted_table(checked, table, point_of(checked), guard, fields)
    return Statement(f"SELECT c, r, n{names} FROM ({cells}) ORDER BY r, c", params, (ordered,), kinds)


def point_of(checked: CheckedQuery) -> Field:
    field = place_of(checked)
    if field.type is not FieldType.GEO_POINT:
        raise LookupError("no points")
    return field


def gathered_cells(  # noqa: PLR0913 (as `tile`)
    checked: CheckedQuery, grid: Grid, area: Sql, fields: Sequence[str], *, whole: Schema, guard: Expr | None, now: datetime
) -> tuple[str, tuple[object, ...]]:  # fmt: skip
    """c (half hexagons from the west edge), r, n and the fields of each hexagon that holds a row of the area."""
    carried = [carried_value(checked, name, now) + f" AS f{number}" for number, name in enumerate(fields)]
    spot = Sql(f"CAST({ACROSS} AS DOUBLE) / {grid.wide!r} AS x, CAST({DOWN} AS DOUBLE) / {grid.tall!r} AS y")
    found = "SELECT " + join(", ", [spot, *carried]) + f" FROM {TABLE}" + filtered(checked, whole, guard, now) + area
    # the nearest middle of the even rows, and that of the odd ones; heights count 3/4 where widths count 1
    names = "".join(f", f{number}" for number in range(len(fields)))
    both = f"SELECT *, 2 * round(x) AS c0, 2 * round(y / 2) AS r0, 2 * floor(x) + 1 AS c1, 2 * floor(y / 2) + 1 AS r1 FROM ({found.text})"
    apart = "(x - c{0} / 2) * (x - c{0} / 2) + 0.75 * (y - r{0}) * (y - r{0})"
    is_even = f"{apart.format(0)} <= {apart.format(1)}"
    chosen = (
        f"SELECT CAST(CASE WHEN {is_even} THEN c0 ELSE c1 END AS BIGINT) % {grid.number} AS c, "
        f"CAST(CASE WHEN {is_even} THEN r0 ELSE r1 END AS BIGINT) AS r{names} FROM ({both})"
    )
    kept = "".join(f", {gathered(checked.schema.field(name), number)}" for number, name in enumerate(fields))
    return f"SELECT c, r, count(*) AS n{kept} FROM ({chosen}) GROUP BY c, r", found.params


def owned_rows(y: int, z: int, size: int) -> str:
    """The last row of tiles also has the hexagons whose middle lies below the edge of the world."""
    return "my >= 0" if y == 2**z - 1 else f"my >= 0 AND my < {size}"


def around(address: Address) -> Sql:
    """The tile and a ring around it, as spans of the curve."""
    z, x, y = address
    if z == 0:
        return Sql("true")
    fine, parts = z + min(RING, BITS - z), 2 ** min(RING, BITS - z)
    count = 2**fine
    ring = {
        (across % count, down)
        for across in range(x * parts - 1, (x + 1) * parts + 1)
        for down in range(max(0, y * parts - 1), min(count, (y + 1) * parts + 1))
    }
    spans: list[tuple[int, int]] = []
    for first, last in sorted(by_place.span(fine, *one) for one in ring):
        if spans and spans[-1][1] + 1 == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    tests = [f"{CURVE} BETWEEN {first} AND {last}" for first, last in spans]
    return Sql("(" + " OR ".join(tests) + ")")


def degrees(zoom: int, column: int, row: int) -> list[tuple[float, float]]:
    """The corners of a hexagon as (longitude, latitude), the first once more at the end. May pass the 180th meridian."""
    found = []
    for x, y in Grid(zoom).corners(column, row):
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / STEPS))))
        found.append((x / STEPS * 360 - 180, lat))
    return [*found, found[0]]
