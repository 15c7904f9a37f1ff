"""A layer of hexagons in the drawing that needs no script, and what its legend says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from civora.core.policy.types import Reader
from civora.core.query.ast import Call, Name, Value
from civora.exhibits.queries.layers import Layer, with_test
from civora.reading import queries as reading
from civora.www import drawing, formats

PIXELS, ACROSS_TILE, FINEST = 30, 16, 18
Colour = Callable[[Any], str]


def drawn(one: Layer, window: drawing.Window, reader: Reader, colour_of: Colour) -> str:
    """The hexagons of the window, about thirty pixels wide; each counts all its rows, however many there are."""
    world = window.scale * drawing.KM_PER_DEGREE * 360 * math.cos(math.radians(window.lat))
    zoom = max(0, min(FINEST, round(math.log2(world / (ACROSS_TILE * PIXELS)))))
    west, south, east, north = seen(window)
    query = one.query
    if west > -180 and east < 180:  # noqa: PLR2004 (degrees)
        box = (Name(one.place.name), Value(south), Value(west), Value(north), Value(east))
        query = with_test(query, Call("in_bbox", box))
    field = str(one.spec.get("field") or "")
    by_colour: dict[str, list[str]] = {}
    for cell in reading.hexagon_cells(query, zoom, reader, fields=(field,) if field else ()):
        corners = [window.place(*corner) for corner in cell.ring[:-1]]
        if any(window.shows(corner, 0) for corner in corners):
            path = "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"
            by_colour.setdefault(colour_of(cell.values[0] if field else cell.inside), []).append(path)
    opacity = one.spec.get("opacity", 0.85)
    return "".join(
        f'<path d="{"".join(paths)}" fill="{colour}" fill-opacity="{opacity:g}" stroke="none"/>'
        for colour, paths in by_colour.items()
    )


def seen(window: drawing.Window) -> tuple[float, float, float, float]:
    """West, south, east, north of a window, and a little more, so that hexagons at its edge are whole."""
    wide = window.width / window.scale / (drawing.KM_PER_DEGREE * math.cos(math.radians(window.lat)))
    tall = window.height / window.scale / drawing.KM_PER_DEGREE
    return (
        window.lon - wide * 0.6, max(-90.0, window.lat - tall * 0.6),
        window.lon + wide * 0.6, min(90.0, window.lat + tall * 0.6),
    )  # fmt: skip


def class_words(low: float | None, high: float | None) -> str:
    """How many rows a class of hexagons holds: whole numbers, both ends inside."""
    first = int(low or 1)
    if high is None:
        return gettext("{n} rows and more").format(n=formats.number(first))
    last = int(high) - 1
    if first == last:
        return gettext("1 row") if first == 1 else gettext("{n} rows").format(n=formats.number(first))
    return gettext("{low} to {high} rows").format(low=formats.number(first), high=formats.number(last))


def method(field: str) -> str:
    if field:
        return gettext("Each hexagon has the mean of its rows.")
    return gettext("Hexagons are as wide at every zoom: the further in, the smaller their area. Each counts its rows.")
