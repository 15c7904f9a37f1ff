"""Rows into the lake: one commit each, whole or not at all.

In SQLite mode one file lock stands around each write, because two writers through SQLite's catalogue fail with "database is
locked" even with a busy timeout; PostgreSQL needs none.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from civora.core.errors import Refused
from civora.core.schema import Field, FieldType, Schema
from civora.lake import connect
from civora.lake.connect import LAKE, quoted
from civora.lake.types import LakeConfig

STORED = {
    FieldType.TEXT: "VARCHAR", FieldType.INT: "BIGINT", FieldType.DOUBLE: "DOUBLE", FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE", FieldType.DATETIME: "TIMESTAMP WITH TIME ZONE",
    FieldType.GEO_POINT: "STRUCT(lon DOUBLE, lat DOUBLE)", FieldType.GEO_SHAPE: "GEOMETRY", FieldType.FILE: "VARCHAR",
    FieldType.JSON: "JSON",
}  # fmt: skip


class NoKey(Refused):
    """An upsert or a delete by key on a table without key columns."""

    code = "lake.no_key"


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: the snapshot that readers may be pointed at, and the rows the table holds there."""

    snapshot: int
    rows: int


def stored(field: Field) -> str:
    """The column type that a field is kept as."""
    kind = STORED[field.type]
    return f"{kind}[]" if field.is_multivalued else kind


class Writer:
    """A connection that writes. `sources` are the files it may read rows from. Use as a context manager."""

    def __init__(self, config: LakeConfig, sources: tuple[Path, ...] = ()) -> None:
        self._config = config
        self._snapshot = 0
        for folder in (config.spool, config.cache):
            folder.mkdir(parents=True, exist_ok=True)
        if not connect.is_remote(config):
            Path(config.data).mkdir(parents=True, exist_ok=True)
        with write_lock(config):  # the first writer creates the catalogue
            self.con = connect.connection(config, read_only=False, sources=(*sources, config.deliveries))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()

    def replace(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        """The rows of `source` (a SELECT of exactly the schema's columns) become the table."""
        with self._commit():
            self.con.execute(f"CREATE OR REPLACE TABLE {LAKE}.{quoted(table)} ({columns(schema)})")
            self._insert(table, schema, source, params)
        return self._written(table)

    def append(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        with self._commit():
            self._insert(table, schema, source, params)
        return self._written(table)

    def upsert(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        """Rows whose key the table knows take the place of the old ones; others are added. Raises NoKey."""
        keys = [quoted(field.name) for field in schema.keys]
        if not keys:
            raise NoKey("This table has no key columns.", next_step="Name the columns that identify a row.")
        same = " AND ".join(f"old.{key} IS NOT DISTINCT FROM new.{key}" for key in keys)
        with self._commit():
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE delivered ({columns(schema)})")
            self.con.execute(f"INSERT INTO delivered {source}", list(params))
            self.con.execute(f"DELETE FROM {LAKE}.{quoted(table)} old USING delivered new WHERE {same}")
            self._insert(table, schema, "SELECT * FROM delivered", ())
            self.con.execute("DROP TABLE delivered")
        return self._written(table)

    def delete(self, table: str, schema: Schema, keys: Sequence[Sequence[object]]) -> Written:
        """Remove the rows with these keys (values in the order of the key columns). Raises NoKey."""
        names = [quoted(field.name) for field in schema.keys]
        if not names:
            raise NoKey("This table has no key columns.", next_step="Name the columns that identify a row.")
        same = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in names)
        with self._commit():
            for key in keys:
                self.con.execute(f"DELETE FROM {LAKE}.{quoted(table)} WHERE {same}", list(key))
        return self._written(table)

    def drop(self, table: str) -> None:
        """Remove the table from now on; earlier snapshots keep it until they expire."""
        with self._commit():
            self.con.execute(f"DROP TABLE IF EXISTS {LAKE}.{quoted(table)}")

    def _insert(self, table: str, schema: Schema, source: str, params: Sequence[object]) -> None:
        names = ", ".join(quoted(name) for name in schema.names)
        self.con.execute(f"INSERT INTO {LAKE}.{quoted(table)} ({names}) {source}", list(params))

    @contextmanager
    def _commit(self) -> Iterator[None]:
        """A transaction under the lock; its snapshot is read before the lock is let go, so no other writer's is named."""
        with write_lock(self._config):
            self.con.execute("BEGIN")
            try:
                yield
                self.con.execute("COMMIT")
            except BaseException:
                rollback(self.con)
                raise
            self._snapshot = self._latest()

    def _written(self, table: str) -> Written:
        at = f"AT (VERSION => {self._snapshot})"
        counted = self.con.execute(f"SELECT count(*) FROM {LAKE}.{quoted(table)} {at}").fetchone()
        return Written(self._snapshot, int((counted or [0])[0]))

    def _latest(self) -> int:
        row = self.con.execute(f"SELECT max(snapshot_id) FROM {LAKE}.snapshots()").fetchone()
        return int((row or [0])[0])


def rollback(con: duckdb.DuckDBPyConnection) -> None:
    try:
        con.execute("ROLLBACK")
    except duckdb.TransactionException:
        return  # the failure ended the transaction already


def columns(schema: Schema) -> str:
    return ", ".join(f"{quoted(field.name)} {stored(field)}" for field in schema.fields)


@contextmanager
def write_lock(config: LakeConfig) -> Iterator[None]:
    """One writer at a time across processes, where the catalogue is a SQLite file."""
    if connect.uses_postgres(config):
        yield
        return
    path = Path(config.catalog + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
