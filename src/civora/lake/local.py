"""The lake in this process: for the command line, for jobs and tests, and inside the engine process.

A question that overhears its interruption goes on here until it ends; the engine process is what can be given up.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from civora.lake import connect, errors, guard, pipes
from civora.lake.hot import HotTables, cold_source
from civora.lake.places import Places
from civora.lake.run import EXPORT_LIMITS, QUESTION_LIMITS, check_options, check_target, result, with_tables
from civora.lake.types import LakeConfig, Limits, Result, Statement, TableRef

EXPORT_MB = 256  # of the engine for large exports
PUT_SECONDS = 60.0
GRACE = 2.0  # seconds that an abandoned export has to end


class LocalLake:
    """Questions on a read-only view of the lake, through native copies of what is asked often."""

    def __init__(self, config: LakeConfig) -> None:
        connect.prepare(config)
        self._config = config
        self._con = connect.connection(config, read_only=True, lock=False)
        self._hot = HotTables(self._con, config)
        connect.close_doors(self._con, config)
        self._apart_con: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()
        self._questions, self._exports = Places(config.concurrent), Places(config.concurrent)

    @contextmanager
    def _ready(self, statement: Statement, seconds: float) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        """A watched cursor, and the statement's SQL on tables that stay while the block runs."""
        with (
            self._con.cursor() as cursor,
            guard.timed(cursor, seconds),
            self._hot.sources(statement.tables, cursor, is_by_place=statement.is_by_place) as names,
        ):
            yield cursor, with_tables(statement.sql, names)

    def ask(self, statement: Statement, limits: Limits = QUESTION_LIMITS) -> Result:
        with self._questions.taken(), self._ready(statement, limits.seconds) as (cursor, sql):
            rows = connect.retried(lambda: cursor.execute(sql, statement.params).fetchmany(limits.rows + 1))
        if len(rows) > limits.rows:
            raise errors.too_many_rows(limits.rows)
        return result(statement.columns, rows)

    def stream(self, statement: Statement, options: str, limits: Limits = EXPORT_LIMITS) -> Iterator[bytes]:
        check_options(options)
        return self._streamed(statement, options, limits)

    def _streamed(self, statement: Statement, options: str, limits: Limits) -> Iterator[bytes]:
        with self._exports.taken(), pipes.pipe(self._config.spool) as pipe:
            export = Export(self, statement, options, pipe, limits)
            try:
                yield from pipe.chunks(export.done)
            finally:
                export.finish()
        export.check()

    def file(self, statement: Statement, options: str, target: Path, limits: Limits = EXPORT_LIMITS) -> Path:
        check_options(options)
        check_target(target, self._config)
        with self._exports.taken():
            self.copy(statement, options, target, limits)
        return target

    def copy(self, statement: Statement, options: str, target: Path, limits: Limits) -> None:
        """Run COPY to the target, which may be a named pipe, in this thread, whatever else is under way."""
        with self._con.cursor() as probe, guard.timed(probe, limits.seconds):
            way = self._ready if self._hot.are_small(statement.tables, probe) else self._apart
        with way(statement, limits.seconds) as (cursor, sql):
            text = f"COPY ({sql}) TO {connect.literal(str(target))} ({options})"
            connect.retried(lambda: cursor.execute(text, statement.params))

    @contextmanager
    def _apart(self, statement: Statement, seconds: float) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        """A watched cursor of the engine for large exports, on the lake itself."""
        with self._export_engine().cursor() as cursor, guard.timed(cursor, seconds):
            yield cursor, with_tables(statement.sql, [cold_source(table) for table in statement.tables])

    def _export_engine(self) -> duckdb.DuckDBPyConnection:
        """COPY fills what memory it may use, and a slow reader holds its threads: so large exports have an engine of
        their own, made when first needed, with little memory. They read the lake as fast as a native copy."""
        with self._lock:
            if self._apart_con is None:
                config = replace(self._config, memory_mb=min(self._config.memory_mb, EXPORT_MB))
                self._apart_con = connect.connection(config, read_only=True)
            return self._apart_con

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        with self._con.cursor() as cursor, guard.timed(cursor, PUT_SECONDS):
            self._hot.put(table, columns, rows, cursor)

    def close(self) -> None:
        self._hot.close()
        self._con.close()
        if self._apart_con is not None:
            self._apart_con.close()

    def leave(self) -> None:
        """Remove the cache file and wait for nothing: the process ends next."""
        self._hot.remove()


class Export:
    """COPY in a thread of its own. `done` is a descriptor that becomes readable at its end."""

    def __init__(self, lake: LocalLake, statement: Statement, options: str, pipe: pipes.Pipe, limits: Limits) -> None:
        self.done, self._signal = os.pipe()
        self._pipe = pipe
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(lake, statement, options, limits), daemon=True)
        self._thread.start()

    def _run(self, lake: LocalLake, statement: Statement, options: str, limits: Limits) -> None:
        try:
            lake.copy(statement, options, self._pipe.path, limits)
        except BaseException as error:  # noqa: BLE001 (handed to the reader of the stream, who raises it)
            self._failed = error
        finally:
            os.close(self._signal)

    def finish(self) -> None:
        """Stop the question if it still runs, and wait for it."""
        self._pipe.hang_up()
        for _ in range(int(GRACE / guard.TICK)):
            self._thread.join(guard.TICK)
            if not self._thread.is_alive():
                break
            guard.WATCH.stop(self._thread.ident)
            self._pipe.nudge()
        os.close(self.done)

    def check(self) -> None:
        """Raises what COPY raised."""
        if self._failed is not None:
            raise self._failed
