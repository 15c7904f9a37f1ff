"""Two columns that are latitude and longitude become one point; both stay as they are."""

from __future__ import annotations

import re
from typing import Any

from civora.core.schema import GEOGRAPHIC, NUMERIC, Field, FieldType
from civora.intake.rules import casts
from civora.intake.types import Column, Raw

POINT = "geo_point"
LAT = re.compile(r"(^|_)(lat|latitude|breite|breitengrad|geo_lat|latitud)($|_)")
LON = re.compile(r"(^|_)(lon|lng|long|longitude|laenge|lange|langengrad|laengengrad|geo_lon|longitud)($|_)")


def with_point(columns: tuple[Column, ...], con: Any, raw: Raw) -> tuple[Column, ...]:
    """The columns, and the point that two of them make where there is no place yet."""
    if any(one.field.type in GEOGRAPHIC for one in columns):
        return columns
    lat, lon = first(columns, LAT), first(columns, LON)
    if lat is None or lon is None or not are_degrees(lat, lon, con, raw):
        return columns
    field = Field(POINT, FieldType.GEO_POINT, label="Place")
    sources = (*lat.sources, *lon.sources)
    return (
        *columns,
        Column(field, casts.place(lat.sql, lon.sql), f"from {lat.field.name} and {lon.field.name}", sources),
    )


def first(columns: tuple[Column, ...], pattern: re.Pattern[str]) -> Column | None:
    return next((one for one in columns if one.field.type in NUMERIC and pattern.search(one.field.name)), None)


def are_degrees(lat: Column, lon: Column, con: Any, raw: Raw) -> bool:
    row = con.execute(
        f"SELECT min({lat.sql}) >= -90 AND max({lat.sql}) <= 90 AND min({lon.sql}) >= -180 AND max({lon.sql}) <= 180 FROM {raw.table}"
    ).fetchone()
    return bool(row and row[0])
