"""GPX 1.1: one waypoint a row, lines and areas at a point on them. Rows without a place are left out.

Text: https://www.topografix.com/GPX/1/1/. Written here and not by GDAL, whose GPX driver refuses the columns that DuckDB makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import cell, heading, over
from civora.reading.writers.types import Source

ROWS = 1_000_000
NO_SIGN = "\x01"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Civora" xmlns="http://www.topografix.com/GPX/1/1">\n'


class Gpx:
    card = FormatCard("gpx", "application/gpx+xml", "gpx", "GPX", needs_place=True, rows_at_most=ROWS)

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        place = source.place
        if place is None:
            yield f"{HEAD}</gpx>\n".encode()
            return
        statement = over(
            source, f"{waypoint(source, place, options)} AS wpt", tail=f" WHERE {quoted(place.name)} IS NOT NULL"
        )
        copy = f"FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER {literal(NO_SIGN)}"
        yield f"{HEAD}<metadata><name>{escape(source.title)}</name></metadata>\n".encode()
        yield from source.lake.stream(statement, copy)
        yield b"</gpx>\n"


def waypoint(source: Source, place: ColumnOut, options: ExportOptions) -> str:
    texts = [column for column in source.columns if column is not place]
    name, described = chosen(texts, options)
    parts = [literal('<wpt lat="'), f"ST_Y({point(place)})", literal('" lon="'), f"ST_X({point(place)})", literal('">')]
    parts += [element("name", [name], source)] if name else []
    parts += [element("desc", described, source)] if described else []
    others = [column for column in texts if column is not name and column not in described]
    if options.use_extension and others:
        values = [element("value", [one], source, heading(one, use_labels=options.use_labels)) for one in others]
        parts += [literal("<extensions>"), *values, literal("</extensions>")]
    return f"concat({', '.join(parts)}, {literal('</wpt>')})"


def chosen(texts: list[ColumnOut], options: ExportOptions) -> tuple[ColumnOut | None, list[ColumnOut]]:
    """The columns of name and description: as asked for, else the first text is the name."""
    by_name = {column.name: column for column in texts}
    name = by_name.get(options.name_field) or next((one for one in texts if one.type is FieldType.TEXT), None)
    return name, [by_name[one] for one in options.description_field_list if one in by_name and by_name[one] is not name]


def element(tag: str, columns: list[ColumnOut], source: Source, key: str = "") -> str:
    """An element of the texts of these columns; none where all are null."""
    text = f"concat_ws(' · ', {', '.join(f'CAST({cell(one, source.zone, chr(44))} AS VARCHAR)' for one in columns)})"
    attribute = f' key="{escape(key, {chr(34): "&quot;"})}"' if key else ""
    return f"CASE WHEN {text} <> '' THEN concat({literal(f'<{tag}{attribute}>')}, {escaped(text)}, {literal(f'</{tag}>')}) END"


def escaped(text: str) -> str:
    """XML allows no control signs; line ends would break the rows of the stream."""
    plain = f"regexp_replace({text}, '[\\x00-\\x1f]+', ' ', 'g')"
    return f"replace(replace(replace({plain}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"


def point(place: ColumnOut) -> str:
    name = quoted(place.name)
    if place.type is FieldType.GEO_POINT:
        return f"ST_Point({name}.lon, {name}.lat)"
    return f"ST_PointOnSurface(ST_GeomFromGeoJSON({name}))"
