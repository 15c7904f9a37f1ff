"""A narrowed question: hidden fields are unknown fields, in every part of it and in every message."""

from __future__ import annotations

import pytest

from civora.core.errors import CivoraError, Refused
from civora.core.policy import narrow
from civora.core.policy.types import Decision
from civora.core.query import odsql
from civora.core.query.ast import Compare, FacetRequest, Name, Output, Query, Refinement, Star, Value
from civora.core.query.check import check
from civora.core.schema import Field, FieldType, Schema

SCHEMA = Schema((
    Field("name", FieldType.TEXT, is_facet=True),
    Field("year", FieldType.INT),
    Field("salary", FieldType.DOUBLE, is_facet=True),
    Field("place", FieldType.GEO_POINT),
))  # fmt: skip
GUARD = Compare(">", Name("salary"), Value(10))
HIDING = Decision(sees_card=True, sees_rows=True, hidden=frozenset({"salary", "place"}), where=GUARD)


def test_what_is_hidden_leaves_the_schema_and_stays_in_the_guard() -> None:
    found = narrow(Query("staff"), SCHEMA, HIDING)
    assert found.schema.names == ("name", "year")
    assert (found.whole, found.guard) == (SCHEMA, GUARD)


def test_all_fields_are_those_that_may_be_seen() -> None:
    found = narrow(Query("staff", select=(Star(),)), SCHEMA, HIDING)
    assert [one.name for one in check(found.query, found.schema).outputs] == ["name", "year"]


HIDDEN_IN = [
    Query("staff", select=odsql.parse_select("salary")),
    Query("staff", select=odsql.parse_select("sum(salary) as s")),
    Query("staff", select=odsql.parse_select("include(salary)")),
    Query("staff", select=(Output(Name("place"), "p"),)),
    Query("staff", where=odsql.parse_where("salary > 1")),
    Query("staff", where=odsql.parse_where("not (year = 1 or salary is null)")),
    Query("staff", where=odsql.parse_where("within_distance(place, geom'POINT(1 1)', 1km)")),
    Query("staff", groups=odsql.parse_group_by("salary")),
    Query("staff", groups=odsql.parse_group_by("range(salary, 10)")),
    Query("staff", order_by=odsql.parse_order_by("salary desc")),
    Query("staff", order_by=odsql.parse_order_by("salary / 2")),
    Query("staff", refine=(Refinement("salary", "5"),)),
    Query("staff", refine=(Refinement("salary", "5", is_excluded=True),)),
    Query("staff", facets=(FacetRequest("salary"),)),
    Query("staff", select=odsql.parse_select("count(*) as n"), groups=(), having=odsql.parse_where("max(salary) > 3")),
]


@pytest.mark.parametrize("query", HIDDEN_IN, ids=lambda query: str(query)[:80])
def test_a_hidden_field_is_refused_like_one_that_does_not_exist(query: Query) -> None:
    found = narrow(query, SCHEMA, HIDING)
    unknown = Schema(tuple(field for field in SCHEMA.fields if field.name not in HIDING.hidden))
    assert answer(found.query, found.schema) == answer(query, unknown)
    assert isinstance(answer(query, SCHEMA), tuple), "the whole schema must allow the question"


def answer(query: Query, schema: Schema) -> str | tuple[str, ...]:
    """The outputs, or the whole of the refusal."""
    try:
        return tuple(one.name for one in check(query, schema).outputs)
    except Refused as error:
        return f"{type(error).__name__} {error.code} {error.message} {error.next_step} {sorted(error.details)}"


def test_no_message_offers_a_hidden_name_to_who_misspells_it() -> None:
    found = narrow(Query("staff", where=odsql.parse_where("salari > 1")), SCHEMA, HIDING)
    with pytest.raises(CivoraError) as caught:
        check(found.query, found.schema)
    assert "salary" not in f"{caught.value.message} {caught.value.next_step} {caught.value.details}"


def test_include_with_a_prefix_finds_no_hidden_field() -> None:
    query = Query("staff", select=odsql.parse_select("include(sal*, name)"))
    assert "salary" not in str(answer(query, narrow(query, SCHEMA, HIDING).schema))
