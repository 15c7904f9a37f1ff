"""Drawn maps of reports: the city's own ground from its data, marks on it. Works without script and without a map server."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.core.schema import FieldType
from civora.reading import queries as reading
from civora.reports import queries as reports
from civora.reports.rules.places import contains
from civora.www import drawing
from civora.www.city import city
from civora.www.reports.pages import Ground, Mark

KEPT_SECONDS = 600
WIDE, HIGH = 420, 300
BOX = (7.0, 51.0, 8.0, 52.0)


def bounds() -> tuple[float, float, float, float]:
    """West, south, east, north of the city: its outline, else all there is."""
    corners = [
        corner
        for area in reports.areas()
        if area.is_boundary
        for chain, _ in drawing.chains(area.geometry)
        for corner in chain
    ]
    if not corners:
        return BOX
    lons, lats = [one[0] for one in corners], [one[1] for one in corners]
    return min(lons), min(lats), max(lons), max(lats)


def centre() -> tuple[float, float]:
    """(lon, lat) where a map begins: the pack's, else the middle of the city."""
    said = city().home.get("map", {}).get("centre")
    if said:
        return float(said[0]), float(said[1])
    west, south, east, north = bounds()
    return (west + east) / 2, (south + north) / 2


def window(lon: float, lat: float, km: float, width: int = WIDE, height: int = HIGH) -> drawing.Window:
    return drawing.Window(lon, lat, width / km, width, height, width / 2, height / 2)


def whole(width: int = 900, height: int = 900) -> drawing.Window:
    return drawing.around(bounds(), width, height, pad=20)


def at(shown: drawing.Window, x: float, y: float) -> tuple[float, float]:
    """(lon, lat) of a pixel."""
    lat = shown.lat - (y - shown.y) / shown.scale / drawing.KM_PER_DEGREE
    lon = shown.lon + (x - shown.x) / shown.scale / drawing.KM_PER_DEGREE / math.cos(math.radians(shown.lat))
    return lon, lat


def drawn(
    shown: drawing.Window,
    marks: Iterable[Mark],
    alt: str,
    shade: tuple[tuple[float, float, float, float, float], ...] = (),
) -> Ground:
    said = city().home.get("map", {})
    edge = "".join(land(area.geometry, shown) for area in reports.areas() if area.is_boundary)
    lines = "".join(drawing.outline(shape, shown) for shape in shapes(str(said.get("lines", ""))))
    dots = drawing.specks(points(str(said.get("dots", ""))), shown)
    return Ground(round(shown.width), round(shown.height), edge, lines, dots, tuple(marks), alt, shade)


def land(geometry: dict[str, Any], shown: drawing.Window) -> str:
    """The city's ground: its outline, or all that is seen where no corner of the outline is in sight."""
    path = drawing.outline(geometry, shown)
    if path or not contains(geometry, shown.lon, shown.lat):
        return path
    return f"M0 0H{shown.width:g}V{shown.height:g}H0Z"


def column(dataset: str, kind: FieldType) -> list[Any]:
    """All values of a dataset's first column of a type; nothing where there is none for everybody."""
    if not dataset:
        return []
    key = f"reports.ground.{dataset}.{kind}"
    found: list[Any] | None = cache.get(key)
    if found is None:
        try:
            card = reading.card(dataset, ANYONE)
            field = card.schema.first(kind)
            rows = reading.rows(Query(dataset=dataset, limit=5_000), ANYONE, total=False) if field else None
            index = card.schema.names.index(field.name) if field else 0
            found = [row[index] for row in rows.rows if row[index]] if rows else []
        except CivoraError:
            found = []
        cache.set(key, found, KEPT_SECONDS)
    return found


def shapes(dataset: str) -> list[dict[str, Any]]:
    found = [json.loads(one) if isinstance(one, str) else one for one in column(dataset, FieldType.GEO_SHAPE)]
    return [one.get("geometry", one) for one in found]


def points(dataset: str) -> list[tuple[float, float]]:
    return [(one["lon"], one["lat"]) for one in column(dataset, FieldType.GEO_POINT)]
