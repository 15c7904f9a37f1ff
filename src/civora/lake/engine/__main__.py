"""The engine process: a LocalLake that answers over sockets. Started by `Child`; ends with its server."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import socket
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from civora.core.errors import CivoraError
from civora.lake import errors, guard
from civora.lake.engine import wire
from civora.lake.engine.child import CONTROL, OPEN
from civora.lake.local import LocalLake
from civora.lake.types import TableRef

log = logging.getLogger("civora.lake")


def main() -> None:
    """Serve until the control socket ends. Its descriptor is the one argument."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # sent to the whole group; the server ends this process by closing the line
    travel_light()
    give_way()
    control = socket.socket(fileno=int(sys.argv[1]))
    config = wire.receive(control)
    try:
        lake = LocalLake(config)
    except Exception as error:
        log.exception("the engine does not start")
        wire.send(
            control, errors.LakeFault(f"The engine does not start ({type(error).__name__}).", next_step=errors.TELL)
        )
        sys.exit(1)
    wire.send(control, "ready")
    try:
        listen(control, lake)
    finally:
        lake.leave()
        os._exit(0)  # whatever still runs


def travel_light() -> None:
    """DuckDB imports these as soon as a parameter is bound, if they are installed: 80 MB that nothing here needs."""
    for name in ("pandas", "pyarrow", "numpy", "polars"):
        sys.modules[name] = None  # type: ignore[assignment]  # how Python marks what cannot be imported


def give_way() -> None:
    """Where memory runs out, the system ends this process before the server."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def listen(control: socket.socket, lake: LocalLake) -> None:
    """New channels, and questions to stop, until the other side closes."""
    threads: dict[int, threading.Thread] = {}
    while True:
        message, lines, _, _ = socket.recv_fds(control, CONTROL.size, 1)
        if not message:
            return
        what, number = CONTROL.unpack(message)
        if what == OPEN:
            channel = socket.socket(fileno=lines[0])
            threads[number] = threading.Thread(target=serve, args=(channel, lake), daemon=True)
            threads[number].start()
        else:
            guard.WATCH.stop(threads[number].ident)


def serve(channel: socket.socket, lake: LocalLake) -> None:
    """Answer one question after the other."""
    with channel, contextlib.suppress(wire.Lost):
        while True:
            verb, args = wire.receive(channel)
            wire.send(channel, answer(lake, verb, args))


def answer(lake: LocalLake, verb: str, args: tuple[Any, ...]) -> tuple[bool, Any]:
    verbs: dict[str, Callable[..., Any]] = {"ask": lake.ask, "copy": lake.copy, "put": put}
    try:
        return True, verbs[verb](*(lake, *args) if verb == "put" else args)
    except CivoraError as error:
        return False, error
    except Exception:
        log.exception("question failed")
        return False, errors.fault()


def put(lake: LocalLake, table: TableRef, packed: bytes) -> None:
    columns, rows = pickle.loads(zlib.decompress(packed))  # from our own other half
    lake.put(table, columns, rows)


if __name__ == "__main__":
    main()
