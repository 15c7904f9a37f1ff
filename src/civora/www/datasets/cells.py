"""Values of rows as people read them: in the city's zone, in the page's language, short enough for a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext, pgettext

from civora.core.schema import NUMERIC, TEMPORAL, Field, FieldType
from civora.www import formats
from civora.www.city import city
from civora.www.datasets.pages import Cell

LONG = 300
STYLES = {FieldType.INT: "n", FieldType.DOUBLE: "n", FieldType.DATE: "num nowrap", FieldType.DATETIME: "num nowrap"}


def cell(value: Any, field: Field | None) -> Cell:
    """One value of a table. `field` None: a computed column, shown by the kind of the value."""
    if value is None or value == []:
        return Cell("", "null", is_null=True)
    kind = field.type if field else None
    style = STYLES.get(kind, "") if kind else ("n" if isinstance(value, int | float) else "")
    text = words(value, field)
    return Cell(text, style, url=link(text) if kind in (FieldType.TEXT, FieldType.FILE, None) else "")


def words(value: Any, field: Field | None) -> str:
    """The value as text; never longer than a table can carry."""
    if isinstance(value, bool):
        return pgettext("a true value", "yes") if value else pgettext("a false value", "no")
    if isinstance(value, int | float):
        return number(value, field)
    if isinstance(value, datetime):
        return f"{value.astimezone(city().tz):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return shorter(", ".join(str(item) for item in value))
    if isinstance(value, dict):
        return place(value)
    if field and field.type is FieldType.GEO_SHAPE:
        return shape(str(value))
    return shorter(str(value))


def number(value: float, field: Field | None) -> str:
    """Codes and years keep their digits together; amounts are grouped as the language does."""
    if isinstance(value, int) and field and (field.is_key or field.is_facet or 1000 <= abs(value) <= 9999):  # noqa: PLR2004 (a year)
        return str(value)
    digits = None if isinstance(value, int) or value == int(value) or abs(value) >= 1000 else 4  # noqa: PLR2004
    text = formats.number(value, digits)
    mark = formats.MARKS.get(formats.language(), formats.MARKS["en"])[1]
    return text.rstrip("0").rstrip(mark) if digits else text


def place(value: dict[str, Any]) -> str:
    if {"lon", "lat"} <= value.keys():
        return f"{value['lat']:.5f}, {value['lon']:.5f}"
    return shorter(str(value))


def shape(geojson: str) -> str:
    """A shape in a table is named, not spelt out."""
    if '"Polygon"' in geojson or '"MultiPolygon"' in geojson:
        return pgettext("a shape on the map", "area")
    if "LineString" in geojson:
        return pgettext("a shape on the map", "line")
    return pgettext("a shape on the map", "point")


def shorter(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def link(text: str) -> str:
    """Only whole web addresses become links."""
    parts = urlsplit(text) if text.startswith(("http://", "https://")) and " " not in text else None
    return text if parts and parts.hostname and len(text) < LONG else ""


def row_cells(row: Sequence[Any], fields: Sequence[Field | None]) -> tuple[Cell, ...]:
    return tuple(cell(value, field) for value, field in zip(row, fields, strict=True))


def note(field: Field) -> str:
    """The second line of a heading: the unit, else the type in words."""
    if field.unit:
        return field.unit
    return {
        FieldType.TEXT: gettext("text"),
        FieldType.INT: gettext("whole number"),
        FieldType.DOUBLE: gettext("number"),
        FieldType.BOOLEAN: gettext("yes or no"),
        FieldType.DATE: gettext("date"),
        FieldType.DATETIME: gettext("date and time"),
        FieldType.GEO_POINT: gettext("latitude, longitude"),
        FieldType.GEO_SHAPE: gettext("shape"),
        FieldType.FILE: gettext("file"),
        FieldType.JSON: gettext("nested data"),
    }[field.type]


def is_number(field: Field | None) -> bool:
    return bool(field and field.type in NUMERIC)


def is_sortable(field: Field) -> bool:
    return field.type in NUMERIC | TEMPORAL | {FieldType.TEXT, FieldType.BOOLEAN} and not field.is_multivalued
