"""One tile, and all tiles in one file."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.protocols.shared import access
from civora.protocols.shared.streaming import attachment, has_already, not_modified
from civora.protocols.tiles import dialect
from civora.protocols.tiles.errors import status_of
from civora.reading import queries as reading
from civora.reading.types import Tile


def tile(request: HttpRequest, key: str, z: int, x: int, y: int) -> HttpResponse:
    try:
        reader = access.reader_of(request)
        params = dict(request.GET.lists())
        query = dialect.query(params, *split_version(key))
        fields, shape = dialect.fields(params), dialect.shape(params)
        if request.headers.get("If-None-Match"):
            tag = reading.tile_tag(reading.etag(replace(query, limit=0), reader), (z, x, y), fields, shape)
            if has_already(request, tag):
                return not_modified(tag)
        return answer(reading.tile(query, (z, x, y), reader, fields=fields, shape=shape))
    except CivoraError as error:
        return failed(error)


def archive(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """`/tiles/<key>[@<version>].pmtiles?maxzoom=12`: every tile in one PMTiles file."""
    try:
        reader, _ = access.enter(request)
        params = dict(request.GET.lists())
        query = dialect.query(params, *split_version(key))
        found = reading.tile_archive(query, reader, fields=dialect.fields(params), zoom=dialect.zoom(params))
        return attachment(request, found)
    except CivoraError as error:
        return failed(error)


def failed(error: CivoraError) -> JsonResponse:
    status = status_of(error)
    return JsonResponse({"title": error.message, "detail": error.next_step, "status": status}, status=status)


def answer(found: Tile) -> HttpResponse:
    response = HttpResponse(found.content, content_type="application/vnd.mapbox-vector-tile")
    response["ETag"] = found.etag
    kept = "public, max-age=3600, immutable" if found.is_immutable else "no-cache"
    response["Cache-Control"] = kept if found.is_open else "private, no-store"
    return response
