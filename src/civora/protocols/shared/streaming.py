"""Files on their way to a client, whole or in part, and answers that it has already."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse

from civora.protocols.shared import ranges
from civora.reading.types import Export

Reply = TypeVar("Reply", HttpResponse, StreamingHttpResponse, HttpResponse | StreamingHttpResponse)
TOO_SHORT_TO_TELL = 16  # a byte order mark or an opening bracket comes before the first row is asked for


class Tap:
    """A blocking iterator that one thread reads and another may close: closing waits for the chunk under way."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._lock = threading.Lock()

    def read(self) -> bytes | None:
        with self._lock:
            return next(self._chunks, None)

    def close(self) -> None:
        with self._lock:
            close = getattr(self._chunks, "close", None)
            if close is not None:
                close()


async def flowing(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A blocking iterator, read in threads; closed when the client goes away, which stops the question behind it."""
    tap = Tap(chunks)
    try:
        while (chunk := await asyncio.to_thread(tap.read)) is not None:
            yield chunk
    finally:
        await asyncio.shield(asyncio.to_thread(tap.close))


def attachment(request: HttpRequest, export: Export, *, inline: bool = False) -> HttpResponse | StreamingHttpResponse:
    """The file as a download. The first chunk is fetched at once, so that an error is an error and not a broken file."""
    if has_already(request, export.etag):
        return not_modified(export.etag)
    wanted = ranges.asked_for(request.headers, export.etag)
    response = partial(export, wanted) if wanted else whole(export, is_head=request.method == "HEAD")
    if not inline:
        name = export.file_name
        response["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    response["ETag"] = export.etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "no-cache"
    return response


def whole(export: Export, *, is_head: bool) -> HttpResponse | StreamingHttpResponse:
    first = next(export.chunks, b"")
    if len(first) < TOO_SHORT_TO_TELL:
        first += next(export.chunks, b"")
    if is_head:
        Tap(export.chunks).close()
        return StreamingHttpResponse(flowing(iter(())), content_type=export.media_type)  # its length is not known

    def everything() -> Iterator[bytes]:
        try:
            yield first
            yield from export.chunks
        finally:
            Tap(export.chunks).close()

    return StreamingHttpResponse(flowing(everything()), content_type=export.media_type)


def partial(export: Export, wanted: ranges.Wanted) -> HttpResponse | StreamingHttpResponse:
    """The bytes asked for, with 206; 416 where there are none. The file is written once to a temporary file for it."""
    part = ranges.part(export, wanted)
    if part is None:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{ranges.size(export)}"
        return response
    streamed = StreamingHttpResponse(flowing(part.chunks), status=206, content_type=export.media_type)
    streamed["Content-Range"] = f"bytes {part.first}-{part.last}/{part.size}"
    streamed["Content-Length"] = str(part.last - part.first + 1)
    return streamed


def has_already(request: HttpRequest, etag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return bool(given) and (
        given.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in given.split(",")]
    )


def not_modified(etag: str) -> HttpResponse:
    response = HttpResponseNotModified()
    response["ETag"] = etag
    return response


def alone(response: Reply) -> Reply:
    """For files that somebody sent in: whatever they hold, a browser runs none of it in the portal's name."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
