"""Native copies of (table, snapshot) in a cache file of this process: compressed, paged by DuckDB, bounded, evicted.

Snapshots never change, so a copy is always right. Small tables are copied when first asked, large ones in the background.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from civora.lake.connect import HOT, LAKE, literal, quoted
from civora.lake.types import LakeConfig, TableRef

SMALL_ROWS = 200_000
BYTES_PER_CELL = 8


class HotTables:
    """The copies that one process keeps. Safe for threads: each copy is made once, under a lock."""

    def __init__(self, con: duckdb.DuckDBPyConnection, config: LakeConfig) -> None:
        self._con = con
        self._limit = config.hot_disk_mb * 1_000_000
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()
        self._making: set[str] = set()
        config.cache.mkdir(parents=True, exist_ok=True)
        sweep(config)
        self.path = config.cache / f"hot-{os.getpid()}-{id(self):x}.duckdb"
        con.execute(f"ATTACH {literal(str(self.path))} AS {HOT}")

    def source(self, table: TableRef) -> str:
        """Where to read the table: its copy if there is one, else the lake at that snapshot."""
        name = copy_name(table)
        with self._lock:
            if name in self._sizes:
                self._sizes.move_to_end(name)
                return f"{HOT}.{quoted(name)}"
        if table.snapshot is None:
            raise KeyError(f"{table.name} was never put into the engine")
        return self._copied(table, name)

    def _copied(self, table: TableRef, name: str) -> str:
        cold = f"{LAKE}.{quoted(table.name)} AT (VERSION => {int(table.snapshot or 0)})"
        cursor = self._con.cursor()
        rows, cells = measure(cursor, cold)
        if rows <= SMALL_ROWS:
            self._copy(cursor, cold, name, cells)
            return f"{HOT}.{quoted(name)}"
        with self._lock:
            if name not in self._making:
                self._making.add(name)
                threading.Thread(target=self._copy, args=(cursor, cold, name, cells), daemon=True).start()
        return cold

    def _copy(self, cursor: duckdb.DuckDBPyConnection, cold: str, name: str, cells: int) -> None:
        try:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {HOT}.{quoted(name)} AS SELECT * FROM {cold}")
            self._enter(cursor, name, cells * BYTES_PER_CELL)
        except duckdb.TransactionException:
            self._enter(cursor, name, cells * BYTES_PER_CELL)  # another thread made it a moment ago
        finally:
            with self._lock:
                self._making.discard(name)

    def _enter(self, cursor: duckdb.DuckDBPyConnection, name: str, size: int) -> None:
        with self._lock:
            self._sizes[name] = size
            over = []
            while sum(self._sizes.values()) > self._limit and len(self._sizes) > 1:
                over.append(self._sizes.popitem(last=False)[0])
        for old in over:
            cursor.execute(f"DROP TABLE IF EXISTS {HOT}.{quoted(old)}")

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Make an engine-only table, in place of an earlier one of that name. `columns` are (name, SQL type)."""
        name, cursor = copy_name(table), self._con.cursor()
        body = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
        cursor.execute("BEGIN")
        cursor.execute(f"CREATE OR REPLACE TABLE {HOT}.{quoted(name)} ({body})")
        given = [list(row) for row in rows]
        if given:
            marks = ", ".join("?" for _ in columns)
            cursor.executemany(f"INSERT INTO {HOT}.{quoted(name)} VALUES ({marks})", given)
        cursor.execute("COMMIT")
        self._enter(cursor, name, len(given) * len(columns) * BYTES_PER_CELL)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)
        self.path.with_suffix(".duckdb.wal").unlink(missing_ok=True)


def copy_name(table: TableRef) -> str:
    return table.name if table.snapshot is None else f"{table.name}@{table.snapshot}"


def measure(cursor: duckdb.DuckDBPyConnection, source: str) -> tuple[int, int]:
    """(rows, cells)."""
    described = cursor.execute(f"SELECT * FROM {source} LIMIT 0").description or []
    counted = cursor.execute(f"SELECT count(*) FROM {source}").fetchone()
    rows = int(counted[0]) if counted else 0
    return rows, rows * len(described)


def sweep(config: LakeConfig) -> None:
    """Remove the cache files of processes that are gone."""
    for path in config.cache.glob("hot-*"):
        pid = int(path.name.split("-")[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
        except PermissionError:
            continue
