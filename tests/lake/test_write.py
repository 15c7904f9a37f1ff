"""Writes: exact values, whole commits, one snapshot each."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from civora.core.schema import Field, FieldType, Schema
from civora.lake.errors import NoKey, NotWritten, WrongColumns
from civora.lake.local import LocalLake
from civora.lake.snapshots import kept, latest, values
from civora.lake.types import LakeConfig, Statement, TableRef
from civora.lake.upkeep import sweep
from civora.lake.write import Writer, stored

from .conftest import EVERY_TYPE, PAIR, ROWS, counted, everything, numbers


def shown(schema: Schema, table: TableRef) -> Statement:
    kinds = tuple((field.name, field.type) for field in schema.fields)
    return Statement(f"SELECT {values(schema.fields)} FROM {{0}}", (), (table,), kinds)


def test_every_type_comes_back_exactly(writer: Writer, config: LakeConfig) -> None:
    written = writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS))
    local = LocalLake(config)
    rows = local.ask(shown(EVERY_TYPE, TableRef("d1", written.snapshot))).rows
    local.close()
    assert [row[:8] for row in rows] == [row[:8] for row in ROWS]
    assert [row[9:] for row in rows] == [row[9:] for row in ROWS]
    assert rows[0][8] == '{"type":"Point","coordinates":[7.0,52.0]}'
    assert rows[0][6].utcoffset().total_seconds() == 0
    assert rows[2][8] is None


def test_special_numbers_survive(writer: Writer, config: LakeConfig) -> None:
    schema = Schema((Field("x", FieldType.DOUBLE),))
    source = "SELECT unnest([0.1::DOUBLE, 'infinity'::DOUBLE, 'nan'::DOUBLE, 5e-324::DOUBLE]) AS x"
    written = writer.replace("d1", schema, source)
    local = LocalLake(config)
    found = [row[0] for row in local.ask(shown(schema, TableRef("d1", written.snapshot))).rows]
    local.close()
    assert found[:2] == [0.1, math.inf]
    assert math.isnan(found[2])
    assert found[3] == 5e-324


def test_the_table_has_the_types_of_the_schema(writer: Writer) -> None:
    writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS))
    described = writer.con.execute("DESCRIBE lake.d1").fetchall()
    assert [(row[0], row[1]) for row in described] == [(field.name, stored(field)) for field in EVERY_TYPE.fields]


def test_each_write_is_one_snapshot(writer: Writer) -> None:
    before = len(kept(writer.con))
    first = writer.replace("d1", PAIR, writer.rows(PAIR, [(1, "a"), (2, "b")]))
    second = writer.append("d1", PAIR, writer.rows(PAIR, [(3, "c")]))
    third = writer.upsert("d1", PAIR, writer.rows(PAIR, [(3, "C"), (4, "d")]))
    fourth = writer.delete("d1", PAIR, [(1,), (99,)])
    assert [one.rows for one in (first, second, third, fourth)] == [2, 3, 4, 3]
    assert [(one.added, one.removed) for one in (first, second, third, fourth)] == [(2, 0), (1, 0), (2, 1), (0, 1)]
    assert len(kept(writer.con)) == before + 4
    assert latest(writer.con).id == fourth.snapshot
    assert isinstance(fourth.at, datetime) and fourth.at.utcoffset() is not None


def test_old_snapshots_read_what_they_read(writer: Writer, config: LakeConfig) -> None:
    first = numbers(writer, 3)
    writer.upsert("d1", PAIR, writer.rows(PAIR, [(0, "zero")]))
    wider = Schema((*PAIR.fields, Field("more", FieldType.DOUBLE)))
    writer.replace("d1", wider, writer.rows(wider, [(7, "x", 1.0)]))
    local = LocalLake(config)
    assert local.ask(everything(first)).rows == [(0, "n0"), (1, "n1"), (2, "n2")]
    local.close()


def test_of_rows_with_one_key_the_last_counts(writer: Writer) -> None:
    numbers(writer, 2)
    written = writer.upsert(
        "d1", PAIR, writer.rows(PAIR, [(5, "first"), (5, "last"), (None, "no key"), (None, "no key 2")])
    )
    found = writer.con.execute("SELECT id, name FROM lake.d1 WHERE id = 5 OR id IS NULL ORDER BY id").fetchall()
    assert found == [(5, "last"), (None, "no key 2")]
    assert written.rows == 4


def test_the_same_rows_again_change_nothing(writer: Writer) -> None:
    rows = writer.rows(EVERY_TYPE, ROWS)
    first = writer.replace("d1", EVERY_TYPE, rows)
    again = writer.upsert("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS))
    assert (again.added, again.removed, again.rows) == (0, 0, len(ROWS))
    assert again.snapshot == first.snapshot


def test_a_write_that_changes_nothing_names_what_it_found(writer: Writer, config: LakeConfig) -> None:
    """Not its own last commit, if somebody else has written since."""
    writer.append("d1", PAIR, writer.rows(PAIR, [(1, "a")]))
    with Writer(config) as other:
        theirs = other.append("d1", PAIR, other.rows(PAIR, [(2, "b")]))
    again = writer.upsert("d1", PAIR, writer.rows(PAIR, [(2, "b")]))
    assert (again.snapshot, again.rows) == (theirs.snapshot, 2)


def test_a_failure_leaves_nothing(writer: Writer, config: LakeConfig) -> None:
    table = numbers(writer, 3)
    before = kept(writer.con)
    late = "SELECT i AS id, CASE WHEN i < 400000 THEN 'x' ELSE error('broken') END AS name FROM range(500000) AS r(i)"
    for verb in (writer.replace, writer.append, writer.upsert):
        with pytest.raises(NotWritten) as failed:
            verb("d1", PAIR, late)
        assert "broken" not in f"{failed.value.message} {failed.value.next_step}"
    assert kept(writer.con) == before
    sweep(config, now=datetime.now(UTC) + timedelta(hours=2))
    assert not list(Path(config.data).rglob("*.parquet"))  # three rows stand in the catalogue itself
    assert writer.append("d1", PAIR, writer.rows(PAIR, [(9, "i")])).rows == 4
    assert table.snapshot == before[-1].id


def test_appending_adds_missing_columns_and_keeps_types(writer: Writer) -> None:
    numbers(writer, 1)
    wider = Schema((*PAIR.fields, Field("more", FieldType.DOUBLE)))
    assert writer.append("d1", wider, writer.rows(wider, [(1, "x", 2.5)])).rows == 2
    assert writer.con.execute("SELECT more FROM lake.d1 ORDER BY id").fetchall() == [(None,), (2.5,)]
    other = Schema((Field("id", FieldType.TEXT), Field("name", FieldType.TEXT)))
    with pytest.raises(WrongColumns) as refused:
        writer.append("d1", other, writer.rows(other, [("a", "x")]))
    assert "id" in refused.value.message


def test_appending_to_nothing_begins_the_table(writer: Writer) -> None:
    assert writer.append("d9", PAIR, writer.rows(PAIR, [(1, "a")])).rows == 1


def test_other_columns_than_the_schemas_are_refused(writer: Writer) -> None:
    with pytest.raises(WrongColumns):
        writer.replace("d1", PAIR, "SELECT 'a' AS name, 1 AS id")


def test_writes_by_key_need_a_key(writer: Writer) -> None:
    plain = Schema((Field("name", FieldType.TEXT),))
    with pytest.raises(NoKey):
        writer.upsert("d1", plain, "SELECT 'a' AS name")
    with pytest.raises(NoKey):
        writer.delete("d1", plain, [("a",)])


def test_a_dropped_table_stays_in_its_snapshots(writer: Writer, config: LakeConfig) -> None:
    table = numbers(writer, 3)
    writer.drop("d1")
    writer.drop("d1")
    local = LocalLake(config)
    assert local.ask(counted(table)).rows == [(3,)]
    local.close()
    assert writer.append("d1", PAIR, writer.rows(PAIR, [(1, "a")])).rows == 1


def test_sources_are_streamed_from_files(writer: Writer, config: LakeConfig) -> None:
    (config.deliveries / "rows.csv").write_text("id,name\n1,a\n2,b\n")
    csv = f"SELECT id, name FROM read_csv('{config.deliveries}/rows.csv')"
    assert writer.replace("d1", PAIR, csv).rows == 2
    writer.con.execute(f"COPY lake.d1 TO '{config.spool}/rows.parquet' (FORMAT parquet)")
    assert writer.append("d1", PAIR, writer.parquet(PAIR, config.spool / "rows.parquet")).rows == 4
    assert writer.append("d1", PAIR, "SELECT ? AS id, ? AS name", (7, "x")).rows == 5


@pytest.mark.parametrize("rows", [7, 3_000, 700_000])
def test_the_order_of_the_rows_stays(writer: Writer, config: LakeConfig, rows: int) -> None:
    """However many threads write: in the table, by row number, after more rows, and in the native copy."""
    backwards = f"SELECT {rows} - i AS id, 'n' AS name FROM range({rows}) AS r(i)"
    writer.con.execute(f"CREATE TEMP TABLE loaded AS {backwards}")
    writer.replace("d1", PAIR, "SELECT id, name FROM loaded")
    written = writer.append("d1", PAIR, "SELECT id - 10000000 AS id, name FROM loaded")
    up = "SELECT count(*) FROM (SELECT id, lag(id) OVER ({}) AS last FROM lake.d1) WHERE id >= last"
    assert writer.con.execute(up.format("")).fetchone() == (0,)
    assert writer.con.execute(up.format("ORDER BY rowid")).fetchone() == (0,)
    assert written.rows == 2 * rows
    local = LocalLake(config)
    table = TableRef("d1", written.snapshot)
    found = "SELECT count(*) FROM (SELECT id, lag(id) OVER (ORDER BY rowid) AS last FROM {0}) WHERE id >= last"
    for _ in range(2):
        assert local.ask(Statement(found, (), (table,))).rows == [(0,)]
        local._hot.settle()
    local.close()


def test_every_type_comes_back_exactly_from_a_file_of_its_own(writer: Writer) -> None:
    """Many rows are written by COPY and handed to DuckLake as a file."""
    writer.con.execute(f"CREATE TEMP TABLE kept AS {writer.rows(EVERY_TYPE, ROWS)}")
    source = "SELECT kept.* FROM range(3000), kept"
    written = writer.replace("d1", EVERY_TYPE, source)
    assert written.rows == 9000
    rows = writer.con.execute("SELECT DISTINCT * FROM lake.d1 ORDER BY id").fetchall()
    assert rows == writer.con.execute("FROM kept ORDER BY id").fetchall()
    assert writer.upsert("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS[:1])).rows == 9000
    assert writer.delete("d1", EVERY_TYPE, [(1,)]).rows == 6000
    wider = Schema((*EVERY_TYPE.fields, Field("more", FieldType.TEXT)))
    grown = writer.append("d1", wider, f"SELECT *, 'x' AS more FROM ({source})")
    assert grown.rows == 15000
    assert writer.con.execute("SELECT count(more), count(*) FROM lake.d1").fetchone() == (9000, 15000)
