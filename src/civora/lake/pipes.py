"""A named pipe from COPY to the reader of a stream: rows of any number in constant memory."""

from __future__ import annotations

import fcntl
import os
import select
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 20  # bytes; also the size asked for the pipe, where the system lets it be set
SET_SIZE = 1031  # F_SETPIPE_SZ of Linux, which Python 3.11 does not name everywhere


class Pipe:
    """Both names of one pipe: `path` for COPY, `end` (a file descriptor) for the reader, open from the beginning, so
    that COPY never waits for a reader and sees a broken pipe as soon as the reader has gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path, 0o600)
        self.end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            fcntl.fcntl(self.end, SET_SIZE, CHUNK)
        except OSError:
            self.is_small = True  # a system with fixed pipes: slower, not wrong

    def chunks(self, done: int) -> Iterator[bytes]:
        """What is written, until `done` (a descriptor) has something to read, and then what is left in the pipe."""
        poll = select.poll()
        poll.register(self.end, select.POLLIN)
        poll.register(done, select.POLLIN)
        is_done = False
        while True:
            ready = {descriptor for descriptor, _ in poll.poll(0 if is_done else None)}
            chunk = self._read()
            if chunk:
                yield chunk
            elif is_done:
                return
            elif done in ready:
                is_done = True
            elif self.end in ready:
                poll.unregister(self.end)  # the writer has closed its end; only `done` is still to come

    def _read(self) -> bytes:
        try:
            return os.read(self.end, CHUNK)
        except BlockingIOError:
            return b""

    def hang_up(self) -> None:
        """No more reading: whoever writes fails from now on. Safe to call twice."""
        if self.end >= 0:
            os.close(self.end)
            self.end = -1

    def nudge(self) -> None:
        """Let a writer go on that waits for a reader which will not come: it finds a broken pipe."""
        try:
            os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK))
        except FileNotFoundError:
            return

    def remove(self) -> None:
        self.hang_up()
        self.path.unlink(missing_ok=True)


@contextmanager
def pipe(folder: Path) -> Iterator[Pipe]:
    """A new pipe below the folder, gone at the end of the block."""
    made = Pipe(folder / f"pipe-{os.getpid()}-{uuid.uuid4().hex}")
    try:
        yield made
    finally:
        made.remove()
