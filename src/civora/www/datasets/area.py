"""The map area of the catalogue without a script: nine parts of the city as links, each a `bbox`."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from civora.www import drawing
from civora.www.addresses import with_params
from civora.www.datasets import thumbs
from civora.www.datasets.search import Box

WIDTH = 240.0
PARTS = (
    (gettext_lazy("north-west"), gettext_lazy("north"), gettext_lazy("north-east")),
    (gettext_lazy("west"), gettext_lazy("centre"), gettext_lazy("east")),
    (gettext_lazy("south-west"), gettext_lazy("south"), gettext_lazy("south-east")),
)


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    url: str
    x: float
    y: float
    is_on: bool


@dataclass(frozen=True, slots=True)
class Area:
    """The city's outline on a canvas of `width` × `height`, under parts of `part_width` × `part_height`."""

    width: float
    height: float
    part_width: float
    part_height: float
    outline: str
    parts: tuple[Part, ...]


def area(params: QueryDict, chosen: Box | None) -> Area | None:
    """None for a city without an outline: then there is nothing to point at."""
    edge = thumbs.city_edge()
    bounds = thumbs.bounds_of(edge)
    if bounds is None:
        return None
    west, south, east, north = bounds
    window = drawing.around(bounds, WIDTH, WIDTH, 0)
    left, top = window.place(west, north)
    right, bottom = window.place(east, south)
    window = drawing.around(bounds, right - left, bottom - top, 0)
    parts = []
    for row, labels in enumerate(PARTS):
        for column, label in enumerate(labels):
            box = _part(bounds, column, row)
            is_on = chosen == box
            url = with_params(params, page=None, bbox=None if is_on else ",".join(f"{side:g}" for side in box))
            parts.append(
                Part(str(label), url, round(column * (right - left) / 3, 1), round(row * (bottom - top) / 3, 1), is_on)
            )
    outline = "".join(drawing.outline(shape, window) for shape in edge)
    width, height = round(right - left, 1), round(bottom - top, 1)
    return Area(width, height, round(width / 3, 1), round(height / 3, 1), outline, tuple(parts))


def _part(bounds: Box, column: int, row: int) -> Box:
    west, south, east, north = bounds
    wide, high = (east - west) / 3, (north - south) / 3
    return (
        round(west + column * wide, 4),
        round(north - (row + 1) * high, 4),
        round(west + (column + 1) * wide, 4),
        round(north - row * high, 4),
    )
