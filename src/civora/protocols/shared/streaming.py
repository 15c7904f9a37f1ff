"""Files on their way to a client, and answers that it has already."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse

from civora.reading.types import Export


async def flowing(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A blocking iterator, read in threads; closed when the client goes away, which stops the question behind it."""
    try:
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            await asyncio.to_thread(close)


def attachment(request: HttpRequest, export: Export, *, inline: bool = False) -> HttpResponse | StreamingHttpResponse:
    """The file as a download. The first chunk is fetched at once, so that an error is an error and not a broken file."""
    if has_already(request, export.etag):
        return not_modified(export.etag)
    first = next(export.chunks, b"")

    def whole() -> Iterator[bytes]:
        yield first
        yield from export.chunks

    response = StreamingHttpResponse(flowing(whole()), content_type=export.media_type)
    if not inline:
        name = export.file_name
        response["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    response["ETag"] = export.etag
    response["Cache-Control"] = "no-cache"
    return response


def has_already(request: HttpRequest, etag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return bool(given) and (
        given.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in given.split(",")]
    )


def not_modified(etag: str) -> HttpResponse:
    response = HttpResponseNotModified()
    response["ETag"] = etag
    return response
