"""The policy's row filter stands in every statement, and no literal of a caller stands in the SQL of any."""

from __future__ import annotations

import re

import pytest

from civora.core.query import odsql
from civora.core.query.ast import FacetRequest, Query, Refinement
from civora.core.query.check import check, check_condition
from civora.core.schema import Schema
from civora.lake import compile as compiled
from tests.lake.compile.conftest import NOW, SCHEMA, TABLE

GUARD = check_condition(odsql.parse_where("kind = 'tree'"), SCHEMA)
NARROW = Schema(tuple(field for field in SCHEMA.fields if field.name not in ("kind", "id")))
RULES = {"whole": SCHEMA, "guard": GUARD, "now": NOW}
MARK = "zq7x"
MARKED = [
    "name = 'zq7x'", "name like 'zq7x aa'", "name like '%zq7x%'", "'zq7x bb*'", "search('zq7x')", "suggest(name, 'zq7x')",
    "startswith('zq7x')", "'zq7x' in tags", "name in ('zq7x', 'b')", "ifnull(name, 'zq7x') = 'a'",
    "date_format(day, \"'zq7x' yyyy\") = 'zq7x'", "lower('zq7x') = name",
]  # fmt: skip


def test_rows_counts_facets_records_and_extents_hold_the_guard(run):
    checked = check(Query("t", facets=(FacetRequest("name"),)), NARROW)
    ids = [row[-1] for row in run(compiled.rows(checked, TABLE, **RULES, record_ids=True))]
    assert len(ids) == 2
    assert run(compiled.count(checked, TABLE, **RULES)) == [(2,)]
    assert run(compiled.facet(checked, checked.facets[0], TABLE, **RULES)) == [("Eiche", 1), ("Linde an der Aa", 1)]
    assert run(compiled.extent(checked, TABLE, **RULES)) == [(7.62, 51.96, 7.63, 51.97)]
    everything = run(compiled.rows(checked, TABLE, whole=SCHEMA, guard=None, now=NOW, record_ids=True))
    hidden = [row[-1] for row in everything if row[-1] not in ids]
    assert len(hidden) == 2
    assert [run(compiled.record(checked, TABLE, one, **RULES)) for one in hidden] == [[], []]


@pytest.mark.parametrize("where", MARKED)
def test_a_literal_is_a_parameter(where):
    query = Query(
        "t",
        where=odsql.parse_where(where),
        refine=(Refinement("name", MARK),),
        facets=(FacetRequest("name"),),
        groups=odsql.parse_group_by("ifnull(name, 'zq7x')"),
        select=odsql.parse_select("count(*)"),
    )
    checked = check(query, SCHEMA)
    for statement in (
        compiled.rows(checked, TABLE, **RULES),
        compiled.count(checked, TABLE, **RULES),
        compiled.facet(checked, checked.facets[0], TABLE, **RULES),
    ):
        assert MARK not in re.sub(r'"(?:[^"]|"")*"', "", statement.sql)
        assert any(MARK in str(value) for value in statement.params)
