"""Geometry literals: WKT, hexadecimal WKB or GeoJSON, read here so that no text of a caller meets the engine's parsers.

Two dimensions, WGS 84, longitude first. Further dimensions are dropped.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from civora.core.errors import Refused

DEPTHS = {
    "POINT": 0, "LINESTRING": 1, "POLYGON": 2, "MULTIPOINT": 1, "MULTILINESTRING": 2, "MULTIPOLYGON": 3
}  # fmt: skip
GEOJSON = {
    "Point": "POINT", "LineString": "LINESTRING", "Polygon": "POLYGON", "MultiPoint": "MULTIPOINT",
    "MultiLineString": "MULTILINESTRING", "MultiPolygon": "MULTIPOLYGON", "GeometryCollection": "GEOMETRYCOLLECTION",
}  # fmt: skip
WKB = ("", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION")
MAX_NESTING = 8
TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z]+)|(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<op>[(),]))"
)
SRID = re.compile(r"\s*SRID\s*=\s*4326\s*;", re.IGNORECASE)


class BadGeometry(Refused):
    """A text that is no geometry."""

    code = "core.bad_geometry"


@dataclass(frozen=True, slots=True)
class Geometry:
    """`kind` in capitals (POINT…); `nested` as in GeoJSON: a position, or lists of them, or geometries."""

    kind: str
    nested: Any

    @property
    def wkt(self) -> str:
        if not self.nested:
            return f"{self.kind} EMPTY"
        return f"{self.kind} ({_written(self.nested)})"

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north; None if empty."""
        found = list(_positions(self.nested))
        if not found:
            return None
        longitudes, latitudes = ([place[0] for place in found], [place[1] for place in found])
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


@lru_cache(maxsize=64)
def geometry(text: str) -> Geometry:
    """Read a geometry. Raises BadGeometry."""
    stripped = text.strip()
    try:
        if stripped.startswith("{"):
            return _from_geojson(json.loads(stripped))
        if stripped and not set(stripped) - set("0123456789abcdefABCDEF"):
            return _Wkb(bytes.fromhex(stripped)).whole()
        return _Wkt(stripped).whole()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error, RecursionError):
        raise _bad(text) from None


def _bad(text: str) -> BadGeometry:
    return BadGeometry(
        f"{text[:60]!r} is not a geometry",
        next_step="Write WKT with longitude first, such as POINT(7.63 51.96), or a GeoJSON geometry.",
    )


def _written(nested: Any) -> str:
    if isinstance(nested[0], Geometry):
        return ", ".join(part.wkt for part in nested)
    if isinstance(nested[0], float):
        return f"{nested[0]!r} {nested[1]!r}"
    return ", ".join(_written(part) if isinstance(part[0], float) else f"({_written(part)})" for part in nested)


def _positions(nested: Any) -> list[tuple[float, float]]:
    if isinstance(nested, Geometry):
        return _positions(nested.nested)
    if nested and isinstance(nested[0], float):
        return [nested]
    return [place for part in nested for place in _positions(part)]


def _position(numbers: list[Any]) -> tuple[float, float]:
    if not 2 <= len(numbers) <= 4 or not all(
        isinstance(one, (int, float)) and not isinstance(one, bool) for one in numbers
    ):
        raise ValueError(numbers)
    place = (float(numbers[0]), float(numbers[1]))
    if not all(map(math.isfinite, place)):
        raise ValueError(numbers)
    return place


def _checked(kind: str, nested: Any) -> Geometry:
    """A line has two positions or more, a ring three; rings are closed, as the engine asks."""
    if kind == "LINESTRING":
        return Geometry(kind, _line(nested) if nested else ())
    if kind == "MULTILINESTRING":
        return Geometry(kind, tuple(_line(part) for part in nested))
    if kind == "POLYGON":
        return Geometry(kind, tuple(_ring(part) for part in nested))
    if kind == "MULTIPOLYGON":
        return Geometry(kind, tuple(tuple(_ring(ring) for ring in _some(part)) for part in nested))
    return Geometry(kind, tuple(nested))


def _some(part: Any) -> Any:
    if not part:
        raise ValueError(part)
    return part


def _line(positions: Any) -> Any:
    if len(positions) < 2:
        raise ValueError(positions)
    return positions


def _ring(positions: Any) -> Any:
    if len(positions) < 3:
        raise ValueError(positions)
    closed = positions if positions[0] == positions[-1] else (*positions, positions[0])
    return closed if len(closed) > 3 else (*closed, closed[-1])


# ---- GeoJSON ---------------------------------------------------------------------------------------------------


def _from_geojson(value: Any, level: int = 0) -> Geometry:
    if value["type"] == "Feature":
        value = value["geometry"]
    kind = GEOJSON[value["type"]]
    if kind == "GEOMETRYCOLLECTION":
        if level >= MAX_NESTING:
            raise ValueError(kind)
        return Geometry(kind, tuple(_from_geojson(part, level + 1) for part in value["geometries"]))
    return _checked(kind, _from_lists(value["coordinates"], DEPTHS[kind]))


def _from_lists(value: Any, depth: int) -> Any:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_from_lists(part, depth - 1) for part in value) if depth else _position(value)


# ---- WKT -------------------------------------------------------------------------------------------------------


class _Wkt:
    def __init__(self, text: str) -> None:
        srid = SRID.match(text)
        self.text = text
        self.at = srid.end() if srid else 0
        self.kind, self.token = "", ""
        self.step()

    def step(self) -> str:
        """The token here; the next one takes its place."""
        passed = self.token
        match = TOKEN.match(self.text, self.at)
        if match is None:
            if self.text[self.at :].strip():
                raise ValueError(self.text)
            self.kind = self.token = ""
            return passed
        self.kind = match.lastgroup or ""
        self.token = match[self.kind].upper()
        self.at = match.end()
        return passed

    def expect(self, token: str) -> None:
        if self.step() != token:
            raise ValueError(token)

    def whole(self) -> Geometry:
        found = self.one()
        if self.token:
            raise ValueError(self.token)
        return found

    def one(self, level: int = 0) -> Geometry:
        kind = self.step()
        if self.token in ("Z", "M", "ZM"):
            self.step()
        if kind == "GEOMETRYCOLLECTION":
            if level >= MAX_NESTING:
                raise ValueError(kind)
            return Geometry(kind, self.listed(lambda: self.one(level + 1)))
        if kind == "POINT":
            return Geometry(kind, () if self.empty() else self.listed(self.position)[0])
        if kind == "MULTIPOINT":
            return _checked(kind, self.listed(self.maybe_parenthesised))
        return _checked(kind, self.nested(DEPTHS[kind]))

    def empty(self) -> bool:
        if self.token != "EMPTY":
            return False
        self.step()
        return True

    def nested(self, depth: int) -> tuple[Any, ...]:
        return self.listed(self.position if depth == 1 else lambda: self.nested(depth - 1))

    def listed(self, item: Callable[[], Any]) -> tuple[Any, ...]:
        if self.empty():
            return ()
        self.expect("(")
        found = [item()]
        while self.token == ",":
            self.step()
            found.append(item())
        self.expect(")")
        return tuple(found)

    def maybe_parenthesised(self) -> tuple[float, float]:
        if self.token != "(":
            return self.position()
        self.step()
        found = self.position()
        self.expect(")")
        return found

    def position(self) -> tuple[float, float]:
        numbers = []
        while self.kind == "number":
            numbers.append(float(self.step()))
        return _position(numbers)


# ---- WKB -------------------------------------------------------------------------------------------------------


class _Wkb:
    """ISO WKB and EWKB, either byte order."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def read(self, form: str) -> Any:
        (found,) = struct.unpack_from(form, self.content, self.at)
        self.at += struct.calcsize(form)
        return found

    def whole(self) -> Geometry:
        found = self.one(0)
        if self.at != len(self.content):
            raise ValueError(self.at)
        return found

    def one(self, level: int) -> Geometry:
        if level > MAX_NESTING:
            raise ValueError(level)
        order = "<" if self.read("B") == 1 else ">"
        code = self.read(order + "I")
        if code & 0x20000000:
            self.read(order + "I")  # the reference system's number
        plain = code & 0x0FFFFFFF
        size = 2 + ((code >> 31) & 1) + ((code >> 30) & 1) + (0, 1, 1, 2)[plain // 1000]
        kind = WKB[plain % 1000]
        if kind == "GEOMETRYCOLLECTION":
            return Geometry(kind, self.many(order, lambda: self.one(level + 1)))
        if kind.startswith("MULTI"):
            return _checked(kind, self.many(order, lambda: self.part(kind, level)))
        return self.simple(kind, order, size)

    def part(self, kind: str, level: int) -> Any:
        found = self.one(level + 1)
        if "MULTI" + found.kind != kind:
            raise ValueError(found.kind)
        return found.nested

    def simple(self, kind: str, order: str, size: int) -> Geometry:
        def position() -> tuple[float, float]:
            return _position([self.read(order + "d") for _ in range(size)])

        if kind == "POINT":
            return Geometry(kind, position())
        if kind == "LINESTRING":
            return _checked(kind, self.many(order, position))
        if kind == "POLYGON":
            return _checked(kind, self.many(order, lambda: self.many(order, position)))
        raise ValueError(kind)

    def many(self, order: str, item: Callable[[], Any]) -> tuple[Any, ...]:
        count = self.read(order + "I")
        if count > len(self.content):
            raise ValueError(count)
        return tuple(item() for _ in range(count))
