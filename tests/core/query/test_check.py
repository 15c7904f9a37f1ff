"""The semantic pass: types, normal forms, headings, and every refusal with its clause."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civora.core.errors import Refused
from civora.core.query import odsql
from civora.core.query.ast import Call, Compare, FacetRequest, Name, Not, Output, Query, Refinement, Value
from civora.core.query.check import CheckedQuery, check, check_condition
from civora.core.query.dates import UnknownZone
from civora.core.query.errors import IncompatibleTypes, ODSQLError, QueryTooLarge, UnknownFieldInQuery, UnknownFunction
from civora.core.query.facets import TypedRefinement
from civora.core.schema import UnknownField
from tests.core.query import strategies
from tests.core.query.schemas import FIELDS


def asked(
    select: str = "", group_by: str | None = None, order_by: str = "", where: str = "", having: str = ""
) -> Query:
    return Query(
        "x",
        select=odsql.parse_select(select) if select else (),
        where=odsql.parse_where(where) if where else None,
        groups=None if group_by is None else odsql.parse_group_by(group_by),
        order_by=odsql.parse_order_by(order_by) if order_by else (),
        having=odsql.parse_where(having, clause="having") if having else None,
    )


def checked(
    select: str = "", group_by: str | None = None, order_by: str = "", where: str = "", having: str = ""
) -> CheckedQuery:
    return check(asked(select, group_by, order_by, where, having), FIELDS)


def columns(found: CheckedQuery) -> list[tuple[str, str | None]]:
    return [(one.name, one.type and one.type.value) for one in found.outputs]


# ---- select ----------------------------------------------------------------------------------------------------


def test_no_select_gives_every_field() -> None:
    found = checked()
    assert tuple(one.name for one in found.outputs) == FIELDS.names
    assert [one.field for one in found.outputs] == list(FIELDS.fields)
    assert not found.is_grouped


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("name, pop*2 as twice", [("name", "text"), ("twice", "int")]),
        ("pop/2", [("pop/2", "double")]),
        ("pop + area, -pop", [("pop + area", "double"), ("-pop", "int")]),
        ("include(pop*)", [("pop", "int"), ("pop_old", "int")]),
        ("include(name, pop*), name", [("name", "text"), ("pop", "int"), ("pop_old", "int")]),
        ("year(d), date_format(t, 'dd') as day", [("year(d)", "int"), ("day", "text")]),
        ("distance(geo, geom'POINT(1 1)') as m", [("m", "double")]),
        ("ifnull(pop, 0.5) as p", [("p", "double")]),
        ("json_format(name, null)", [("json_format(name, null)", "json_blob")]),
        ("now(), length(name), lower(name)", [("now()", "datetime"), ("length(name)", "int"), ("lower(name)", "text")]),
        ("NAME", [("NAME", "text")]),
        ("name, pop as name", [("name", "int")]),
        (
            "null, true, 1, 1.5, 'x'",
            [("null", None), ("true", "boolean"), ("1", "int"), ("1.5", "double"), ("'x'", "text")],
        ),
    ],
)
def test_columns_of_rows(select: str, expected: list[tuple[str, str | None]]) -> None:
    assert columns(checked(select)) == expected


def test_exclude_gives_all_the_others_also_beside_a_star() -> None:
    others = [name for name in FIELDS.names if not name.startswith("pop")]
    assert [one.name for one in checked("exclude(pop*)").outputs] == others
    assert [one.name for one in checked("*, exclude(pop*)").outputs] == others


def test_names_are_found_whatever_their_letter_case() -> None:
    assert checked("NAME").outputs[0].expr == Name("name")


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("count(*), count(name) as n", [("count(*)", "int"), ("n", "int")]),
        ("sum(pop), sum(area)", [("sum(pop)", "int"), ("sum(area)", "double")]),
        ("min(d), max(t), min(pop)", [("min(d)", "date"), ("max(t)", "datetime"), ("min(pop)", "int")]),
        ("avg(pop)/avg(area) as r", [("r", "double")]),
        ("median(pop), percentile(area, 90)", [("median(pop)", "double"), ("percentile(area, 90)", "double")]),
        ("stddev(pop), variance(area)", [("stddev(pop)", "double"), ("variance(area)", "double")]),
        ("count(distinct ifnull(name, 'x')) as n", [("n", "int")]),
        ("envelope(geo), bbox(shape)", [("envelope(geo)", "geo_shape"), ("bbox(shape)", "geo_shape")]),
    ],
)
def test_aggregates_without_group_by_give_one_group(select: str, expected: list[tuple[str, str]]) -> None:
    found = checked(select)
    assert columns(found) == expected
    assert found.groups == ()
    assert all(one.is_aggregate for one in found.outputs)


# ---- group_by --------------------------------------------------------------------------------------------------


def test_keys_that_select_does_not_name_come_first() -> None:
    found = checked("count(*) as n", "year(d) as y, name")
    assert columns(found) == [("y", "int"), ("name", "text"), ("n", "int")]
    assert [one.group for one in found.outputs] == [0, 1, None]


@pytest.mark.parametrize("select", ["year(d) as z", "y as z", "YEAR(d) as z"])
def test_keys_may_be_selected_by_alias_or_as_written(select: str) -> None:
    found = checked(f"count(*), {select}", "year(d) as y")
    assert columns(found) == [("count(*)", "int"), ("z", "int")]
    assert found.outputs[1].group == 0


def test_inside_an_aggregate_stand_fields_even_if_a_key_has_that_name() -> None:
    found = checked("max(d) as last, d", "year(d) as d")
    assert found.outputs[0].expr == Call("max", (Name("d"),))
    assert found.outputs[1].expr == Call("year", (Name("d"),))


@pytest.mark.parametrize(
    ("group_by", "normal", "kind"),
    [
        ("range(pop, *, 10, 50, *)", "range(pop, *, 10, 50, *)", "text"),
        ("RANGE(pop,5)", "range(pop, 5)", "text"),
        ("range(d, 1M)", "range(d, 1 month)", "datetime"),
        ("range(t, 30minutes)", "range(t, 30 minute)", "datetime"),
        ("range(t, 250ms)", "range(t, 250 millisecond)", "datetime"),
        ("range(d, *, date'2020', date'2021')", 'range(d, *, date"2020", date"2021")', "text"),
        ("geo_cluster(geo, 8)", "geo_cluster(geo, 8, 40)", None),
        ("lower(name)", "lower(name)", "text"),
        ("ifnull(name, 'none')", 'ifnull(name, "none")', "text"),
        ("tags", "tags", "text"),
        ("ok", "ok", "boolean"),
    ],
)
def test_grouping_keys_in_normal_form(group_by: str, normal: str, kind: str | None) -> None:
    found = checked("count(*)", group_by)
    assert found.groups is not None
    assert odsql.print_expression(found.groups[0].expr) == normal
    assert found.groups[0].type == kind
    assert found.groups[0].name == group_by


def test_order_by_knows_aliases_keys_and_aggregates() -> None:
    found = checked("count(*) as n", "year(d) as y", "n desc, sum(pop), y, year(d)")
    assert [one.output for one in found.order_by] == [1, None, 0, 0]
    assert [one.is_aggregate for one in found.order_by] == [True, True, False, False]
    assert found.order_by[0].is_descending


def test_having_is_a_condition_on_groups() -> None:
    found = checked("count(*) as n", "name", having="n > 5 and name != 'x'")
    assert odsql.print_where(found.having or Value(None)) == 'count(*) > 5 and name != "x"'


# ---- where -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "normal"),
    [
        ("ok", "ok is true"),
        ("not ok and 'tree'", 'not ok is true and "tree"'),
        ("true or pop = null", "true or pop = null"),
        ("'Paris' in tags", '"Paris" in (tags)'),
        ("tags = 'Paris'", 'tags = "Paris"'),
        ("12.5 in area", "area = 12.5"),
        ("'x' in lower(name)", 'lower(name) = "x"'),
        ("pop in (1, 2.5, null)", "pop in (1, 2.5, null)"),
        ("d in [date'2017'..date'2018'[", 'd in [date"2017"..date"2018"['),
        ("search('bok')", 'search(*, "bok")'),
        ("suggest(name, path, 'f')", 'suggest(name, path, "f")'),
        ("within_distance(geo, geom'POINT(1 2)', 2mi)", 'within_distance(geo, geom"POINT (1.0 2.0)", 3218.688)'),
        ("distance(geo, geom'POINT(1 2)', 500)", 'within_distance(geo, geom"POINT (1.0 2.0)", 500.0)'),
        ("in_bbox(geo, 49, 2.6, 48.1, -2.5)", "in_bbox(geo, 48.1, -2.5, 49.0, 2.6)"),
        ("geometry(geo, geom'POINT(1 2)', WITHIN)", 'within(geo, geom"POINT (1.0 2.0)")'),
        ("geometry(shape, geom'POINT(1 2)')", 'intersects(shape, geom"POINT (1.0 2.0)")'),
        ("polygon(geo, '(1,2),(3,4),(5,6)')", 'within(geo, geom"POLYGON ((2.0 1.0, 4.0 3.0, 6.0 5.0, 2.0 1.0))")'),
        ("now(year=2001, months=-1) > t", "now(year=2001, months=-1) > t"),
        ("year(d) = 2020 and length(name) > 3", "year(d) = 2020 and length(name) > 3"),
        ("d > t", "d > t"),
        ("5 < pop and date'2020' >= d", 'pop > 5 and d <= date"2020"'),
        ("date'2020' in d", 'd = date"2020"'),
        ("1 = 1", "1 = 1"),
        ("now() > date'2020'", 'now() > date"2020"'),
        ("f is not null and shape is null", "f is not null and shape is null"),
    ],
)
def test_conditions_in_normal_form(where: str, normal: str) -> None:
    found = checked(where=where).where
    assert found is not None
    assert odsql.print_where(found) == normal
    assert check_condition(found, FIELDS) == found


# ---- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "text", "reason"),
    [
        ("select", "invalid_function()", "invalid_function()"),
        ("select", "naem", "Unknown field: naem"),
        ("select", "include(nope)", "Unknown field: nope"),
        ("select", "include(zzz*)", "no field is selected"),
        ("select", "min(name)", "StatAggregation only supports numeric or date expression"),
        ("select", "avg(d)", "StatAggregation only supports numeric or date expression"),
        ("select", "sum(avg(pop))", "holds another aggregate"),
        ("select", "count(*), name", "selected field must be in group_by: name"),
        ("select", "count(*), *", "selected field must be in group_by: *"),
        ("select", "count()", "takes 1 argument"),
        ("select", "count(distinct geo)", "does not take geo_point_2d"),
        ("select", "percentile(pop, 101)", "from 0 to 100"),
        ("select", "name + 1", "arithmetic takes numbers"),
        ("select", "pop > 5", "not the condition pop > 5"),
        ("select", "search('x')", "not allowed in select"),
        ("select", "range(pop, 5)", "not allowed in select"),
        ("select", "random(1)", "not allowed in select"),
        ("select", "10km", "no meaning here"),
        ("select", "year(name)", "takes date, datetime"),
        ("select", "year(d, d)", "takes 1 argument"),
        ("select", "lower(tags)", "multivalued"),
        ("select", "date_format(d, 'qqq')", "Unknown symbol"),
        ("select", "date_format(d, name)", "takes a literal"),
        ("select", "ifnull(name, 1)", "of one type"),
        ("select", "now(year=0)", "out of range"),
        ("select", "now(jahr=1)", "no argument jahr"),
        ("select", "now(2020)", "such as days=-1"),
        ("select", "now(days='x')", "takes an integer"),
        ("select", "distance(geo, geom'POINT(1)')", "not a geometry"),
        ("select", "sum(distinct pop)", "distinct has no meaning"),
        ("where", "naem = 1", "Unknown field: naem"),
        ("where", "name", "of type text, a condition is due"),
        ("where", "5", "a condition is due"),
        ("where", "length(name)", "gives a value"),
        ("where", "count(*) > 1", "not allowed in where"),
        ("where", "d = '2020'", "Incompatible types"),
        ("where", "pop = '1'", "Incompatible types"),
        ("where", "name = 1", "Incompatible types"),
        ("where", "geo = geo", "Incompatible types"),
        ("where", "date'2020' = date'2021'", "compared with nothing"),
        ("where", "date'2020' in (d, t)", "compared with nothing"),
        ("where", "date'2020' in [d..t]", "compared with nothing"),
        ("where", "pop in ('a')", "Incompatible types"),
        ("where", "name in ['a'..'b']", "Incompatible types"),
        ("where", "pop like 'x'", "Incompatible types"),
        ("where", "name is true", "Incompatible types"),
        ("where", "ok > false", "no order"),
        ("where", "tags > 'x'", "no order"),
        ("where", "search(pop, 'x')", "searches text fields"),
        ("where", "search(name)", "and a text"),
        ("where", "within_distance(geo, geom'LINESTRING(1 1, 2 2)', 1km)", "takes a point"),
        ("where", "within_distance(geo, geom'POINT(1 1)', 1 day)", "takes a distance"),
        ("where", "within_distance(geo, geom'POINT(1 1)', -1km)", "takes a distance"),
        ("where", "in_bbox(geo, 1, 2, 3)", "four numbers"),
        ("where", "in_bbox(name, 1, 2, 3, 4)", "geo_point_2d, geo_shape"),
        ("where", "polygon(geo, 'x')", "not a polygon"),
        ("where", "geometry(geo, geom'POINT(1 1)', NEAR)", "INTERSECTS"),
        ("where", "intersects(geo, name)", "takes a literal"),
        ("group_by", "naem", "Unknown field: naem"),
        ("group_by", "geo", "geo_point_2d"),
        ("group_by", "j", "cannot be grouped"),
        ("group_by", "pop + 1", "takes fields and functions"),
        ("group_by", "length(name)", "not allowed in group_by"),
        ("group_by", "count(*)", "not allowed in group_by"),
        ("group_by", "range(pop)", "a width or bounds"),
        ("group_by", "range(name, 5)", "numbers or dates"),
        ("group_by", "range(pop, 0)", "above 0"),
        ("group_by", "range(pop, 1 day)", "above 0"),
        ("group_by", "range(pop, 5, 1)", "ascending"),
        ("group_by", "range(pop, *, *)", "ascending"),
        ("group_by", "range(pop, 1, *, 5)", "numbers as bounds"),
        ("group_by", "range(d, 5)", "a number and a unit"),
        ("group_by", "range(d, 5km)", "a number and a unit"),
        ("group_by", "range(d, 2 months)", "1 month only"),
        ("group_by", "range(d, 1.5 days)", "a whole number"),
        ("group_by", "range(d, 1, 2)", "date literals"),
        ("group_by", "geo_cluster(geo, 26)", "zoom from 0 to 25"),
        ("group_by", "geo_cluster(shape, 8)", "takes a geo_point_2d"),
        ("group_by", "ifnull(lower(name), 'x')", "literals only"),
        ("order_by", "naem", "Unknown field: naem"),
        ("order_by", "geo", "have no order"),
        ("order_by", "count(*)", "need group_by"),
        ("order_by", "random()", "one integer"),
        ("order_by", "bbox(geo)", "not allowed in order_by"),
    ],
)
def test_refusals_name_cause_and_clause(clause: str, text: str, reason: str) -> None:
    words: dict[str, Any] = {clause: text}
    with pytest.raises(ODSQLError) as caught:
        checked(**words)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("ODSQL query is malformed: ")
    assert str(caught.value).endswith(f"Clause(s) containing the error(s): {clause}.")
    assert caught.value.clause == clause


def test_the_wording_that_clients_match() -> None:
    with pytest.raises(UnknownFunction) as unknown_function:
        checked("invalid_function()")
    assert str(unknown_function.value) == (
        "ODSQL query is malformed: invalid_function() Clause(s) containing the error(s): select."
    )
    with pytest.raises(UnknownFieldInQuery) as unknown_field:
        checked(where="popp > 1")
    assert str(unknown_field.value) == (
        "ODSQL query is malformed: Unknown field: popp. Clause(s) containing the error(s): where."
    )
    assert isinstance(unknown_field.value, UnknownField)
    assert unknown_field.value.details["hint"] == "Did you mean pop?"


def test_a_date_and_a_text_are_incompatible_with_a_remedy() -> None:
    with pytest.raises(IncompatibleTypes) as caught:
        checked(where="d = '2020'")
    assert caught.value.ods_code == "IncompatibleTypesInComparisonFilter"
    assert "date'" in caught.value.next_step


@pytest.mark.parametrize(
    ("words", "clause", "reason"),
    [
        ({"select": "name", "group_by": "d"}, "select", "selected field must be in group_by: name"),
        ({"select": "pop + count(*)", "group_by": "d"}, "select", "selected field must be in group_by: pop"),
        ({"group_by": ""}, "select", "nothing is selected"),
        ({"group_by": "name", "order_by": "name, count(*)"}, "order_by", "aggregates must stand before fields"),
        ({"group_by": "name", "order_by": "pop"}, "order_by", "must be in group_by: pop"),
        ({"group_by": "geo_cluster(geo, 5) as c", "order_by": "c"}, "order_by", "have no order"),
        ({"having": "pop > 1"}, "having", "having needs group_by"),
        ({"group_by": "name", "having": "pop > 1"}, "having", "must be in group_by: pop"),
        ({"group_by": "name", "having": "'tree'"}, "having", "full-text"),
    ],
)
def test_refusals_of_groups(words: dict[str, str], clause: str, reason: str) -> None:
    with pytest.raises(ODSQLError) as caught:
        checked(**words)  # type: ignore[arg-type]  # the words are those of `checked`
    assert reason in str(caught.value)
    assert caught.value.clause == clause


def test_a_hidden_field_is_unknown_and_never_proposed() -> None:
    narrower = FIELDS.without(frozenset({"pop", "pop_old"}))
    with pytest.raises(UnknownFieldInQuery) as caught:
        check(asked(where="pop > 1"), narrower)
    with pytest.raises(UnknownFieldInQuery) as never_there:
        check(asked(where="zzz > 1"), narrower)
    assert str(caught.value).replace("pop", "zzz") == str(never_there.value)
    assert caught.value.details["hint"] == ""


# ---- bounds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        Compare("=", Name("name"), Value("x" * 10_001)),
        Compare("=", Name("pop"), Value(10**38)),
        Call("search", (Name("name"), Value("x" * 501))),
        Call("suggest", (Name("name"), Value("x " * 33))),
        odsql.parse_where("name like '" + "x" * 501 + "'"),
        odsql.parse_where(" or ".join(["'x'"] * 31)),
        odsql.parse_where("pop in (" + ",".join(["1"] * 5001) + ")"),
        odsql.parse_where("pop" + " + 1" * 100 + " > 0"),
    ],
    ids=lambda expr: type(expr).__name__,
)
def test_questions_beyond_the_bounds_are_refused(where: Any) -> None:
    with pytest.raises(QueryTooLarge):
        check(Query("x", where=where), FIELDS)


def test_a_tree_deeper_than_the_stack_is_refused() -> None:
    deep: Any = Name("ok")
    for _ in range(100_000):
        deep = Not(deep)
    with pytest.raises(QueryTooLarge, match="nested more than"):
        check(Query("x", where=deep), FIELDS)
    while isinstance(deep, Not):  # taken apart from outside, for Python frees deep chains by recursion
        deep = deep.operand


def test_negative_pages_and_unknown_zones_are_refused() -> None:
    with pytest.raises(ODSQLError, match="not negative"):
        check(Query("x", limit=-1), FIELDS)
    with pytest.raises(UnknownZone):
        check(Query("x", zone="Mars/Base"), FIELDS)


# ---- refine, facets --------------------------------------------------------------------------------------------


def test_refinements_are_held_against_the_schema() -> None:
    found = check(Query("x", refine=(Refinement("d", "2020/11"), Refinement("tags", "a", True))), FIELDS)
    assert found.refine == (
        TypedRefinement(FIELDS.field("d"), "2020/11", False),
        TypedRefinement(FIELDS.field("tags"), "a", True),
    )


@pytest.mark.parametrize(
    ("refinement", "clause"),
    [
        (Refinement("nope", "x"), "refine"),
        (Refinement("nope", "x", True), "exclude"),
        (Refinement("d", "banana"), "refine"),
        (Refinement("geo", "x"), "refine"),
        (Refinement("name", "x" * 1001), "refine"),
    ],
)
def test_bad_refinements_are_refused(refinement: Refinement, clause: str) -> None:
    with pytest.raises(ODSQLError) as caught:
        check(Query("x", refine=(refinement,)), FIELDS)
    assert caught.value.clause == clause


def test_facets_take_what_they_do_not_say_from_the_schema() -> None:
    requests = (FacetRequest("tags"), FacetRequest("path", sort="alphanum"), FacetRequest("name", True, "-", limit=5))
    found = check(Query("x", facets=requests), FIELDS).facets
    assert [(one.is_disjunctive, one.hierarchy) for one in found] == [(True, ""), (False, "/"), (True, "-")]


@pytest.mark.parametrize(
    "request_",
    [FacetRequest("nope"), FacetRequest("geo"), FacetRequest("name", sort="num"), FacetRequest("name", limit=-1)],
)
def test_bad_facets_are_refused(request_: FacetRequest) -> None:
    with pytest.raises(ODSQLError) as caught:
        check(Query("x", facets=(request_,)), FIELDS)
    assert caught.value.clause == "facet"


# ---- properties ------------------------------------------------------------------------------------------------

known = st.sampled_from([*FIELDS.names, "nope"])


@settings(max_examples=300)
@given(strategies.conditions(known))
def test_any_condition_is_refused_or_settled(where: Any) -> None:
    try:
        found = check(Query("x", where=where), FIELDS).where
    except ODSQLError as error:
        assert error.clause == "where"
    else:
        assert found is not None
        assert check_condition(found, FIELDS) == found


@given(strategies.selects(known), st.none() | strategies.group_bys(known), st.just(()) | strategies.order_bys(known))
def test_any_question_is_refused_or_checked(select: Any, groups: Any, orders: Any) -> None:
    try:
        found = check(Query("x", select=select, groups=groups, order_by=orders), FIELDS)
    except Refused as error:
        assert str(error)
    else:
        assert len({one.name for one in found.outputs}) == len(found.outputs) > 0


@given(strategies.outputs(names=known))
def test_a_checked_column_keeps_its_heading(output: Output) -> None:
    try:
        found = check(Query("x", select=(output,)), FIELDS)
    except ODSQLError:
        return
    is_wildcard = isinstance(output.expr, Call) and output.expr.name in ("include", "exclude")
    assert is_wildcard or [one.name for one in found.outputs] == [output.name]
