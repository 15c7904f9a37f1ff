"""How many may be inside at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from civora.lake import errors

PATIENCE = 5.0  # seconds that a question waits for a place


class Places:
    """So many places; who comes later waits for some seconds. Raises LakeBusy."""

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)

    @contextmanager
    def taken(self, patience: float = PATIENCE) -> Iterator[None]:
        if not self._free.acquire(timeout=patience):
            raise errors.busy()
        try:
            yield
        finally:
            self._free.release()
