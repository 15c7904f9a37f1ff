"""Record ids: one for each row, the same in lists and look-ups, the same after a replacement."""

from __future__ import annotations

import pytest

from civora.core.query import odsql
from civora.core.query.ast import Output, Query
from civora.core.query.check import check
from civora.core.query.errors import ODSQLError
from civora.core.schema import Field, FieldType, Schema
from civora.lake import compile as compiled
from tests.lake.compile.conftest import NOW, SCHEMA, TABLE

PLAIN = Schema((Field("a", FieldType.INT), Field("b", FieldType.TEXT), Field("p", FieldType.GEO_POINT)))


@pytest.fixture
def twins(engine):
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE twins AS SELECT * FROM (VALUES (1, 'x', {'lon': 1.0, 'lat': 2.0}), (2, NULL, NULL), "
        "(1, 'x', {'lon': 1.0, 'lat': 2.0}), (2, 'y', NULL), (1, 'x', {'lon': 1.0, 'lat': 2.0}), (2, NULL, NULL)) v(a, b, p)"
    )

    def answer(make, guard=None, **query):
        checked = check(Query("t", **{"limit": 100, **query}), PLAIN)
        statement = make(checked, guard)
        return engine.execute(statement.sql.replace("{0}", "twins"), statement.params).fetchall()

    return answer


def listed(checked, guard):
    return compiled.rows(checked, TABLE, whole=PLAIN, guard=guard, now=NOW, record_ids=True)


def test_equal_rows_are_told_apart_by_their_number(twins):
    ids = [row[-1] for row in twins(listed)]
    assert len(set(ids)) == 6
    assert ids[2] == ids[0] + "-2"
    assert ids[4] == ids[0] + "-3"
    assert ids[5] == ids[1] + "-2"
    assert "-" not in ids[3]


def test_an_id_is_the_same_on_any_page(twins):
    everything = twins(listed)
    assert twins(listed, limit=2, offset=4) == everything[4:]
    ordered = twins(listed, order_by=odsql.parse_order_by("a desc"))
    assert sorted(row[-1] for row in ordered) == sorted(row[-1] for row in everything)
    assert [row[0] for row in ordered] == [2, 2, 2, 1, 1, 1]


def test_an_id_finds_its_row_and_no_other(twins):
    for row in twins(listed):
        found = twins(
            lambda checked, guard, at=row[-1]: compiled.record(checked, TABLE, at, whole=PLAIN, guard=guard, now=NOW)
        )
        assert found == [row]


@pytest.mark.parametrize("identity", ["", "x", "0" * 32, "0" * 32 + "-9", "' OR 1=1 --"])
def test_what_is_no_id_finds_nothing(twins, identity):
    assert (
        twins(lambda checked, guard: compiled.record(checked, TABLE, identity, whole=PLAIN, guard=guard, now=NOW)) == []
    )


def test_a_key_alone_names_a_row(ask, run):
    checked = check(Query("t", select=odsql.parse_select("name"), limit=1), SCHEMA)
    ((_, first),) = run(compiled.rows(checked, TABLE, whole=SCHEMA, guard=None, now=NOW, record_ids=True))
    assert run(compiled.record(checked, TABLE, first, whole=SCHEMA, guard=None, now=NOW)) == [
        ("Linde an der Aa", first)
    ]


def test_one_record_has_no_groups():
    (count,) = odsql.parse_select("count(*)")
    assert isinstance(count, Output)
    with pytest.raises(ODSQLError):
        compiled.record(check(Query("t", select=(count,)), SCHEMA), TABLE, "0" * 32, whole=SCHEMA, guard=None, now=NOW)
