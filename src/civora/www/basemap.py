"""What lies under every map: the city's own quiet ground, or the base map that the pack names (`[map.base]`).

Nobody but this portal is asked for anything unless the pack names another host; then pages allow exactly that one.
"""

from __future__ import annotations

import gzip
import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from civora.core.basemap import BadBase, Base, from_pack
from civora.core.errors import NotFound
from civora.www.city import city

if TYPE_CHECKING:
    from pmtiles.reader import Reader

log = logging.getLogger("civora.www")
DAY = 86_400
TYPES = {"MVT": "application/vnd.mapbox-vector-tile", "PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "AVIF": "image/avif"}  # fmt: skip


def base() -> Base | None:
    """The base map of the pack; None for the quiet one, also where the pack's cannot be used (the log says why, and so
    does `civora doctor`)."""
    return kept(city().digest)


@cache
def kept(digest: str) -> Base | None:  # noqa: ARG001 (a pack that changes is read anew)
    try:
        found = from_pack(getattr(settings, "CITY", None) or {}, settings.CITY_FOLDER)
        if found and found.file:
            opened(found.file, found.file.stat().st_mtime_ns).metadata()
        return found
    except BadBase as error:
        log.warning("the base map of the city pack cannot be used: %s %s", error.message, error.next_step)
    except Exception:  # whatever a reader meets in a file that only begins like one
        log.exception("the base map of the city pack cannot be read")
    return None


# ---- for maps in the browser -------------------------------------------------------------------------------------------


def for_island(request: HttpRequest) -> dict[str, Any] | None:
    """What an island needs to draw it; None for the quiet ground."""
    found = base()
    if found is None:
        return None
    made: dict[str, Any] = {
        "kind": found.kind, "maxzoom": found.maxzoom, "opacity": found.opacity, "tiles": found.tiles, "dark_tiles": found.dark_tiles,
        "style": found.style, "dark_style": found.dark_style, "attribution": {"text": found.attribution, "url": found.attribution_url},
    }  # fmt: skip
    if found.file is None:
        return made
    reader = opened(found.file, found.file.stat().st_mtime_ns)
    is_drawn = tile_type(reader) == "MVT"
    template = reverse("basemap", args=[1, 2, 3]).replace("1/2/3", "{z}/{x}/{y}")
    layers = [str(one.get("id", "")) for one in reader.metadata().get("vector_layers", [])] if is_drawn else []
    return made | {
        "kind": "shapes" if is_drawn else "raster", "maxzoom": zooms(reader), "tiles": request.build_absolute_uri("/").rstrip("/") + template, "layers": layers
    }  # fmt: skip


@cache
def opened(path: Path, changed: int) -> Reader:  # noqa: ARG001 (a file that has changed is opened anew)
    """The archive, mapped into memory: what is read of it is what was asked for."""
    from pmtiles.reader import MmapSource, Reader  # noqa: PLC0415 (only a city with such a file needs it)

    with path.open("rb") as file:
        return cast("Reader", Reader(MmapSource(file)))


def zooms(reader: Reader) -> int:
    return int(reader.header()["max_zoom"])


def tile_type(reader: Reader) -> str:
    return str(reader.header()["tile_type"].name)


@require_safe
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """`/-/base/Z/X/Y`: a tile of the city's own archive; 204 where it has none."""
    found = base()
    if found is None or found.file is None:
        raise NotFound("This portal has no base map of its own.")
    changed = found.file.stat().st_mtime_ns
    etag = f'"{changed:x}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    reader = opened(found.file, changed)
    inside = z <= zooms(reader) and x < 2**z and y < 2**z
    content = reader.get(z, x, y) if inside else None
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={DAY}"}
    if not content:
        return HttpResponse(status=204, headers=headers)
    if content[:2] == b"\x1f\x8b":
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            content = gzip.decompress(content)
    return HttpResponse(content, content_type=TYPES.get(tile_type(reader), "application/octet-stream"), headers=headers)
