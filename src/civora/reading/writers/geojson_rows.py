"""GeoJSON (RFC 7946): one feature a row; rows without a place are features without geometry."""

from __future__ import annotations

from collections.abc import Iterator

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import WGS84, heading, member, over, projected
from civora.reading.writers.types import Source

NO_SIGN = "\x01"


class GeoJson:
    card = FormatCard("geojson", "application/geo+json; charset=utf-8", "geojson", "GeoJSON", needs_place=True)

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        statement = over(source, f"{feature(source, options)} AS feature")
        copy = f"FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER {literal(NO_SIGN)}"
        yield b'{"type":"FeatureCollection",' + system(options.epsg) + b'"features":['
        yield from framed(source.lake.stream(statement, copy))
        yield b"]}"


def system(epsg: int) -> bytes:
    """RFC 7946 knows WGS 84 only; any other system is named as GeoJSON of 2008 did."""
    if epsg == WGS84:
        return b""
    return b'"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},' % epsg


def feature(source: Source, options: ExportOptions) -> str:
    place = source.place
    properties = ", ".join(
        f"{literal(heading(column, use_labels=options.use_labels))}, {member(column, source.zone)}"
        for column in source.columns
        if column is not place
    )
    return f"CAST(json_object('type', 'Feature', 'geometry', {geometry(place, options.epsg)}, 'properties', json_object({properties})) AS VARCHAR)"


def geometry(place: ColumnOut | None, epsg: int) -> str:
    if place is None:
        return "NULL"
    name = quoted(place.name)
    if epsg != WGS84:
        return f"CAST(ST_AsGeoJSON({projected(place, epsg)}) AS JSON)"
    if place.type is FieldType.GEO_SHAPE:
        return f"{name}::JSON"
    return f"CASE WHEN {name} IS NOT NULL THEN json_object('type', 'Point', 'coordinates', json_array({name}.lon, {name}.lat)) END"


def framed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON as the members of a list: a comma for each line's end but the last. JSON holds no raw line ends."""
    pending = b""
    for chunk in chunks:
        if pending:
            yield pending
        body = chunk.replace(b"\n", b",\n")
        pending = body
    if pending.endswith(b",\n"):
        pending = pending[:-2]
    yield pending
