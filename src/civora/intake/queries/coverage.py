"""Where and when rows lie, and what can be done with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from civora.catalog.types import Box, Coverage
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType, Schema
from civora.intake.types import FarPlace
from civora.lake.connect import quoted

FAR_KM, FAR_AT_MOST = 10, 100


def coverage(con: Any, source: str, schema: Schema, size: int) -> Coverage:
    """Computed over all rows of `source`, which has the schema's columns."""
    found = words(con, source, schema)
    return Coverage(extent(con, source, schema), period(con, source, schema), features(schema), size, found)


def words(con: Any, source: str, schema: Schema) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values of columns that name things: short texts that repeat."""
    return tuple((field.name, values(con, source, field)) for field in schema.facets if field.type is FieldType.TEXT)


def values(con: Any, source: str, field: Field) -> tuple[str, ...]:
    name = f"unnest({quoted(field.name)})" if field.is_multivalued else quoted(field.name)
    rows = con.execute(
        f"SELECT v FROM (SELECT {name} AS v FROM {source}) WHERE v IS NOT NULL AND length(v) <= 80 GROUP BY v ORDER BY count(*) DESC LIMIT 100"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def extent(con: Any, source: str, schema: Schema) -> Box | None:
    """West, south, east, north of all places. One place in a hundred may lie far off without blowing it up."""
    place = schema.first(*GEOGRAPHIC)
    if place is None:
        return None
    lon, lat = axes(place)
    row = con.execute(
        f"SELECT min({lon[0]}), min({lat[0]}), max({lon[1]}), max({lat[1]}) FROM {source} WHERE {quoted(place.name)} IS NOT NULL"
    ).fetchone()
    return tuple(float(value) for value in row) if row and row[0] is not None else None  # type: ignore[return-value]  # four floats


def far_places(con: Any, source: str, schema: Schema) -> tuple[FarPlace, ...]:
    """The first places that lie more than `FAR_KM`, and more than the others' own spread, beyond the others. `source` is
    a table with row ids. Fewer than ten rows have no others."""
    place = schema.first(FieldType.GEO_POINT)
    if place is None:
        return ()
    name = quoted(place.name)
    degree = "111.2 * cos(radians((south + north) / 2))"
    rows = con.execute(
        f"WITH places AS (SELECT rowid + 1 AS row, {name}.lon AS lon, {name}.lat AS lat FROM {source} WHERE {name} IS NOT NULL), "
        "box AS (SELECT quantile_cont(lon, 0.05) AS west, quantile_cont(lon, 0.95) AS east, quantile_cont(lat, 0.05) AS south, "
        "quantile_cont(lat, 0.95) AS north FROM places HAVING count(*) >= 10), "
        f"away AS (SELECT row, lon, lat, greatest(west - lon, lon - east, 0) * {degree} AS x, "
        f"greatest(south - lat, lat - north, 0) * 111.2 AS y, greatest({FAR_KM}, (north - south) * 111.2, (east - west) * {degree}) AS most "
        "FROM places, box) "
        f"SELECT row, lon, lat, sqrt(x * x + y * y) AS km FROM away WHERE km > most ORDER BY km DESC LIMIT {FAR_AT_MOST}"
    ).fetchall()
    return tuple(FarPlace(int(row), lon, lat, round(km)) for row, lon, lat, km in rows)


def axes(place: Field) -> tuple[tuple[str, str], tuple[str, str]]:
    name = quoted(place.name)
    if place.type is FieldType.GEO_POINT:
        return (f"{name}.lon", f"{name}.lon"), (f"{name}.lat", f"{name}.lat")
    return (f"ST_XMin({name})", f"ST_XMax({name})"), (f"ST_YMin({name})", f"ST_YMax({name})")


def period(con: Any, source: str, schema: Schema) -> tuple[datetime, datetime] | None:
    when = schema.first(*TEMPORAL)
    if when is None:
        return None
    first, last = con.execute(f"SELECT min({quoted(when.name)}), max({quoted(when.name)}) FROM {source}").fetchone()
    return (moment(first), moment(last)) if first is not None else None


def moment(value: date) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def features(schema: Schema) -> tuple[str, ...]:
    found = []
    if any(field.type in NUMERIC for field in schema.fields):
        found.append("analyze")
    if schema.first(*GEOGRAPHIC):
        found.append("geo")
    if schema.first(*TEMPORAL):
        found.append("timeserie")
    if schema.first(FieldType.FILE):
        found.append("image")
    return tuple(found)
