"""Rows into the lake: one commit each, whole or not at all.

A source is a SELECT made by `intake` on the writer's own connection, with exactly the schema's columns in their order.
It streams straight into DuckLake's Parquet; nothing is copied on the way.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from civora.core.schema import Field, FieldType, Schema
from civora.lake import connect
from civora.lake.commit import again, transaction
from civora.lake.connect import LAKE, literal, quoted
from civora.lake.errors import NoKey, WrongColumns
from civora.lake.snapshots import committed, current
from civora.lake.types import LakeConfig

STORED = {
    FieldType.TEXT: "VARCHAR", FieldType.INT: "BIGINT", FieldType.DOUBLE: "DOUBLE", FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE", FieldType.DATETIME: "TIMESTAMP WITH TIME ZONE",
    FieldType.GEO_POINT: "STRUCT(lon DOUBLE, lat DOUBLE)", FieldType.GEO_SHAPE: "GEOMETRY", FieldType.FILE: "VARCHAR",
    FieldType.JSON: "JSON",
}  # fmt: skip
BATCH = 5_000
FEW = 5_000  # rows; what DuckLake may keep without a file of its own
made = connect.prepare  # makes the lake's folders and the lake, where they are missing


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: the snapshot that readers may be pointed at, the rows the table holds there, and how many
    were added and removed (a changed row counts in both). A write that changes nothing gives the snapshot there was."""

    snapshot: int
    rows: int
    added: int = 0
    removed: int = 0
    at: datetime | None = None


def stored(field: Field) -> str:
    """The column type that a field is kept as."""
    kind = STORED[field.type]
    return f"{kind}[]" if field.is_multivalued else kind


def columns(schema: Schema) -> str:
    return ", ".join(f"{quoted(field.name)} {stored(field)}" for field in schema.fields)


class Writer:
    """A connection that writes. `sources` are the files it may read rows from. Use as a context manager.

    Not for threads: one writer, one thread.
    """

    def __init__(self, config: LakeConfig, sources: tuple[Path, ...] = ()) -> None:
        self._config = config
        connect.prepare(config)
        config.deliveries.mkdir(parents=True, exist_ok=True)
        self.con = connect.connection(config, read_only=False, sources=(*sources, config.deliveries))
        self._done = Written(0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()

    # ---- the four writes

    @again
    def replace(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        """The rows of `source` become the table, whatever columns it had. Raises WrongColumns."""
        with self._commit(table):
            self._check(schema, source, params)
            removed = self._count(table) if self._exists(table) else 0
            self.con.execute(f"CREATE OR REPLACE TABLE {LAKE}.{quoted(table)} ({columns(schema)})")
            self._count_in(added=self._insert(table, schema, source, params), removed=removed)
        return self._done

    @again
    def append(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        """The rows of `source` come after those of the table. Columns that it lacks are added. Raises WrongColumns."""
        with self._commit(table):
            self._check(schema, source, params)
            self._fit(table, schema)
            self._count_in(added=self._insert(table, schema, source, params))
        return self._done

    @again
    def upsert(self, table: str, schema: Schema, source: str, params: Sequence[object] = ()) -> Written:
        """Rows whose key the table knows take the place of the old ones, others are added, equal ones left alone.

        Of several rows with one key the last counts. Raises NoKey, WrongColumns.
        """
        keys = key_columns(schema)
        old, target = f"{LAKE}.{quoted(table)}", ", ".join(quoted(name) for name in schema.names)
        same = " AND ".join(f"old.{key} IS NOT DISTINCT FROM delivered.{key}" for key in keys)
        equal = " AND ".join(
            f"old.{quoted(name)} IS NOT DISTINCT FROM delivered.{quoted(name)}" for name in schema.names
        )
        last = f"row_number() OVER (PARTITION BY {', '.join(keys)} ORDER BY rowid DESC) = 1"
        with self._commit(table):
            self._check(schema, source, params)
            self._fit(table, schema)
            self._deliver(schema, source, params)
            self.con.execute(f"DELETE FROM delivered WHERE rowid NOT IN (SELECT rowid FROM delivered QUALIFY {last})")
            self.con.execute(f"DELETE FROM delivered WHERE EXISTS (SELECT 1 FROM {old} old WHERE {equal})")
            removed = self._changed(f"DELETE FROM {old} old USING delivered WHERE {same}", ())
            added = self._insert(table, schema, f"SELECT {target} FROM delivered ORDER BY rowid", ())
            self.con.execute("DROP TABLE delivered")
            self._count_in(added=added, removed=removed)
        return self._done

    @again
    def delete(self, table: str, schema: Schema, keys: Iterable[Sequence[object]]) -> Written:
        """Remove the rows with these keys (values in the order of the key columns). Raises NoKey."""
        names = key_columns(schema)
        keyed = Schema(schema.keys)
        same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM delivered.{name}" for name in names)
        with self._commit(table):
            self._deliver(keyed, self.rows(keyed, keys), ())
            self._count_in(
                removed=self._changed(f"DELETE FROM {LAKE}.{quoted(table)} old USING delivered WHERE {same}", ())
            )
            self.con.execute("DROP TABLE delivered")
        return self._done

    def settle(self, table: str, snapshot: int, schema: Schema) -> bool:
        """The table again as `snapshot` shows it, where something was written to it since that readers do not see: a version
        that was taken back, or one that was never pointed at. Says whether there was anything."""
        later = f"SELECT count(*) FROM ducklake_table_changes({literal(LAKE)}, 'main', {literal(table)}, {snapshot + 1:d}, {max(snapshot + 1, current(self.con)):d})"
        if current(self.con) <= snapshot or not self._changed(later, ()):
            return False
        names = ", ".join(quoted(name) for name in schema.names)
        source = f"SELECT {names} FROM {LAKE}.{quoted(table)} AT (VERSION => {snapshot:d})"
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE settled AS {source}")
        self.replace(table, schema, "SELECT * FROM settled ORDER BY rowid")
        self.con.execute("DROP TABLE settled")
        return True

    def drop(self, table: str) -> None:
        """Remove the table from now on; earlier snapshots keep it until they expire."""
        with transaction(self.con, self._config):
            self.con.execute(f"DROP TABLE IF EXISTS {LAKE}.{quoted(table)}")

    # ---- sources

    def rows(self, schema: Schema, rows: Iterable[Sequence[Any]]) -> str:
        """Python values as a source. Shapes are WKT text, points {"lon", "lat"}, JSON text."""
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE given ({columns(schema)})")
        unnested = ", ".join(f"unnest(CAST(? AS {parameter(field)}[]))" for field in schema.fields)
        names = [quoted(f"c{index}") for index in range(len(schema.fields))]
        cast = ", ".join(from_parameter(field, name) for field, name in zip(schema.fields, names, strict=True))
        whole, given = f"SELECT {cast} FROM (SELECT {unnested}) AS v({', '.join(names)})", list(rows)
        for start in range(0, len(given), BATCH):
            lists = [list(column) for column in zip(*given[start : start + BATCH], strict=True)]
            self.con.execute(f"INSERT INTO given {whole}", lists)
        return "SELECT * FROM given"

    @staticmethod
    def parquet(schema: Schema, path: Path) -> str:
        """A Parquet file with the schema's columns as a source. It lies in a folder that the writer may read."""
        return f"SELECT {', '.join(quoted(name) for name in schema.names)} FROM read_parquet({literal(str(path))})"

    # ---- parts

    def _check(self, schema: Schema, source: str, params: Sequence[object]) -> None:
        found = self.con.execute(f"SELECT * FROM ({source}) LIMIT 0", list(params)).description or []
        names = tuple(column[0] for column in found)
        if names != schema.names:
            raise WrongColumns(
                f"The rows have the columns {', '.join(names)[:300]}, the schema {', '.join(schema.names)[:300]}.",
                next_step="Select exactly the schema's columns, in its order.",
            )

    def _deliver(self, schema: Schema, source: str, params: Sequence[object]) -> None:
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE delivered ({columns(schema)})")
        self.con.execute(f"INSERT INTO delivered {source}", list(params))

    def _insert(self, table: str, schema: Schema, source: str, params: Sequence[object]) -> int:
        """Add the rows in their order, and count them.

        DuckLake's own INSERT shuffles blocks of rows where it writes with several threads. COPY keeps the order at the
        same speed, so the file is written by COPY and handed to DuckLake. Few rows it may keep without a file.
        """
        staged = staging(self._config, table)
        cast = ", ".join(f"CAST({quoted(one.name)} AS {stored(one)}) AS {quoted(one.name)}" for one in schema.fields)
        is_entered = False
        try:
            copy = (
                f"COPY (SELECT {cast} FROM ({source})) TO {literal(staged)} (FORMAT parquet, GEOPARQUET_VERSION 'V2')"
            )
            rows = self._changed(copy, params)
            if rows > FEW:
                self._enter(table, staged)
                is_entered = True
            else:
                names = ", ".join(quoted(name) for name in schema.names)
                file = f"SELECT {names} FROM read_parquet({literal(staged)})"
                self._changed(f"INSERT INTO {LAKE}.{quoted(table)} ({names}) {file}", ())
        finally:
            if not is_entered:
                remove(staged)
        return rows

    def _enter(self, table: str, file: str) -> None:
        add = f"CALL ducklake_add_data_files({literal(LAKE)}, {literal(table)}, {literal(file)}, allow_missing => true)"
        self.con.execute(add)

    def _changed(self, sql: str, params: Sequence[object]) -> int:
        row = self.con.execute(sql, list(params)).fetchone()
        return int(row[0]) if row else 0

    def _exists(self, table: str) -> bool:
        found = "SELECT 1 FROM duckdb_tables() WHERE database_name = ? AND table_name = ?"
        return self.con.execute(found, [LAKE, table]).fetchone() is not None

    def _fit(self, table: str, schema: Schema) -> None:
        """Make the table if there is none; add columns that it lacks. Raises WrongColumns where a type differs."""
        self.con.execute(f"CREATE TABLE IF NOT EXISTS {LAKE}.{quoted(table)} ({columns(schema)})")
        known = {row[0]: row[1] for row in self.con.execute(f"DESCRIBE {LAKE}.{quoted(table)}").fetchall()}
        for field in schema.fields:
            if field.name not in known:
                self.con.execute(f"ALTER TABLE {LAKE}.{quoted(table)} ADD COLUMN {quoted(field.name)} {stored(field)}")
            elif known[field.name] != stored(field):
                raise WrongColumns(
                    f"{field.name} was kept as another type so far.",
                    next_step="Replace the whole table, or read the column as before.",
                    field=field.name,
                )

    def _count(self, table: str) -> int:
        return self._changed(f"SELECT count(*) FROM {LAKE}.{quoted(table)}", ())

    def _count_in(self, *, added: int = 0, removed: int = 0) -> None:
        self._done = Written(0, 0, added, removed)

    @contextmanager
    def _commit(self, table: str) -> Iterator[None]:
        """A transaction, and afterwards what it came to in `_done`."""
        with transaction(self.con, self._config):
            base = current(self.con)
            yield
            rows = self._count(table)
        latest = committed(self.con, base)
        self._done = replace(self._done, snapshot=latest.id, at=latest.at, rows=rows)


def staging(config: LakeConfig, table: str) -> str:
    """A new file where DuckLake keeps the table's own."""
    folder = f"{config.data.rstrip('/')}/main/{table}"
    if not connect.is_remote(config):
        Path(folder).mkdir(parents=True, exist_ok=True)
    return f"{folder}/ducklake-{uuid.uuid4()}.parquet"


def remove(file: str) -> None:
    """A file in a bucket is left to the next sweep."""
    if "://" not in file:
        Path(file).unlink(missing_ok=True)


def key_columns(schema: Schema) -> list[str]:
    """The quoted key columns. Raises NoKey."""
    if not schema.keys:
        raise NoKey("This table has no key columns.", next_step="Name the columns that identify a row.")
    return [quoted(field.name) for field in schema.keys]


def parameter(field: Field) -> str:
    """The type that Python values of the field are handed over as: DuckDB takes no shapes from Python."""
    return "VARCHAR" if field.type in (FieldType.GEO_SHAPE, FieldType.JSON) else stored(field)


def from_parameter(field: Field, name: str) -> str:
    return f"ST_GeomFromText({name})" if field.type is FieldType.GEO_SHAPE else f"CAST({name} AS {stored(field)})"
