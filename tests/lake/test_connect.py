"""Connections are locked to the lake's folders, and no text of a caller gets through the one hole that is left."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civora.core.errors import CivoraError
from civora.core.query import odsql
from civora.core.query.ast import Name as FieldName
from civora.core.query.ast import Output, Query, Value
from civora.core.query.check import check
from civora.lake import compile as compiled
from civora.lake import connect
from civora.lake.local import LocalLake
from civora.lake.run import PIECES
from civora.lake.types import LakeConfig, Statement, TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, ROWS, everything, numbers

NOW = datetime(2025, 5, 15, tzinfo=UTC)


def test_extensions_come_from_their_wheels(config: LakeConfig) -> None:
    assert all(Path(connect.extension(name)).is_file() for name in connect.wanted(config))
    assert connect.wanted(replace(config, data="s3://city/lake", catalog="postgres://h/db")) == (
        "postgres_scanner", "ducklake", "spatial", "httpfs",
    )  # fmt: skip


@pytest.mark.parametrize("is_writer", [False, True])
def test_the_doors_are_closed(config: LakeConfig, is_writer: bool, tmp_path: Path) -> None:
    connect.prepare(config)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    con = connect.connection(config, read_only=not is_writer)
    refused = [
        "SELECT * FROM read_csv('/etc/passwd')",
        f"SELECT * FROM '{tmp_path}/secret.csv'",
        f"SELECT * FROM glob('{tmp_path}/*')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/out.duckdb' AS out",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "INSTALL httpfs",
        f"LOAD '{connect.extension('httpfs')}'",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET TimeZone = 'Europe/Berlin'",
    ]
    for sql in refused:
        with pytest.raises(duckdb.Error):
            con.execute(sql)
    assert con.execute(f"COPY (SELECT 1) TO '{config.spool}/in.csv'").fetchall() == [(1,)]
    con.close()


def test_a_reader_cannot_write(config: LakeConfig, writer: Writer) -> None:
    numbers(writer, 3)
    con = connect.connection(config, read_only=True)
    for sql in ("DELETE FROM lake.d1", "DROP TABLE lake.d1", "CREATE TABLE lake.x (a INT)"):
        with pytest.raises(duckdb.Error):
            con.execute(sql)
    con.close()


def test_a_writer_reads_deliveries(config: LakeConfig, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a\n1\n")
    (tmp_path / "two.csv").write_text("a\n1\n")
    with Writer(config, sources=(tmp_path / "one.csv",)) as writer:
        (config.deliveries / "kept.csv").write_text("a\n1\n")
        assert writer.con.execute(f"SELECT a FROM '{config.deliveries}/kept.csv'").fetchall() == [(1,)]
        assert writer.con.execute(f"SELECT a FROM '{tmp_path}/one.csv'").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error):
            writer.con.execute(f"SELECT a FROM '{tmp_path}/two.csv'")


def test_python_variables_are_no_tables(config: LakeConfig) -> None:
    connect.prepare(config)
    con = connect.connection(config, read_only=True)
    rows = duckdb.sql("SELECT 1 AS a")
    with pytest.raises(duckdb.CatalogException):
        con.execute("SELECT * FROM rows")
    assert rows is not None
    con.close()


def test_the_catalogue_keeps_a_write_ahead_log(config: LakeConfig) -> None:
    connect.prepare(config)
    connect.prepare(config)
    with sqlite3.connect(config.catalog) as catalogue:
        assert catalogue.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_home_can_move(config: LakeConfig, tmp_path: Path) -> None:
    with Writer(config) as writer:
        table = numbers(writer, 300)
    (tmp_path / "lake").rename(tmp_path / "elsewhere")
    moved = replace(config, catalog=str(tmp_path / "elsewhere/catalog.sqlite"), data=str(tmp_path / "elsewhere/data"))
    local = LocalLake(moved)
    assert len(local.ask(everything(table)).rows) == 300
    local.close()


def test_what_dead_processes_left_is_swept(config: LakeConfig) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    connect.prepare(config)
    left = [config.cache / f"hot-{gone.pid}-a.duckdb", config.spool / f"pipe-{gone.pid}-a"]
    alive = config.cache / f"hot-{os.getpid()}-a.duckdb"
    for path in (*left, alive):
        path.touch()
    (config.spool / f"spill-{gone.pid}-a").mkdir()
    connect.sweep(config)
    assert not any(path.exists() for path in left)
    assert not list(config.spool.glob("spill-*"))
    assert alive.exists()


def test_a_lock_of_sqlite_is_waited_for() -> None:
    tries = []

    def act() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise duckdb.IOException("IO Error: database is locked")
        return "done"

    assert connect.retried(act) == "done"
    with pytest.raises(duckdb.IOException):
        connect.retried(lambda: (_ for _ in ()).throw(duckdb.IOException("disk full")))


def test_the_keys_to_a_bucket_come_from_the_usual_variables() -> None:
    given_ = {"AWS_ACCESS_KEY_ID": "k'", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": "http://127.0.0.1:9000"}
    assert connect.bucket_secret(given_) == (
        "CREATE SECRET bucket (TYPE s3, KEY_ID 'k''', SECRET 's', "
        "ENDPOINT '127.0.0.1:9000', URL_STYLE 'path', USE_SSL false)"
    )
    assert connect.bucket_secret({}) == "CREATE SECRET bucket (TYPE s3)"


# ---- the hole: DuckDB's SQLite scanner does not honour the lock


def test_the_hole_is_there(config: LakeConfig, tmp_path: Path) -> None:
    """If this fails, DuckDB has mended it, and the sentence in DESIGN can go."""
    connect.prepare(config)
    con = connect.connection(config, read_only=True)
    con.execute(f"ATTACH '{tmp_path}/outside.sqlite' AS outside (TYPE sqlite)")
    con.execute("CREATE TABLE outside.t (a INT)")
    con.close()
    assert (tmp_path / "outside.sqlite").exists()


def skeleton(sql: str) -> str:
    """SQL without what stands in quotes: all that DuckDB reads as language."""
    return PIECES.sub(lambda match: "Q" if match[1] else match[0], sql)


def compiled_with(text: str) -> list[Statement]:
    """Every kind of statement, with the text in each place where a caller may write one."""
    text = text or "x"
    name = FieldName("name")
    where = odsql.parse_where("name = 'x' and search(name, 'x') and name like 'x' and id > 1")
    query = Query("t", select=(Output(name, text), Output(Value(text), "v")), where=swapped(where, text), limit=3)
    table = TableRef("t", 1)
    return [
        compiled.rows(check(query, EVERY_TYPE), table, whole=EVERY_TYPE, guard=None, now=NOW),
        compiled.count(check(query, EVERY_TYPE), table, whole=EVERY_TYPE, guard=None, now=NOW),
        compiled.record(check(query, EVERY_TYPE), table, text, whole=EVERY_TYPE, guard=None, now=NOW),
    ]


def swapped(expr: object, text: str) -> object:
    """The expression with the text in place of every 'x'."""
    if isinstance(expr, Value):
        return Value(text) if expr.value == "x" else expr
    if isinstance(expr, tuple):
        return tuple(swapped(one, text) for one in expr)
    if hasattr(expr, "__dataclass_fields__"):
        return replace(expr, **{name: swapped(getattr(expr, name), text) for name in expr.__dataclass_fields__})
    return expr


PLAIN = [skeleton(one.sql) for one in compiled_with("word")]


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60).filter(str.strip)
)
@settings(max_examples=150, deadline=None)
def test_no_text_of_a_caller_reaches_the_engine_as_sql(text: str) -> None:
    """The statement's language is made of ours alone: what is typed stands in quotes or among the parameters."""
    for statement in compiled_with(text):
        words = skeleton(statement.sql)
        for foreign in ("ATTACH", "COPY", ";", "--", "/*", "sqlite", "read_"):
            assert foreign not in words
        assert text not in words.split() or text in " ".join(PLAIN).split()


NASTY = ["x'; ATTACH 'OUT/evil.sqlite' AS e (TYPE sqlite); --",
         'x"; COPY (SELECT 1) TO \'OUT/evil.csv\'; --', "{0}", '"{0}"',
         "'||sqlite_scan('OUT/evil.sqlite','t')||'", "sqlite_attach('OUT/evil.sqlite')", "$1", "?", "\\"]  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_texts_are_only_texts(nasty: str, config: LakeConfig, writer: Writer, tmp_path: Path) -> None:
    text = nasty.replace("OUT", str(tmp_path))
    table = TableRef("d1", writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS)).snapshot)
    local = LocalLake(config)
    for statement in compiled_with(text):
        try:
            local.ask(replace(statement, tables=(table,)))
        except CivoraError as error:
            assert "ATTACH" not in error.message
    local.close()
    assert not list(tmp_path.glob("evil*"))


def test_no_name_of_a_table_reaches_the_engine_as_sql(config: LakeConfig, tmp_path: Path) -> None:
    local = LocalLake(config)
    for name in (f"d1\"; ATTACH '{tmp_path}/evil.sqlite' AS e (TYPE sqlite); --", "sqlite_scan('a','b')"):
        with pytest.raises(CivoraError):
            local.ask(everything(TableRef(name, 1)))
    local.close()
    assert not list(tmp_path.glob("evil*"))
