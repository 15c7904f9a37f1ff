"""Where things lie: inside an outline, near another, in the city or out of it. Pure arithmetic on GeoJSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from civora.reports.errors import NoPlace, NotHere, OutsideTheCity
from civora.reports.types import Area, Category, Place

EARTH_M = 6_371_000.0
DEGREE_M = 111_320.0
Ring = Sequence[Sequence[float]]


def polygons(geometry: dict[str, Any]) -> Iterator[Sequence[Ring]]:
    """The polygons of a GeoJSON geometry, each a list of rings: outer edge, then holes."""
    kind, inside = geometry.get("type"), geometry.get("coordinates") or ()
    if kind == "Polygon":
        yield inside
    elif kind == "MultiPolygon":
        yield from inside
    elif kind == "GeometryCollection":
        for part in geometry.get("geometries", ()):
            yield from polygons(part)


def in_ring(lon: float, lat: float, ring: Ring) -> bool:
    """A line to the east crosses the edge an odd number of times."""
    is_inside, last = False, ring[-1]
    for corner in ring:
        if (corner[1] > lat) != (last[1] > lat):
            across = (last[0] - corner[0]) * (lat - corner[1]) / (last[1] - corner[1]) + corner[0]
            is_inside ^= lon < across
        last = corner
    return is_inside


def contains(geometry: dict[str, Any], lon: float, lat: float) -> bool:
    return any(
        in_ring(lon, lat, rings[0]) and not any(in_ring(lon, lat, hole) for hole in rings[1:])
        for rings in polygons(geometry)
        if rings
    )


def distance_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Along the earth's surface, in metres (haversine)."""
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def box(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a square around a place."""
    high = metres / DEGREE_M
    wide = high / max(0.01, math.cos(math.radians(lat)))
    return lon - wide, lat - high, lon + wide, lat + high


def check_place(place: Place, areas: Iterable[Area]) -> str:
    """The key of the area that the place lies in; empty where there are outlines of the city but no parts.

    Raises NoPlace, OutsideTheCity.
    """
    if place.lat is None or place.lon is None:
        if not place.address.strip():
            raise NoPlace("There is no place yet.", next_step="Mark it on the map, or write an address.")
        return ""
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):  # noqa: PLR2004 (degrees; false for nan)
        raise NoPlace(
            "These are no coordinates.", next_step="Latitude goes from -90 to 90, longitude from -180 to 180."
        )
    known = list(areas)
    inside = [one for one in known if contains(one.geometry, place.lon, place.lat)]
    if any(one.is_boundary for one in known) and not any(one.is_boundary for one in inside):
        raise OutsideTheCity(
            "This place lies outside the city.",
            next_step="Check the point on the map; the city can mend nothing there.",
        )
    return next((one.key for one in inside if not one.is_boundary), "")


def check_offered(category: Category, area: str) -> None:
    """Raises NotHere."""
    if not category.is_active or (category.areas and area not in category.areas):
        raise NotHere(
            f"{category.name.get('en') or category.key} cannot be reported here.", next_step="Choose another category."
        )
