"""The budget of a question: stopped at its time, and errors that name no SQL."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from civora.core.errors import CivoraError
from civora.lake import errors

log = logging.getLogger("civora.lake")
TICK = 0.02  # seconds between two looks at the clock while questions are under way


class Watch:
    """Interrupts questions whose time is up, again at every tick, because some of DuckDB's steps overhear the first."""

    def __init__(self) -> None:
        self._due: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._lock = threading.Lock()
        self._under_way = threading.Event()
        self._thread: threading.Thread | None = None

    def enter(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> None:
        """Watch what this thread runs on the cursor from now on."""
        with self._lock:
            self._due[threading.get_ident()] = (time.monotonic() + seconds, cursor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="lake-watch", daemon=True)
                self._thread.start()
        self._under_way.set()

    def leave(self) -> None:
        with self._lock:
            self._due.pop(threading.get_ident(), None)

    def stop(self, thread: int | None) -> None:
        """Interrupt what that thread runs, whatever its time."""
        with self._lock:
            if thread in self._due:
                self._due[thread] = (0.0, self._due[thread][1])

    def _look(self) -> None:
        while True:
            self._under_way.wait()
            time.sleep(TICK)
            with self._lock:
                now = time.monotonic()
                for due, cursor in self._due.values():
                    if due < now:
                        cursor.interrupt()
                if not self._due:
                    self._under_way.clear()


WATCH = Watch()


@contextmanager
def timed(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what the cursor runs when its time is up. Raises the errors of `mapped`."""
    WATCH.enter(cursor, seconds)
    try:
        yield
    except duckdb.Error as error:
        raise mapped(error, seconds) from None
    finally:
        WATCH.leave()


def mapped(error: duckdb.Error, seconds: float) -> CivoraError:
    """What a person is told. DuckDB's own words hold SQL and go to the log only."""
    match error:
        case duckdb.InterruptException():
            return errors.too_slow(seconds)
        case duckdb.OutOfMemoryException():
            return errors.too_large()
        case duckdb.OutOfRangeException():
            return errors.QuestionTooLarge("A number in the answer is too large to compute.", next_step=errors.NARROW)
        case _ if "No snapshot found" in str(error):
            return errors.VersionGone("This version is no longer kept.", next_step="Ask for the current version.")
        case duckdb.ConversionException() | duckdb.InvalidInputException():
            return errors.BadValue(
                "A value in the question cannot be used here.", next_step="Check dates, numbers and places."
            )
    if "Broken pipe" not in str(error):  # whoever read the export has gone; nothing is wrong
        log.error("question failed: %s: %s", type(error).__name__, str(error).partition("\n")[0][:300])
    return errors.fault()
