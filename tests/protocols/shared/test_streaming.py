"""Chunks from a thread to the event loop, and what happens when nobody reads them to the end."""

from __future__ import annotations

import asyncio
import threading

from civora.protocols.shared.streaming import Tap, flowing


def test_all_chunks_in_order():
    async def read():
        return [chunk async for chunk in flowing(iter([b"a", b"b", b"c"]))]

    assert asyncio.run(read()) == [b"a", b"b", b"c"]


def test_leaving_early_closes_the_source():
    closed = []

    def chunks():
        try:
            while True:
                yield b"x"
        finally:
            closed.append(True)

    async def read():
        stream = flowing(chunks())
        await anext(stream)
        await stream.aclose()

    asyncio.run(read())
    assert closed == [True]


def test_closing_waits_for_the_chunk_under_way():
    started, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def chunks():
        try:
            started.set()
            go_on.wait(5)
            yield b"x"
        finally:
            closed.set()

    tap = Tap(chunks())
    reader = threading.Thread(target=tap.read)
    reader.start()
    assert started.wait(5)
    closer = threading.Thread(target=tap.close)
    closer.start()
    assert not closed.is_set()
    go_on.set()
    reader.join(5)
    closer.join(5)
    assert closed.is_set()
