"""Small drawings made on the server: outlines, points and lines as SVG path data. Pure.

Longitude and latitude become pixels by an equirectangular projection around the window's centre, exact enough for one
city. Coordinates are written with one decimal, and what lies outside the window is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

KM_PER_DEGREE = 111.32
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the earth on a canvas of `width` × `height` pixels. `scale` is pixels per kilometre; the place
    (`lon`, `lat`) lies at (`x`, `y`)."""

    lon: float
    lat: float
    scale: float
    width: float
    height: float
    x: float
    y: float

    def place(self, lon: float, lat: float) -> Point:
        across = (lon - self.lon) * KM_PER_DEGREE * math.cos(math.radians(self.lat))
        return (
            round(self.x + across * self.scale, 1),
            round(self.y - (lat - self.lat) * KM_PER_DEGREE * self.scale, 1),
        )

    def shows(self, point: Point, margin: float = 40) -> bool:
        return -margin <= point[0] <= self.width + margin and -margin <= point[1] <= self.height + margin


def around(bounds: tuple[float, float, float, float], width: float, height: float, pad: float = 4) -> Window:
    """The window that shows all of `bounds` (west, south, east, north), centred."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    wide = max((east - west) * KM_PER_DEGREE * math.cos(math.radians(lat)), 0.05)
    high = max((north - south) * KM_PER_DEGREE, 0.05)
    scale = min((width - 2 * pad) / wide, (height - 2 * pad) / high)
    return Window(lon, lat, scale, width, height, width / 2, height / 2)


# ---- outlines ----------------------------------------------------------------------------------------------------


def chains(geometry: dict[str, Any]) -> Iterator[tuple[Sequence[Sequence[float]], bool]]:
    """All lines (open) and rings (closed) of a GeoJSON geometry."""
    kind, inside = geometry.get("type"), geometry.get("coordinates") or ()
    if kind == "GeometryCollection":
        for part in geometry.get("geometries", ()):
            yield from chains(part)
    elif kind == "LineString":
        yield inside, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in inside)
    elif kind == "Polygon":
        yield from ((ring, True) for ring in inside)
    elif kind == "MultiPolygon":
        yield from ((ring, True) for polygon in inside for ring in polygon)


def outline(geometry: dict[str, Any], window: Window, step: float = 0.8) -> str:
    """Path data of a geometry; corners nearer than `step` pixels to the one before are left out."""
    parts = []
    for chain, is_closed in chains(geometry):
        points = _thinned([window.place(*corner[:2]) for corner in chain], step)
        if len(points) > 1 and any(window.shows(point) for point in points):
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + ("Z" if is_closed else ""))
    return "".join(parts)


def _thinned(points: list[Point], step: float) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return kept


def specks(places: Iterable[Point], window: Window, margin: float = 0) -> str:
    """Points as one path of zero-length strokes (round caps make them discs); equal pixels once."""
    seen = {(round(x), round(y)) for x, y in (window.place(*place) for place in places) if window.shows((x, y), margin)}
    return "".join(f"M{x} {y}h0" for x, y in sorted(seen))


# ---- lines over time ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plot:
    """A canvas for values at equal distances: value n of `steps` lies n/steps of the way across."""

    width: float
    height: float
    low: float
    high: float
    steps: int

    def across(self, n: int) -> float:
        return round(self.width * n / (self.steps or 1), 1)

    def up(self, value: float) -> float:
        return round(self.height - self.height * (value - self.low) / ((self.high - self.low) or 1), 1)

    def at(self, n: int, value: float) -> str:
        return f"{self.across(n):g} {self.up(value):g}"

    def line(self, values: Sequence[float | None]) -> str:
        """A gap where a value is missing."""
        path, pen = "", "M"
        for n, value in enumerate(values):
            if value is not None:
                path += pen + self.at(n, value)
            pen = "M" if value is None else "L"
        return path

    def band(self, lows: Sequence[float], highs: Sequence[float]) -> str:
        """The ground between two lines."""
        back = "".join(f"L{self.at(n, lows[n])}" for n in reversed(range(len(lows))))
        return f"{self.line(list(highs))}{back}Z" if lows else ""

    def ground(self, values: Sequence[float]) -> str:
        """The ground under a line, down to the lowest value of the plot."""
        return self.band([self.low] * len(values), values)


def plot(values: Sequence[float | None], width: float = 200, height: float = 40, *, low: float | None = None) -> Plot:
    """The canvas that fits these values; it begins at 0 unless told or unless values are negative."""
    known = [value for value in values if value is not None] or [0.0]
    bottom = min(0.0, min(known)) if low is None else low
    return Plot(width, height, bottom, max(known), max(len(values) - 1, 1))


# ---- discs and their names ---------------------------------------------------------------------------------------------


def radius(value: float, top: float, largest: float = 30) -> float:
    """Area in proportion to the value; never invisible."""
    return round(max(2.5, largest * math.sqrt(max(value, 0) / top)), 1) if top > 0 else 2.5


@dataclass(frozen=True, slots=True)
class Disc:
    """One point on a map with its name; `x`, `y`, `r` in pixels."""

    x: float
    y: float
    r: float
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    anchor: str  # start, end or middle
    name: str
    value: str


def labels(
    discs: Sequence[Disc], window: Window, most: int, keep_left: float = 0, taken: Sequence[Box] = ()
) -> tuple[Label, ...]:
    """Names for the largest discs, beside each, where they cover no other disc, name or `taken` box; none
    begins left of `keep_left` (the words of the page stand there)."""
    placed: list[Label] = []
    own = {id(disc): (disc.x - disc.r, disc.y - disc.r, disc.x + disc.r, disc.y + disc.r) for disc in discs}
    for disc in sorted(discs, key=lambda disc: -disc.r):
        if len(placed) >= most:
            break
        others = [box for key, box in own.items() if key != id(disc)] + list(taken)
        for label, box in _beside(disc):
            inside = keep_left <= box[0] and box[2] <= window.width - 4 and box[1] >= 4 and box[3] <= window.height - 4
            if inside and not any(_overlap(box, other) for other in others):
                placed.append(label)
                taken = (*taken, box)
                break
    return tuple(placed)


def _beside(disc: Disc) -> Iterator[tuple[Label, Box]]:
    """The places for a name in order of preference: right, left, above, below; each with the box that it covers."""
    wide = max(len(disc.name) * 7.2, len(disc.value) * 8.5)
    right, left, above, below = disc.x + disc.r + 7, disc.x - disc.r - 7, disc.y - disc.r - 24, disc.y + disc.r + 18
    for x, y, anchor, start in (
        (right, disc.y - 2, "start", right),
        (left, disc.y - 2, "end", left - wide),
        (disc.x, above, "middle", disc.x - wide / 2),
        (disc.x, below, "middle", disc.x - wide / 2),
    ):
        label = Label(round(x, 1), round(y, 1), anchor, disc.name, disc.value)
        yield label, (start, y - 12, start + wide, y + 22)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
