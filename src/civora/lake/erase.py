"""Erasure: rows or cells leave a table as if they had never been written, in every snapshot that a version names.

DuckLake keeps what a snapshot had, so the kept states are written anew, one snapshot each, and everything of the tables
before them goes: Parquet files, rows inlined in the catalogue, statistics (which hold lowest and highest values). Other
tables' snapshots stay. Text: the DuckLake specification 1.0, tables of the catalogue.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from civora.core.query.ast import Expr
from civora.core.query.check import check_condition
from civora.core.schema import Schema
from civora.lake import connect
from civora.lake.commit import transaction
from civora.lake.compile.conditions import condition
from civora.lake.compile.sql import TABLE, Context
from civora.lake.connect import LAKE, quoted
from civora.lake.lock import write_lock
from civora.lake.run import Source, with_tables
from civora.lake.sql import Sql
from civora.lake.types import LakeConfig
from civora.lake.write import Writer

META = "__ducklake_metadata_lake"
OF_TABLE = ("ducklake_file_column_stats", "ducklake_table_column_stats", "ducklake_delete_file", "ducklake_data_file")
MARKS = "erased.txt"  # in the cache folder: names of copies that other processes drop; see `hot`
BUSY_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class State:
    """A table as it was at a snapshot."""

    snapshot: int
    schema: Schema


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The snapshot that takes its place, its rows, and how many were met by the condition."""

    snapshot: int
    rows: int
    met: int


def test_of(where: Expr, schema: Schema, lang: str, now: datetime) -> Sql:
    """Raises UnknownField and the other errors of ODSQL."""
    return condition(check_condition(where, schema), Context(schema, "UTC", lang, now))


def rewrite(
    writer: Writer, table: str, states: Sequence[State], where: Expr, cells: Sequence[str], *, lang: str, now: datetime
) -> dict[int, Rewritten]:
    """Write each state anew, oldest first, without the rows that meet `where`, or with nothing in their `cells`."""
    return {
        one.snapshot: rewritten(
            writer,
            table,
            one,
            test_of(where, one.schema, lang, now),
            cells,
            counted(writer, table, one, where, now=now),
        )
        for one in states
    }


def counted(writer: Writer, table: str, state: State, where: Expr, *, now: datetime) -> int:
    """How many rows of that state meet the condition."""
    test = test_of(where, state.schema, "en", now)
    sql = with_tables(f"SELECT count(*) FROM {TABLE} WHERE {test.text}", [at(table, state.snapshot)])
    row = writer.con.execute(sql, list(test.params)).fetchone()
    return int(row[0]) if row else 0


def at(table: str, snapshot: int) -> Source:
    return Source(f"{LAKE}.{quoted(table)}", f" AT (VERSION => {snapshot})")


def rewritten(writer: Writer, table: str, state: State, test: Sql, cells: Sequence[str], met: int) -> Rewritten:
    names: list[str] = []
    params: list[object] = []
    for name in state.schema.names:
        if name in cells:
            names.append(f"CASE WHEN {test.text} THEN NULL ELSE {quoted(name)} END AS {quoted(name)}")
            params += test.params
        else:
            names.append(quoted(name))
    source = f"SELECT {', '.join(names)} FROM {TABLE}"
    if not cells:
        source += f" WHERE ({test.text}) IS NOT TRUE"
        params += test.params
    source = with_tables(source, [at(table, state.snapshot)])
    # Through a copy: inside the transaction that replaces a table its earlier states read as empty.
    writer.con.execute(f"CREATE OR REPLACE TEMP TABLE kept_rows AS {source}", params)
    done = writer.replace(table, state.schema, "SELECT * FROM kept_rows")
    writer.con.execute("DROP TABLE kept_rows")
    return Rewritten(done.snapshot, done.rows, met)


def purge(config: LakeConfig, table: str, *, before: int) -> int:
    """Take what the table was before snapshot `before` out of the catalogue and off the disk. Returns how many files went."""
    with Writer(config) as writer:
        with transaction(writer.con, config):
            sql = f"SELECT table_id FROM {META}.ducklake_table WHERE table_name = ? AND begin_snapshot < ?"
            for (number,) in writer.con.execute(sql, [table, before]).fetchall():
                forget(writer, int(number))
        with write_lock(config):
            older = f"older_than => TIMESTAMPTZ '{datetime.now(UTC).isoformat()}'"
            gone = writer.con.execute(f"CALL ducklake_cleanup_old_files('{LAKE}', {older})").fetchall()
    compact(config)
    return len(gone)


def forget(writer: Writer, number: int) -> None:
    con = writer.con
    path = "s.path || t.path || f.path"
    for kind, column in (("ducklake_data_file", "data_file_id"), ("ducklake_delete_file", "delete_file_id")):
        con.execute(
            f"INSERT INTO {META}.ducklake_files_scheduled_for_deletion SELECT f.{column}, {path}, true, now() "
            f"FROM {META}.{kind} f JOIN {META}.ducklake_table t USING (table_id) JOIN {META}.ducklake_schema s USING (schema_id) "
            f"WHERE f.table_id = {number}"
        )
    for name in OF_TABLE:
        con.execute(f"DELETE FROM {META}.{name} WHERE table_id = {number}")
    inlined = con.execute(
        f"SELECT table_name FROM {META}.ducklake_inlined_data_tables WHERE table_id = {number}"
    ).fetchall()
    for (name,) in inlined:
        con.execute(f"DELETE FROM {META}.{quoted(name)}")
    con.execute(
        f"UPDATE {META}.ducklake_table_stats SET record_count = 0, file_size_bytes = 0 WHERE table_id = {number}"
    )


def compact(config: LakeConfig) -> None:
    """SQLite leaves deleted rows in its free pages: the file is written anew. PostgreSQL's own VACUUM does the same."""
    if connect.uses_postgres(config):
        return
    with (
        write_lock(config),
        closing(sqlite3.connect(config.catalog, timeout=BUSY_SECONDS, isolation_level=None)) as con,
    ):
        con.execute("VACUUM")
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def mark(config: LakeConfig, names: Sequence[str]) -> None:
    """Tell every process of this machine to drop its copies of these (table, snapshot)."""
    with (config.cache / MARKS).open("a") as file:
        file.writelines(f"{name}\n" for name in names)
