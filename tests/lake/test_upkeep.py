"""Upkeep changes files, never answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from civora.lake import upkeep
from civora.lake.errors import VersionGone
from civora.lake.local import LocalLake
from civora.lake.snapshots import kept
from civora.lake.types import LakeConfig, TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, PAIR, ROWS, counted, everything

LATER = datetime.now(UTC) + timedelta(hours=3)


def files(config: LakeConfig) -> int:
    return len(list(Path(config.data).rglob("*.parquet")))


def appended(writer: Writer, times: int, rows: int) -> list[TableRef]:
    """A table in as many snapshots, each with so many more rows."""
    found = []
    for number in range(times):
        source = f"SELECT i + {number * rows} AS id, 'n' AS name FROM range({rows}) AS r(i)"
        found.append(TableRef("d1", writer.append("d1", PAIR, source).snapshot))
    return found


def check(config: LakeConfig, tables: list[TableRef], rows: int) -> None:
    local = LocalLake(config)
    for number, table in enumerate(tables, 1):
        assert [row[0] for row in local.ask(everything(table)).rows] == list(range(number * rows))
    local.close()


@pytest.mark.parametrize("rows", [50, 6_000])
def test_small_files_become_one_and_snapshots_stay(config: LakeConfig, writer: Writer, rows: int) -> None:
    """Whether DuckLake wrote them or was handed them."""
    tables = appended(writer, 6, rows)
    assert files(config) == 6
    assert upkeep.merge(config) == 1
    check(config, tables, rows)
    assert upkeep.sweep(config, now=LATER) == 6
    assert files(config) == 1
    check(config, tables, rows)


def test_inlined_rows_become_files(config: LakeConfig, writer: Writer) -> None:
    tables = appended(writer, 4, 3)
    assert files(config) == 0
    assert upkeep.flush(config) >= 1
    assert files(config) >= 1
    check(config, tables, 3)
    assert upkeep.flush(config) == 0


def test_every_type_survives_upkeep(config: LakeConfig, writer: Writer) -> None:
    writer.append("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS[:1]))
    last = TableRef("d1", writer.append("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS[1:])).snapshot)
    before = writer.con.execute("SELECT * FROM lake.d1 ORDER BY id").fetchall()
    upkeep.flush(config)
    upkeep.merge(config)
    assert writer.con.execute("SELECT * FROM lake.d1 ORDER BY id").fetchall() == before
    local = LocalLake(config)
    assert local.ask(counted(last)).rows == [(3,)]
    local.close()


def test_only_what_nobody_names_expires(config: LakeConfig, writer: Writer) -> None:
    tables = appended(writer, 5, 20)
    named = {tables[1].snapshot or 0, tables[4].snapshot or 0}
    assert upkeep.expire(config, keep=named) == 0  # all are young
    gone = upkeep.expire(config, keep=named, now=LATER)
    assert gone == 4  # three of the five, and the empty lake
    assert {one.id for one in kept(writer.con)} == named
    local = LocalLake(config)
    assert local.ask(counted(tables[1])).rows == [(40,)]
    assert local.ask(counted(tables[4])).rows == [(100,)]
    with pytest.raises(VersionGone):
        local.ask(counted(tables[2]))
    local.close()


def test_files_of_expired_snapshots_go(config: LakeConfig, writer: Writer) -> None:
    for number in range(3):
        last = writer.replace("d1", PAIR, f"SELECT i AS id, '{number}' AS name FROM range(100) AS r(i)")
    assert files(config) == 3
    upkeep.expire(config, keep=[], now=LATER)
    upkeep.sweep(config, now=LATER)
    assert files(config) == 1
    local = LocalLake(config)
    assert local.ask(counted(TableRef("d1", last.snapshot))).rows == [(100,)]
    local.close()


def test_files_of_a_write_that_was_killed_go(config: LakeConfig, writer: Writer) -> None:
    tables = appended(writer, 1, 50)
    folder = next(Path(config.data).rglob("*.parquet")).parent
    (folder / "ducklake-00000000-0000-7000-8000-000000000000.parquet").write_bytes(b"PAR1")
    assert upkeep.sweep(config) == 0  # it may still be written
    assert upkeep.sweep(config, now=LATER) == 1
    check(config, tables, 50)


def test_upkeep_of_an_empty_lake(config: LakeConfig) -> None:
    assert upkeep.flush(config) == upkeep.merge(config) == upkeep.sweep(config) == 0
    assert upkeep.expire(config, keep=[], now=LATER) == 0
