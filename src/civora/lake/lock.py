"""One writer at a time across processes, where the catalogue is a SQLite file.

Two processes that write through DuckLake's SQLite catalogue fail with "database is locked" even with a busy timeout
(25 of 80 commits); PostgreSQL needs no lock of ours.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from civora.lake.connect import uses_postgres
from civora.lake.errors import LakeBusy
from civora.lake.types import LakeConfig

PATIENCE = 1800.0  # seconds; a large load holds the lock for as long as it writes


@contextmanager
def write_lock(config: LakeConfig, patience: float = PATIENCE) -> Iterator[None]:
    """Held until the block ends, or the process does. Raises LakeBusy after `patience` seconds."""
    if uses_postgres(config):
        yield
        return
    path = Path(config.catalog + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        acquire(file, patience)
        yield


def acquire(file: IO[str], patience: float) -> None:
    end, pause = time.monotonic() + patience, 0.001
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise LakeBusy("Another write is still under way.", next_step="Try again when it is done.") from None
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            return
