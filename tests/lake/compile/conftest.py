"""A small table of every type, in a plain engine: what a statement answers is held against values known by heart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.query.check import check
from civora.core.schema import Field, FieldType, Schema
from civora.lake import compile as compiled
from civora.lake import zones
from civora.lake.by_place import indexed
from civora.lake.connect import extension, quoted
from civora.lake.run import Reading, Source, pieces, with_tables
from civora.lake.types import Statement, TableRef

NOW = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
TABLE = TableRef("t", 1)
SCHEMA = Schema(
    (
        Field("id", FieldType.INT, is_key=True),
        Field("name", FieldType.TEXT, is_facet=True),
        Field("kind", FieldType.TEXT, is_facet=True, is_disjunctive=True),
        Field("tags", FieldType.TEXT, separator=",", is_facet=True),
        Field("path", FieldType.TEXT, is_facet=True, hierarchy="/"),
        Field("age", FieldType.INT),
        Field("size", FieldType.DOUBLE),
        Field("ok", FieldType.BOOLEAN),
        Field("day", FieldType.DATE, is_facet=True),
        Field("at", FieldType.DATETIME),
        Field("place", FieldType.GEO_POINT),
        Field("shape", FieldType.GEO_SHAPE),
        Field("raw", FieldType.JSON),
        Field("and", FieldType.TEXT),
    )
)
ROWS = """
CREATE TABLE t AS SELECT * FROM (VALUES
 (1, 'Linde an der Aa', 'tree', ['a','b'], 'x/y', 12, 1.5, true, DATE '2024-01-31', TIMESTAMPTZ '2025-05-15 07:00:00+00',
  {'lon': 7.62::DOUBLE, 'lat': 51.96::DOUBLE}, ST_GeomFromText('POLYGON((0 0,0 1,1 1,1 0,0 0))'), '{"a":1}'::JSON, 'q'),
 (2, 'Eiche', 'tree', ['b'], 'x/z', 15, 2.5, false, DATE '2024-03-01', TIMESTAMPTZ '2025-05-14 22:30:00+00',
  {'lon': 7.63, 'lat': 51.97}, ST_GeomFromText('POINT(5 5)'), '{"a":2}'::JSON, 'r'),
 (3, 'Bänke am See', 'bench', [], 'u', NULL, -3.25, NULL, DATE '2023-12-31', TIMESTAMPTZ '2024-12-31 23:30:00+00',
  {'lon': 8.00, 'lat': 52.00}, NULL, NULL, NULL),
 (4, NULL, NULL, NULL, NULL, 40, NULL, true, NULL, NULL, NULL, NULL, NULL, '2020')
) AS v(id, name, kind, tags, path, age, size, ok, day, "at", place, shape, raw, "and")
"""


@pytest.fixture(scope="session")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    for name in ("icu", "json", "spatial"):
        con.execute(f"LOAD '{extension(name)}'")
    con.execute(ROWS)
    yield con
    con.close()


def sources(statement: Statement) -> tuple[Source, Source | None]:
    """The table as the lake hands it over: in the order of the map where a statement asks for that; and, if the statement reads a
    clock, as a native copy that keeps its readings."""
    table = statement.tables[0]
    plain = indexed("t", quoted(table.by_place), [quoted(one) for one in table.columns]) if table.by_place else "t"
    read = next((one for one in pieces(statement.sql) if isinstance(one, Reading)), None)
    if read is None:
        return Source(plain), None
    clock = f"{zones.read('clock', read.field, read.zone, is_kept=False)} AS {zones.kept(read.field, read.zone)}"
    return Source(plain), Source(
        f"(SELECT {'' if table.by_place else 'rowid, '}*, {clock} FROM {plain})", zone=read.zone
    )


@pytest.fixture(scope="session")
def run(engine: duckdb.DuckDBPyConnection) -> Callable[[Statement], list[tuple[Any, ...]]]:
    def answer(statement: Statement) -> list[tuple[Any, ...]]:
        plain, clocked = sources(statement)
        found = engine.execute(with_tables(statement.sql, [plain]), statement.params).fetchall()
        if clocked is not None:
            assert engine.execute(with_tables(statement.sql, [clocked]), statement.params).fetchall() == found
        return found

    return answer


@pytest.fixture(scope="session")
def ask(run: Callable[[Statement], list[tuple[Any, ...]]]) -> Callable[..., list[tuple[Any, ...]]]:
    """ask(select, where, group_by, order_by, **rest of Query) → rows."""

    def answer(
        select: str = "", where: str = "", group_by: str = "", order_by: str = "", **rest: Any
    ) -> list[tuple[Any, ...]]:
        query = Query(
            "t",
            select=odsql.parse_select(select) if select else (),
            where=odsql.parse_where(where) if where else None,
            groups=odsql.parse_group_by(group_by) if group_by else None,
            order_by=odsql.parse_order_by(order_by) if order_by else (),
            **{"limit": 100, **rest},
        )
        return run(compiled.rows(check(query, SCHEMA), TABLE, whole=SCHEMA, guard=None, now=NOW))

    return answer
