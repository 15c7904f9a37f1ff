"""Native copies: made when they should be, right, bounded, gone afterwards."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from civora.core.schema import Field, FieldType, Schema
from civora.lake import hot
from civora.lake.errors import BadValue
from civora.lake.hot import HotTables, copy_name
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Statement, TableRef
from civora.lake.write import Writer

from .conftest import PAIR, counted, everything, numbers


def copies(local: LocalLake) -> set[str]:
    found = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'hot'"
    return {row[0] for row in local._con.execute(found).fetchall()}


def test_small_tables_are_copied_at_once(local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 100)
    assert local.ask(counted(table)).rows == [(100,)]
    assert copies(local) == {copy_name(table)}
    assert local.ask(everything(table)).rows[99] == (99, "n99")


def test_large_tables_are_copied_after_their_first_question(
    local: LocalLake, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "SMALL_ROWS", 10)
    table = numbers(writer, 1000)
    assert local.ask(counted(table)).rows == [(1000,)]
    local._hot.settle()
    assert copies(local) == {copy_name(table)}
    assert local.ask(everything(table)).rows[999] == (999, "n999")


def test_who_asks_once_and_goes_makes_no_copy_of_a_large_table(
    local: LocalLake, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "SMALL_ROWS", 10)
    made = []
    monkeypatch.setattr(HotTables, "_make", lambda *args: made.append(args[2]))
    assert local.ask(counted(numbers(writer, 1000))).rows == [(1000,)]
    maker = local._hot._maker
    local.close()
    assert made == []
    assert maker is not None
    assert not maker.is_alive()


def test_a_copy_is_made_once(local: LocalLake, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    table = numbers(writer, 50_000)
    made = []
    make = HotTables._make
    monkeypatch.setattr(HotTables, "_make", lambda *args: (made.append(args[2]), make(*args))[1])
    threads = [threading.Thread(target=lambda: local.ask(counted(table))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [copy_name(table)]


def test_versions_have_copies_of_their_own(local: LocalLake, writer: Writer) -> None:
    old, new = numbers(writer, 5), numbers(writer, 7)
    assert [local.ask(counted(one)).rows for one in (old, new, old)] == [[(5,)], [(7,)], [(5,)]]
    assert len(copies(local)) == 2


def test_the_longest_unasked_go_first(config: LakeConfig, writer: Writer) -> None:
    """The file stays within its limit; what is dropped is answered from the lake or copied again."""
    local = LocalLake(replace(config, hot_disk_mb=4))
    source = "SELECT i AS id, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS name FROM range(30000) AS r(i)"
    tables = [TableRef(f"d{number}", writer.replace(f"d{number}", PAIR, source).snapshot) for number in range(6)]
    for table in tables:
        assert local.ask(counted(table)).rows == [(30_000,)]
        local.ask(counted(tables[0]))
    left = copies(local)
    assert copy_name(tables[0]) in left and copy_name(tables[-1]) in left
    assert len(left) < len(tables)
    assert local._hot.used(local._con.cursor()) <= 4_000_000
    assert all(local.ask(counted(table)).rows == [(30_000,)] for table in tables)
    local.close()


def test_what_is_in_use_stays(config: LakeConfig, writer: Writer) -> None:
    local = LocalLake(replace(config, hot_disk_mb=4))
    source = "SELECT i AS id, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS name FROM range(30000) AS r(i)"
    tables = [TableRef(f"d{number}", writer.replace(f"d{number}", PAIR, source).snapshot) for number in range(5)]
    cursor = local._con.cursor()
    with local._hot.sources((tables[0],), cursor) as (held,):
        for table in tables[1:]:
            local.ask(counted(table))
        assert cursor.execute(f"SELECT count(*) FROM {held.name}").fetchone() == (30_000,)
        assert copy_name(tables[0]) in copies(local)
    local.close()


def test_what_is_larger_than_the_cache_is_read_from_the_lake(config: LakeConfig, writer: Writer) -> None:
    local = LocalLake(replace(config, hot_disk_mb=0))
    table = numbers(writer, 100)
    assert local.ask(counted(table)).rows == [(100,)]
    assert not copies(local)
    local.close()


def test_a_copy_that_fails_costs_no_answer(local: LocalLake, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    table = numbers(writer, 100)

    def full(*_: object) -> None:
        raise duckdb.IOException("disk full")

    monkeypatch.setattr(HotTables, "_make", full)
    assert local.ask(counted(table)).rows == [(100,)]
    assert local.ask(counted(table)).rows == [(100,)]


def test_tables_have_aliases_hot_and_cold(config: LakeConfig, writer: Writer) -> None:
    old, new = numbers(writer, 5), numbers(writer, 7)
    sql = "SELECT n.id FROM {1} n ANTI JOIN {0} AS o ON o.id = n.id WHERE n.rowid >= 0 ORDER BY n.id"
    asked = Statement(sql, (), (old, new))
    for megabytes in (0, 100):
        local = LocalLake(replace(config, hot_disk_mb=megabytes))
        assert local.ask(asked).rows == [(5,), (6,)]
        local.close()


def test_tables_put_by_hand(local: LocalLake) -> None:
    own = TableRef("catalogue_en", None)
    columns = [("key", "VARCHAR"), ("tags", "VARCHAR[]"), ("at", "TIMESTAMP WITH TIME ZONE")]
    local.put(own, columns, [("a", ["x"], None), ("b", None, None)])
    assert local.ask(Statement("SELECT key, tags FROM {0}", (), (own,))).rows == [("a", ["x"]), ("b", None)]
    local.put(own, [("key", "VARCHAR")], [(str(number),) for number in range(12_000)])
    assert local.ask(counted(own)).rows == [(12_000,)]
    local.put(own, [("key", "VARCHAR")], [])
    assert local.ask(counted(own)).rows == [(0,)]
    with pytest.raises(BadValue):
        local.put(own, [("key", "BIGINT")], [("no number",)])
    assert local.ask(counted(own)).rows == [(0,)]


def test_no_cache_file_stays(local: LocalLake, writer: Writer, config: LakeConfig) -> None:
    local.ask(counted(numbers(writer, 5)))
    assert list(config.cache.glob("hot-*"))
    local.close()
    assert not list(config.cache.glob("hot-*"))


def test_the_copy_of_a_large_table_keeps_what_the_clock_of_the_city_read(
    config: LakeConfig, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "SMALL_ROWS", 10)
    schema = Schema((Field("at", FieldType.DATETIME),))
    days = writer.rows(schema, [(datetime(2024, 12, 31, 23, 30, tzinfo=UTC) - timedelta(days=n),) for n in range(20)])
    table = TableRef("moments", writer.replace("moments", schema, days).snapshot)
    said = Statement(
        'SELECT max({0@year "at" Europe/Berlin}), max({0@clock "at" Europe/Berlin}) FROM {0}', (), (table,)
    )
    local = LocalLake(replace(config, zone="Europe/Berlin"))
    try:
        before = local.ask(said).rows
        local._hot.settle()
        kept = local._con.execute(f'SELECT count("at@Europe/Berlin") FROM hot."{copy_name(table)}"').fetchone()
        after = local.ask(said).rows
    finally:
        local.close()
    assert kept == (20,)
    assert before == after == [(2025, datetime(2025, 1, 1, 0, 30))]  # noqa: DTZ001 (what a clock reads)
