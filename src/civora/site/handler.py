"""Requests in threads that stay: one step into a thread and one back, and a database connection that is kept there.

Django's own ASGI handler takes a new thread for each request, changes threads at each turn between middleware and view, and opens
the database anew: a few milliseconds of each answer.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

THREADS = 24  # more requests wait; questions have eight places, exports flow in threads of their own
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Handler(ASGIHandler):
    """Pages and APIs, whose views are plain functions; files flow from asynchronous iterators."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} is not served")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self._threads, context.run, self.respond, scope, body)
        if response.streaming:
            await self.flow(response, receive, send)
        else:
            await self.send_response(response, send)

    def respond(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        """The whole answer, or the beginning of a file. What the request held is let go of, unless a file still needs it."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        if request is None:
            body.close()
            response: HttpResponseBase = refused
        else:
            response = self.get_response(request)
            response._resource_closers.append(body.close)
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # the sender of the signal at its end
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            response.close()
        return response

    async def flow(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Send a file until its end, or until the client has gone; its iterator is closed either way."""
        sending = asyncio.ensure_future(self.send_response(response, send))
        gone = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
            if gone.done() and not sending.done():
                sending.cancel()
            (failed,) = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(failed, Exception):
                raise failed  # the server breaks the connection off, so that nobody takes half a file for a whole one
        finally:
            gone.cancel()
            await asyncio.get_running_loop().run_in_executor(self._threads, response.close)
