"""One tile."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.protocols.shared import access
from civora.protocols.shared.streaming import has_already, not_modified
from civora.protocols.tiles import dialect
from civora.protocols.tiles.errors import status_of
from civora.reading import queries as reading
from civora.reading.types import Tile


def tile(request: HttpRequest, key: str, z: int, x: int, y: int) -> HttpResponse:
    try:
        reader = access.reader_of(request)
        query = dialect.query(dict(request.GET.lists()), *split_version(key))
        tag = f'{reading.etag(replace(query, select=(), order_by=(), limit=0), reader)[:-1]}-{z}-{x}-{y}"'
        if has_already(request, tag):
            return not_modified(tag)
        return answer(reading.tile(query, (z, x, y), reader))
    except CivoraError as error:
        return JsonResponse(
            {"title": error.message, "detail": error.next_step, "status": status_of(error)}, status=status_of(error)
        )


def answer(found: Tile) -> HttpResponse:
    response = HttpResponse(found.content, content_type="application/vnd.mapbox-vector-tile")
    response["ETag"] = found.etag
    kept = "public, max-age=3600, immutable" if found.is_immutable else "no-cache"
    response["Cache-Control"] = kept if found.is_open else "private, no-store"
    return response
