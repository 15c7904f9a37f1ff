"""Native copies of (table, snapshot) in a cache file of this process: compressed, paged by DuckDB, bounded, evicted.

Snapshots never change, so a copy is always right. Small tables are copied before their first question, large ones in
the background after it, one at a time.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import duckdb

from civora.lake import zones
from civora.lake.by_place import CURVE, indexed
from civora.lake.connect import HOT, LAKE, literal, quoted, retried, sweep
from civora.lake.errors import NotPut, VersionGone
from civora.lake.run import Source, placed
from civora.lake.types import LakeConfig, TableRef

log = logging.getLogger("civora.lake")
SMALL_ROWS = 200_000
SMALL_CELLS = 4_000_000
BYTES_PER_CELL = 8  # a guess before the copy is made; afterwards the file itself is measured
BATCH = 5_000
MARKS = "erased.txt"  # see `erase`
MOMENT = "TIMESTAMP WITH TIME ZONE"
WAIT = 2.0  # seconds; after that the lake itself answers
PAUSE = 1.0  # seconds before a large table is copied: a command that asks once has gone by then


class HotTables:
    """The copies that one process keeps. Safe for threads: each copy is made once."""

    def __init__(self, con: duckdb.DuckDBPyConnection, config: LakeConfig) -> None:
        self._con = con
        self._limit = config.hot_disk_mb * 1_000_000
        self._zone = config.zone
        self._kept: OrderedDict[str, None] = OrderedDict()  # the longest unasked first
        self._own: set[str] = set()  # put here by hand, never evicted
        self._cold: set[str] = set()  # too large, or failed once: read from the lake
        self._measured: dict[str, Measured] = {}
        self._making: dict[str, threading.Event] = {}
        self._pins: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wanted: queue.SimpleQueue[TableRef | None] = queue.SimpleQueue()
        self._maker: threading.Thread | None = None
        self._due: set[str] = set()  # wanted or being made in the background
        self._hurry = threading.Event()
        self._is_closing = False
        self._maker_cursor = con.cursor()
        sweep(config)
        self.path = config.cache / f"hot-{os.getpid()}-{id(self):x}.duckdb"
        self._log = self.path.with_name(self.path.name + ".wal")
        self._marks, self._marks_seen = config.cache / MARKS, 0
        con.execute(f"ATTACH {literal(str(self.path))} AS {HOT}")

    @contextmanager
    def sources(
        self, tables: Sequence[TableRef], cursor: duckdb.DuckDBPyConnection, *, is_by_place: bool = False
    ) -> Iterator[list[Source]]:
        """Where to read each table: its copy if there is one, else the lake at that snapshot. Copies stay meanwhile.
        A copy's rowid is the place of the row; the lake's own is not, so that its rows are numbered where that counts.

        A small copy is made on the question's own cursor, so that its time counts. Raises NotPut, VersionGone.
        """
        pinned: list[str] = []
        later: list[TableRef] = []
        try:
            found = [self._source(table, cursor, pinned, later) for table in tables]
            yield [numbered(one) if is_by_place and one.at else one for one in found]
        finally:
            with self._lock:
                self._pins.subtract(pinned)
            for one in later:
                self._make_later(one)

    def _source(
        self, table: TableRef, cursor: duckdb.DuckDBPyConnection, pinned: list[str], later: list[TableRef]
    ) -> Source:
        name = copy_name(table)
        self._heed_marks(cursor)
        if self._pinned(name, pinned):
            return self._copied(name)
        if table.snapshot is None:
            raise NotPut("This table is not in the engine.", next_step="Put it there and ask again.", table=table.name)
        cold = cold_source(table)
        if name not in self._cold:
            if self._is_small(table, cursor):
                self._make_once(cursor, table)
                if self._pinned(name, pinned):
                    return self._copied(name)
            elif name not in self._cold:
                later.append(table)
        return cold

    def _copied(self, name: str) -> Source:
        return Source(f"{HOT}.{quoted(name)}", zone=self._zone if self._with_clocks(name) else "")

    def _with_clocks(self, name: str) -> list[str]:
        """The moments of a large table, beside which its copy keeps what the city's clock read: the arithmetic for 14 million rows
        takes longer than the question."""
        found = self._measured.get(name)
        return list(found.moments) if found and found.rows > SMALL_ROWS else []

    def _pinned(self, name: str, pinned: list[str]) -> bool:
        with self._lock:
            if name not in self._kept and name not in self._own:
                return False
            if name in self._kept:
                self._kept.move_to_end(name)
            self._pins[name] += 1
            pinned.append(name)
            return True

    def are_small(self, tables: Sequence[TableRef], cursor: duckdb.DuckDBPyConnection) -> bool:
        """Whether all of them are tables that are copied at once. Raises VersionGone."""
        return all(table.snapshot is None or self._is_small(table, cursor) for table in tables)

    def _is_small(self, table: TableRef, cursor: duckdb.DuckDBPyConnection) -> bool:
        name = copy_name(table)
        if name not in self._measured:
            self._measured[name] = measure(cursor, placed(cold_source(table), ""))
            if self._measured[name].cells * BYTES_PER_CELL > self._limit:
                self._cold.add(name)
        found = self._measured[name]
        return found.rows <= SMALL_ROWS and found.cells <= SMALL_CELLS and name not in self._cold

    # ---- making copies

    def _make_once(self, cursor: duckdb.DuckDBPyConnection, table: TableRef) -> None:
        """Make the copy, or wait a moment while another thread does. A copy that fails is not tried again."""
        name = copy_name(table)
        with self._lock:
            if name in self._kept:
                return
            event, is_mine = self._making.get(name), name not in self._making
            if event is None:
                event = self._making[name] = threading.Event()
        if not is_mine:
            event.wait(WAIT)
            return
        try:
            self._make(cursor, name, placed(cold_source(table), ""), f" ORDER BY {CURVE}" if table.by_place else "")
        except duckdb.InterruptException:
            raise  # the question's time is up; the next one tries again
        except duckdb.Error as error:
            log.warning("no native copy of %s: %s", name, str(error).partition("\n")[0][:200])
            self._cold.add(name)
        finally:
            with self._lock:
                del self._making[name]
            event.set()

    def _make(self, cursor: duckdb.DuckDBPyConnection, name: str, cold: str, order: str = "") -> None:
        clocks = "".join(
            f", {zones.read('clock', quoted(one), self._zone, is_kept=False)} AS {zones.kept(quoted(one), self._zone)}"
            for one in self._with_clocks(name)
        )
        copy = f"CREATE OR REPLACE TABLE {HOT}.{quoted(name)} AS SELECT *{clocks} FROM {cold}{order}"
        retried(lambda: cursor.execute(copy))
        with self._lock:
            self._kept[name] = None
        self._evict(cursor)

    def _make_later(self, table: TableRef) -> None:
        name = copy_name(table)
        with self._lock:
            if name in self._kept or name in self._due or name in self._cold:
                return
            self._due.add(name)
            if self._maker is None:
                self._maker = threading.Thread(target=self._make_wanted, name="lake-hot", daemon=True)
                self._maker.start()
        self._wanted.put(table)

    def _make_wanted(self) -> None:
        while (table := self._wanted.get()) is not None:
            self._hurry.wait(PAUSE)
            if self._is_closing:
                return
            with suppress(duckdb.InterruptException):  # closing
                self._make_once(self._maker_cursor, table)
            with self._lock:
                self._due.discard(copy_name(table))

    def settle(self) -> None:
        """Wait until every copy wanted so far is made (for tests and measurements)."""
        self._hurry.set()
        while self._due or self._making:
            threading.Event().wait(0.02)
        self._hurry.clear()

    # ---- letting go

    def _heed_marks(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Drop the copies of what another process has erased: their names stand in a file of the cache folder."""
        try:
            seen = self._marks.stat().st_size
        except FileNotFoundError:
            return
        if seen == self._marks_seen:
            return
        self._marks_seen = seen
        names = set(self._marks.read_text().split())
        with self._lock:
            gone = [name for name in self._kept if name in names]
            for name in gone:
                del self._kept[name]
        with self._writing:
            for name in gone:
                cursor.execute(f"DROP TABLE IF EXISTS {HOT}.{quoted(name)}")
            with suppress(duckdb.TransactionException):  # somebody reads; the next checkpoint takes the space back
                cursor.execute(f"CHECKPOINT {HOT}")

    def used(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """Bytes that the copies take in the cache file and its log."""
        sizes = cursor.execute(
            "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name = ?", [HOT]
        ).fetchone()
        log_size = self._log.stat().st_size if self._log.exists() else 0
        return (int(sizes[0]) if sizes else 0) + log_size

    def _evict(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Drop the longest unasked until the file is within its limit, or all that is left is in use."""
        with self._writing:
            while self.used(cursor) > self._limit and (old := self._oldest()) is not None:
                cursor.execute(f"DROP TABLE IF EXISTS {HOT}.{quoted(old)}")
                try:
                    cursor.execute(f"CHECKPOINT {HOT}")
                except duckdb.TransactionException:
                    return  # somebody reads; the space comes back with the next checkpoint

    def _oldest(self) -> str | None:
        with self._lock:
            if len(self._kept) < 2:  # the newest stays: it was just asked for
                return None
            found = next((name for name in list(self._kept)[:-1] if not self._pins[name]), None)
            if found is not None:
                del self._kept[found]
            return found

    # ---- tables of the engine alone

    def put(
        self,
        table: TableRef,
        columns: Sequence[tuple[str, str]],
        rows: Iterable[Sequence[Any]],
        cursor: duckdb.DuckDBPyConnection,
    ) -> None:
        """Make the table, in place of an earlier one of that name; readers see the old or the new one, whole."""
        name = copy_name(table)
        body = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
        filled = ", ".join(f"unnest(CAST(? AS {kind}[]))" for _, kind in columns)
        given = list(rows)
        with self._writing:
            cursor.execute("BEGIN")
            try:
                cursor.execute(f"CREATE OR REPLACE TABLE {HOT}.{quoted(name)} ({body})")
                for start in range(0, len(given), BATCH):
                    lists = [list(column) for column in zip(*given[start : start + BATCH], strict=True)]
                    cursor.execute(f"INSERT INTO {HOT}.{quoted(name)} SELECT {filled}", lists)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        with self._lock:
            self._own.add(name)

    def close(self) -> None:
        """Stop making copies and remove the cache file. Safe to call twice."""
        self._is_closing = True
        self._hurry.set()
        self._wanted.put(None)
        if self._maker is not None and self._maker.is_alive():
            self._maker_cursor.interrupt()
            self._maker.join(5)
        self.remove()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self._log.unlink(missing_ok=True)


def copy_name(table: TableRef) -> str:
    name = table.name if table.snapshot is None else f"{table.name}@{table.snapshot}"
    return "#".join((name, table.by_place, *table.columns)) if table.by_place else name


def cold_source(table: TableRef) -> Source:
    """The table in the lake, at its snapshot."""
    source = Source(f"{LAKE}.{quoted(table.name)}", f" AT (VERSION => {int(table.snapshot or 0)})")
    if not table.by_place:
        return source
    return Source(indexed(placed(source, ""), quoted(table.by_place), [quoted(name) for name in table.columns]))


def numbered(cold: Source) -> Source:
    return Source(f"(SELECT row_number() OVER () - 1 AS rowid, * FROM {placed(cold, '')})")


@dataclass(frozen=True, slots=True)
class Measured:
    """How large a table is, and which of its columns are moments."""

    rows: int
    cells: int
    moments: tuple[str, ...]


def measure(cursor: duckdb.DuckDBPyConnection, source: str) -> Measured:
    """Raises VersionGone where the lake has no such table at that snapshot."""
    try:
        described = retried(lambda: cursor.execute(f"SELECT * FROM {source} LIMIT 0")).description or []
        counted = retried(lambda: cursor.execute(f"SELECT count(*) FROM {source}")).fetchone()
    except (duckdb.CatalogException, duckdb.InvalidInputException):
        raise VersionGone("This version is no longer kept.", next_step="Ask for the current version.") from None
    rows = int(counted[0]) if counted else 0
    return Measured(rows, rows * len(described), tuple(one[0] for one in described if str(one[1]) == MOMENT))
