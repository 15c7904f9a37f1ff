"""The city's own outline under points of a process, and where a click on it lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from civora.catalog import queries as catalog
from civora.www import drawing
from civora.www.city import city
from civora.www.datasets.views.maps import home_box, layer

WIDTH, HEIGHT = 900.0, 560.0
KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Ground:
    """Path data in a view box of 900 by 560; `window` says where pixels lie, for the script that puts a point."""

    edge: str
    lines: str
    points: str
    window: drawing.Window
    pin: tuple[float, float] | None = None


def ground(points: Iterable[tuple[float, float]] = (), pin: tuple[float, float] | None = None) -> Ground:
    key = f"www.assembly.ground.{catalog.revision()}.{city().digest}"
    kept = cache.get(key)
    if kept is None:
        window = drawing.around(home_box(), WIDTH, HEIGHT, pad=12)
        kept = (layer("edge", window), layer("lines", window), window)
        cache.set(key, kept, KEPT_SECONDS)
    edge, lines, window = kept
    return Ground(edge, lines, drawing.specks(points, window), window, window.place(*pin) if pin else None)
