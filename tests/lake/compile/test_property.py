"""Whatever passes `check` runs: no question makes the engine complain of its SQL."""

from __future__ import annotations

import duckdb
from hypothesis import HealthCheck, given, settings

from civora.core.errors import Refused
from civora.core.query.ast import Query
from civora.core.query.check import CheckedQuery, check
from civora.lake import compile as compiled
from civora.lake.run import with_tables
from civora.lake.types import Statement
from tests.lake.compile.asked import queries
from tests.lake.compile.conftest import NOW, SCHEMA, TABLE, sources

ALLOWED = (duckdb.OutOfRangeException,)  # a number too large: said to the reader as such


def checked_or_none(query: Query) -> CheckedQuery | None:
    try:
        return check(query, SCHEMA)
    except Refused:
        return None


def statements(checked: CheckedQuery) -> list[Statement]:
    rest = {"whole": SCHEMA, "guard": checked.where, "now": NOW}
    made = [compiled.rows(checked, TABLE, record_ids=True, **rest), compiled.count(checked, TABLE, **rest)]
    made += [compiled.facet(checked, one, TABLE, **rest) for one in checked.facets]
    return [
        *made,
        *([] if checked.is_grouped else [compiled.record(checked, TABLE, "0" * 32 + "-2", **rest)]),
        compiled.extent(checked, TABLE, **rest),
        compiled.tile(checked, TABLE, (10, 533, 340), "t", **rest),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=queries)
def test_a_checked_question_runs(engine, query):
    checked = checked_or_none(query)
    if checked is None:
        return
    for statement in statements(checked):
        for source in sources(statement):
            if source is None:
                continue
            try:
                found = engine.execute(with_tables(statement.sql, [source]), statement.params)
            except ALLOWED:
                continue
            assert len(found.description) == len(statement.columns)
            found.fetchall()
