"""What the strategies call lawful is lawful, also when it is written out and read back."""

from __future__ import annotations

from hypothesis import given

from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.query.check import check, check_condition
from tests.core.query import lawful
from tests.core.query.schemas import FIELDS


@given(lawful.row_queries(FIELDS))
def test_row_queries_are_lawful(query: Query) -> None:
    found = check(query, FIELDS)
    assert not found.is_grouped
    assert [one.name for one in found.outputs] == [one.name for one in query.select] or not query.select


@given(lawful.group_queries(FIELDS))
def test_group_queries_are_lawful(query: Query) -> None:
    found = check(query, FIELDS)
    assert found.is_grouped
    assert {one.name for one in found.outputs} == {one.name for one in [*(query.groups or ()), *query.select]}


@given(lawful.conditions(FIELDS))
def test_conditions_mean_the_same_when_written_out(where: lawful.Expr) -> None:
    again = odsql.parse_where(odsql.print_where(where))
    assert odsql.print_where(check_condition(again, FIELDS)) == odsql.print_where(
        odsql.parse_where(odsql.print_where(check_condition(where, FIELDS)))
    )
