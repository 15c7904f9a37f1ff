"""Pages of all rows as they were delivered: every row once, from the lake's own files and from a native copy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from civora.core.query.ast import Query
from civora.core.query.check import check
from civora.lake import compile as compiled
from civora.lake import hot
from civora.lake.local import LocalLake
from civora.lake.types import Statement, TableRef
from civora.lake.write import Writer

from .conftest import PAIR

NOW = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)


def page(table: TableRef, offset: int, limit: int | None, *, record_ids: bool = False) -> Statement:
    checked = check(Query(table.name, limit=limit, offset=offset), PAIR)
    return compiled.rows(checked, table, whole=PAIR, guard=None, now=NOW, record_ids=record_ids)


def changed(writer: Writer) -> TableRef:
    """Rows removed in the middle and added since, so that the lake's own row numbers have gaps."""
    writer.replace("d1", PAIR, "SELECT i AS id, 'n' || i AS name FROM range(500) AS r(i)")
    writer.delete("d1", PAIR, [(number,) for number in range(100, 200)])
    writer.upsert("d1", PAIR, writer.rows(PAIR, [(3, "three"), (900, "new")]))
    return TableRef("d1", writer.append("d1", PAIR, writer.rows(PAIR, [(901, "last")])).snapshot)


@pytest.mark.parametrize("is_copied", [False, True])
@pytest.mark.parametrize("record_ids", [False, True])
def test_pages_hold_every_row_once(local: LocalLake, writer: Writer, monkeypatch, is_copied, record_ids) -> None:
    table = changed(writer)
    if not is_copied:
        monkeypatch.setattr(hot, "SMALL_ROWS", 1)
        monkeypatch.setattr(local._hot, "_make_later", lambda table: None)
    everything = local.ask(page(table, 0, None, record_ids=record_ids)).rows
    found = []
    for offset in range(0, 460, 20):
        one = local.ask(page(table, offset, 20, record_ids=record_ids)).rows
        assert len(one) == min(20, max(402 - offset, 0))
        found += one
    assert len(everything) == 402 and found == everything


def test_a_page_costs_no_look_up_of_each_row(local: LocalLake, writer: Writer) -> None:
    table = TableRef(
        "d1", writer.replace("d1", PAIR, "SELECT i AS id, 'n' || i AS name FROM range(300000) AS r(i)").snapshot
    )
    statement = page(table, 299_990, 20)
    assert [row[0] for row in local.ask(statement).rows] == list(range(299_990, 300_000))
    copy = f'hot."{hot.copy_name(table)}"'
    local._hot.settle()
    plan = (
        local._con.cursor().execute("EXPLAIN " + statement.sql.replace("{0}", copy), statement.params).fetchall()[0][1]
    )
    assert "rowid>=299990" in plan and "JOIN" not in plan
