"""The bridge from the server to plain views: one thread for each request, and files that end when their reader goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from civora.site.handler import Handler

SCOPE = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": "/-/health", "raw_path": b"/-/health",
    "query_string": b"", "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    "scheme": "http", "root_path": "",
}  # fmt: skip


def asked(handler: Handler, *, leaves: bool = False, **scope: Any) -> list[dict[str, Any]]:
    """What is sent for one request. A client that `leaves` is gone as soon as it has asked."""
    sent: list[dict[str, Any]] = []

    async def main() -> None:
        messages = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            if not leaves:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await handler(SCOPE | scope, receive, send)

    asyncio.run(main())
    return sent


def test_a_request_is_answered() -> None:
    start, body = asked(Handler())
    assert (start["status"], body["body"]) == (200, b'{"status": "alive"}')


def test_threads_stay(monkeypatch: Any) -> None:
    import threading

    seen, handler = [], Handler()
    monkeypatch.setattr(handler, "get_response", lambda _: (seen.append(threading.get_ident()), HttpResponse("x"))[1])
    for _ in range(3):
        asked(handler)
    assert len(set(seen)) == 1


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(ValueError, match="websocket"):
        asked(Handler(), type="websocket")


@pytest.mark.parametrize("leaves", [False, True])
def test_a_file_is_closed_at_its_end_and_when_its_reader_goes(monkeypatch: Any, leaves: bool) -> None:
    closed: list[str] = []

    async def chunks() -> AsyncIterator[bytes]:
        try:
            for _ in range(3):
                yield b"abc"
                await asyncio.sleep(0.05 if leaves else 0)
        finally:
            closed.append("iterator")

    response = StreamingHttpResponse(chunks())
    response._resource_closers.append(lambda: closed.append("response"))  # type: ignore[attr-defined]  # Django's own list
    handler = Handler()
    monkeypatch.setattr(handler, "get_response", lambda _: response)
    sent = b"".join(one.get("body", b"") for one in asked(handler, leaves=leaves))
    assert sorted(closed) == ["iterator", "response"]
    assert (sent == b"abc" * 3) is not leaves


def test_a_file_that_breaks_is_broken_off(monkeypatch: Any) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"abc"
        raise RuntimeError("the disk is gone")

    handler = Handler()
    monkeypatch.setattr(handler, "get_response", lambda _: StreamingHttpResponse(chunks()))
    with pytest.raises(RuntimeError):
        asked(handler)
