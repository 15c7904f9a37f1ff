"""The lake in this process: for the command line, for jobs and tests, and inside the engine process."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from civora.lake import connect, guard
from civora.lake.hot import HotTables
from civora.lake.run import EXPORT_LIMITS, result
from civora.lake.types import LakeConfig, Limits, Result, Statement, TableRef

CHUNK = 1 << 20


class LocalLake:
    """Questions on a read-only view of the lake, through native copies of what is asked often."""

    def __init__(self, config: LakeConfig) -> None:
        config.spool.mkdir(parents=True, exist_ok=True)
        self._config = config
        self._con = connect.connection(config, read_only=True, lock=False)
        self._hot = HotTables(self._con, config)
        connect.close_doors(self._con, config)
        self._places = threading.BoundedSemaphore(config.concurrent)

    @contextmanager
    def _cursor(self, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        if not self._places.acquire(timeout=min(seconds, 5.0)):
            raise guard.LakeBusy("Many questions are under way just now.", next_step="Ask again in a few seconds.")
        try:
            with self._con.cursor() as cursor, guard.timed(cursor, seconds):
                yield cursor
        finally:
            self._places.release()

    def _sql(self, statement: Statement) -> str:
        sql = statement.sql
        for index, table in enumerate(statement.tables):
            sql = sql.replace(f"{{{index}}}", self._hot.source(table))
        return sql

    def ask(self, statement: Statement, limits: Limits = Limits()) -> Result:
        with self._cursor(limits.seconds) as cursor:
            rows = cursor.execute(self._sql(statement), statement.params).fetchmany(limits.rows + 1)
        if len(rows) > limits.rows:
            raise guard.QuestionTooLarge(f"The answer has more than {limits.rows:,} rows.", next_step=guard.NARROW)
        return result(statement.columns, rows)

    def stream(self, statement: Statement, options: str, limits: Limits = EXPORT_LIMITS) -> Iterator[bytes]:
        pipe = self._config.spool / f"{uuid.uuid4().hex}.pipe"
        os.mkfifo(pipe, 0o600)
        failed: list[BaseException] = []
        writer = threading.Thread(target=self._write, args=(statement, options, pipe, limits, failed), daemon=True)
        writer.start()
        try:
            with pipe.open("rb", buffering=0) as reader:
                while chunk := reader.read(CHUNK):
                    yield chunk
        finally:
            pipe.unlink(missing_ok=True)
        writer.join()
        if failed:
            raise failed[0]

    def _write(
        self, statement: Statement, options: str, pipe: Path, limits: Limits, failed: list[BaseException]
    ) -> None:
        try:
            self.file(statement, options, pipe, limits)
        except BaseException as error:  # noqa: BLE001 (handed to the reader of the stream, who raises it)
            failed.append(error)
            release(pipe)

    def file(self, statement: Statement, options: str, target: Path, limits: Limits = EXPORT_LIMITS) -> Path:
        with self._cursor(limits.seconds) as cursor:
            sql = f"COPY ({self._sql(statement)}) TO {connect.literal(str(target))} ({options})"
            cursor.execute(sql, statement.params)
        return target

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        self._hot.put(table, columns, rows)

    def close(self) -> None:
        self._con.close()
        self._hot.close()


def release(pipe: Path) -> None:
    """Open and close the pipe once, so that a reader who waits for a writer that failed early sees its end."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return
