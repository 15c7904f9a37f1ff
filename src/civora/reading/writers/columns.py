"""Values as text, in SQL, so that a file of any size is formatted at the engine's speed."""

from __future__ import annotations

from dataclasses import replace

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.lake.types import Statement
from civora.reading.types import ColumnOut
from civora.reading.writers.types import Source

WGS84 = 4326


def over(source: Source, selected: str, *, tail: str = "") -> Statement:
    """The source's statement as a subquery: `SELECT selected FROM (…)`."""
    return replace(source.statement, sql=f"SELECT {selected} FROM ({source.statement.sql}) AS source{tail}")


def projected(place: ColumnOut, epsg: int = WGS84) -> str:
    """A place as GEOMETRY, in another reference system where one is asked for, east before north in each."""
    name = quoted(place.name)
    plain = f"ST_Point({name}.lon, {name}.lat)" if place.type is FieldType.GEO_POINT else f"ST_GeomFromGeoJSON({name})"
    if epsg == WGS84:
        return plain
    return f"ST_Transform({plain}, 'EPSG:{WGS84:d}', 'EPSG:{epsg:d}', true)"


def heading(column: ColumnOut, *, use_labels: bool) -> str:
    return column.field.label if use_labels and column.field and column.field.label else column.name


def iso(column: ColumnOut, zone: str) -> str:
    """An instant as ISO 8601 with the offset that the zone has then."""
    name = quoted(column.name)
    if zone == "UTC":
        return f"strftime({name} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S+00:00')"
    local = f"timezone({literal(zone)}, {name})"
    minutes = f"(epoch({local} - timezone('UTC', {name})) / 60)::INTEGER"
    sign = f"CASE WHEN {minutes} < 0 THEN '-' ELSE '+' END"
    clock = f"printf('%02d:%02d', abs({minutes}) // 60, abs({minutes}) % 60)"
    return f"strftime({local}, '%Y-%m-%dT%H:%M:%S') || {sign} || {clock}"


def cell(column: ColumnOut, zone: str, list_separator: str) -> str:
    """A value of a text table."""
    name = quoted(column.name)
    match column.type:
        case FieldType.DATETIME:
            return iso(column, zone)
        case FieldType.GEO_POINT:
            return f"CASE WHEN {name} IS NOT NULL THEN {name}.lat || ', ' || {name}.lon END"
        case FieldType.BOOLEAN:
            return f"CASE {name} WHEN true THEN 'true' WHEN false THEN 'false' END"
        case None:
            return f"CAST(to_json({name}) AS VARCHAR)"
    if column.field and column.field.is_multivalued:
        return f"array_to_string({name}, {literal(list_separator)})"
    return name


def member(column: ColumnOut, zone: str) -> str:
    """A value of a JSON object."""
    name = quoted(column.name)
    match column.type:
        case FieldType.DATETIME:
            return iso(column, zone)
        case FieldType.DATE:
            return f"CAST({name} AS VARCHAR)"
        case FieldType.GEO_SHAPE:
            return f"CASE WHEN {name} IS NOT NULL THEN json_object('type', 'Feature', 'geometry', {name}::JSON, 'properties', json_object()) END"
        case FieldType.JSON | FieldType.FILE:
            return f"CASE WHEN json_valid({name}) THEN {name}::JSON ELSE to_json({name}) END"
        case FieldType.DOUBLE:
            return f"CASE WHEN isfinite({name}) THEN {name} END"
    return name
