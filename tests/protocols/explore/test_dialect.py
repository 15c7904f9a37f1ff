"""The parameters of the Explore API v2.1 as a Query: examples, bounds, and any text in any parameter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.core.query import odsql
from civora.core.query.ast import (
    And,
    Call,
    Compare,
    FacetRequest,
    Group,
    Name,
    Not,
    Order,
    Output,
    Query,
    Refinement,
    Star,
    Value,
)
from civora.core.query.errors import ODSQLError, ODSQLSyntaxError
from civora.protocols.explore import dialect
from civora.protocols.explore.dialect import ExportOptions, Extras, InvalidParameter
from tests.core.query import strategies


def test_no_parameters_ask_for_the_first_ten_rows() -> None:
    assert dialect.records({}, "trees") == Query("trees", limit=10, offset=0, zone="UTC", lang="en")


def test_every_parameter_finds_its_place() -> None:
    found = dialect.records(
        {
            "select": ["count(*) as n"],
            "where": ["a > 1", "b = 'x' and c"],
            "group_by": ["year(d) as y"],
            "having": ["count(*) not in (1)"],
            "order_by": ["n desc"],
            "limit": ["20000"],
            "refine": ["city:Münster"],
            "exclude": ["kind:old"],
            "timezone": ["Europe/Berlin"],
            "lang": ["de"],
            "unknown": ["ignored"],
        },
        "trees",
        7,
    )
    count = Call("count", (Star(),))
    assert found == Query(
        "trees",
        7,
        select=(Output(count, "n"),),
        where=And((Compare(">", Name("a"), Value(1)), Compare("=", Name("b"), Value("x")), Name("c"))),
        groups=(Group(Call("year", (Name("d"),)), "y"),),
        having=Not(odsql.parse_where("count(*) in (1)")),
        order_by=(Order(Name("n"), True),),
        refine=(Refinement("city", "Münster"), Refinement("kind", "old", True)),
        limit=20000,
        zone="Europe/Berlin",
        lang="de",
    )


def test_blank_parameters_count_as_absent() -> None:
    names = ("select", "where", "group_by", "order_by", "limit", "offset", "lang", "timezone")
    blank = {name: [" "] for name in names}
    assert dialect.records(blank, "trees") == dialect.records({}, "trees")


def test_blank_group_by_beside_an_aggregate_is_one_group() -> None:
    assert dialect.records({"select": ["count(*)"], "group_by": [""]}, "trees").groups == ()
    assert dialect.records({"select": ["count(*)"]}, "trees").groups is None


def test_a_repeated_list_clause_goes_on() -> None:
    assert dialect.records({"select": ["a", "b"]}, "t").select == (Output(Name("a"), "a"), Output(Name("b"), "b"))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"limit": "101"}, "Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected."),
        ({"limit": "-2"}, "Invalid value for limit API parameter: -2 was found but -1 <= limit <= 100 is expected."),
        (
            {"limit": "20001", "group_by": "a"},
            "Invalid value for limit API parameter: 20001 was found but -1 <= limit <= 20000 is expected.",
        ),
        (
            {"limit": "1", "offset": "10000"},
            "Invalid value for sum of offset + limit API parameter: 10001 was found but <= 10000 is expected.",
        ),
        ({"limit": "ten"}, "Invalid value for limit API parameter: ten was found but an integer is expected."),
        (
            {"limit": "1" * 30},
            "Invalid value for limit API parameter: " + "1" * 30 + " was found but an integer is expected.",
        ),
        ({"offset": "-1"}, "Invalid value for offset API parameter: -1 was found but 0 <= offset is expected."),
        (
            {"offset": "5", "cursor": "abc"},
            "Invalid value for offset API parameter: 5 was found but 0, beside a cursor, is expected.",
        ),
        (
            {"timezone": "Mars/Base"},
            "Invalid value for timezone API parameter: Mars/Base was found but an IANA time zone is expected.",
        ),
        (
            {"timezone": "../etc"},
            "Invalid value for timezone API parameter: ../etc was found but an IANA time zone is expected.",
        ),
        ({"refine": "city"}, "Invalid value for refine API parameter: city was found but FACET:VALUE is expected."),
        ({"exclude": ":x"}, "Invalid value for exclude API parameter: :x was found but FACET:VALUE is expected."),
    ],
)
def test_values_out_of_bounds_are_refused_in_known_words(params: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        dialect.records({name: [value] for name, value in params.items()}, "trees")
    assert str(caught.value) == message


def test_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidParameter, match="lang API parameter: xx was found but one of en, fr"):
        dialect.records({"lang": ["xx"]}, "trees")
    assert dialect.records({"lang": ["fr-FR"]}, "trees").lang == "fr"
    assert dialect.records({}, "trees", lang="de").lang == "de"


@pytest.mark.parametrize(
    ("params", "limit", "offset"),
    [
        ({}, 10, 0),
        ({"limit": "0"}, 0, 0),
        ({"limit": "-1"}, 100, 0),
        ({"limit": "-1", "offset": "9950"}, 50, 9950),
        ({"limit": "-1", "group_by": "a"}, 20000, 0),
        ({"limit": "100", "offset": "9900"}, 100, 9900),
        ({"limit": "10000", "offset": "10000", "group_by": "a"}, 10000, 10000),
    ],
)
def test_pages(params: dict[str, str], limit: int, offset: int) -> None:
    found = dialect.records({name: [value] for name, value in params.items()}, "trees")
    assert (found.limit, found.offset) == (limit, offset)


def test_a_cursor_is_passed_on_unread() -> None:
    assert dialect.records({"cursor": ["abc="]}, "trees").after == "abc="


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("city:Paris", "city", "Paris"),
        ("`city`:Paris", "city", "Paris"),
        ("`a:b`:c:d", "a:b", "c:d"),
        ('city:"Le Mans"', "city", "Le Mans"),
        ("city:'l\\'Haÿ'", "city", "l'Haÿ"),
        ("d:2020/11", "d", "2020/11"),
        ("url:http://x", "url", "http://x"),
        ("city:", "city", ""),
        ('city:"', "city", '"'),
    ],
)
def test_refine(text: str, field: str, value: str) -> None:
    assert dialect.records({"refine": [text]}, "t").refine == (Refinement(field, value),)
    assert dialect.records({"exclude": [text]}, "t").refine == (Refinement(field, value, is_excluded=True),)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("city", (FacetRequest("city"),)),
        ("`12`", (FacetRequest("12"),)),
        ("city, kind", (FacetRequest("city"), FacetRequest("kind"))),
        ('facet(name="city")', (FacetRequest("city"),)),
        ("facet(name=city, limit=5)", (FacetRequest("city", limit=5),)),
        ("facet(city, sort='alphanum')", (FacetRequest("city", sort="alphanum"),)),
        (
            'facet(name="f", disjunctive=true, hierarchical=true, separator="/", sort="-count", limit=5)',
            (FacetRequest("f", is_disjunctive=True, hierarchy="/", sort="-count", limit=5),),
        ),
        ('facet(name="f", disjunctive=false), g', (FacetRequest("f", is_disjunctive=False), FacetRequest("g"))),
    ],
)
def test_facet(text: str, requests: tuple[FacetRequest, ...]) -> None:
    assert dialect.facets({"facet": [text]}, "t").facets == requests


@pytest.mark.parametrize(
    "text",
    [
        "facet()",
        "facet(limit=5)",
        'facet(name="f", hierarchical=true)',
        'facet(name="f", limit="5")',
        'facet(name="f", disjunctive=1)',
        'facet(name="f", colour="red")',
        "facet(name=a+b)",
        "count(*)",
        "1 + (2)",
    ],
)
def test_facets_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid value for facet API parameter"):
        dialect.facets({"facet": [text]}, "t")


def test_a_facet_that_cannot_be_read_names_its_clause() -> None:
    with pytest.raises(ODSQLSyntaxError) as caught:
        dialect.facets({"facet": ["facet(name="]}, "t")
    assert caught.value.clause == "facet"


def test_facets_heed_conditions_and_nothing_of_rows() -> None:
    found = dialect.facets({"where": ["a = 1"], "refine": ["b:2"], "select": ["((("], "limit": ["999"]}, "t")
    assert (found.where, found.refine) == (odsql.parse_where("a = 1"), (Refinement("b", "2"),))
    assert (found.select, found.limit, found.facets) == ((), 0, ())


def test_an_export_has_all_rows_and_no_window() -> None:
    query, options = dialect.export({}, "t")
    assert query.limit is None
    assert options == ExportOptions()
    assert dialect.export({"limit": ["123456"], "offset": ["20000"]}, "t")[0].limit == 123456
    with pytest.raises(InvalidParameter, match="-1 <= limit is expected"):
        dialect.export({"limit": ["-2"]}, "t")


def test_options_of_an_export() -> None:
    _, options = dialect.export(
        {
            "use_labels": ["true"],
            "compressed": ["True"],
            "with_bom": ["false"],
            "quote_all": ["1"],
            "delimiter": ["\t"],
            "list_separator": ["|"],
            "parquet_compression": ["zstd"],
            "name_field": ["n"],
            "description_field_list": ["a, b", "c"],
            "epsg": ["25832"],
        },
        "t",
    )
    assert options == ExportOptions(
        use_labels=True,
        compressed=True,
        with_bom=False,
        quote_all=True,
        delimiter="\t",
        list_separator="|",
        parquet_compression="zstd",
        name_field="n",
        description_field_list=("a", "b", "c"),
        epsg=25832,
    )


@pytest.mark.parametrize(
    "params",
    [
        {"delimiter": "x"},
        {"parquet_compression": "lzma"},
        {"with_bom": "maybe"},
        {"epsg": "WGS"},
        {"list_separator": "x" * 11},
    ],
)
def test_options_out_of_bounds_are_refused(params: dict[str, str]) -> None:
    with pytest.raises(InvalidParameter, match=next(iter(params))):
        dialect.export({name: [value] for name, value in params.items()}, "t")


def test_a_single_record_heeds_select_and_nothing_else() -> None:
    assert dialect.single({"select": ["a"], "where": ["((("], "limit": ["x"]}, "t") == Query(
        "t", select=(Output(Name("a"), "a"),), limit=1
    )


def test_extras() -> None:
    assert dialect.extras({}) == Extras()
    assert dialect.extras({"include_links": ["true"], "include_app_metas": ["True"]}) == Extras(
        links=True, app_metas=True
    )


def test_conditions_that_are_too_long_together_are_refused() -> None:
    with pytest.raises(InvalidParameter, match="at most 50000 characters together"):
        dialect.records({"where": ["a = 1 and " * 3000 + "b"] * 2}, "t")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # other tests may load the machine
@given(strategies.selects(), strategies.conditions(), strategies.group_bys(), strategies.order_bys())
def test_a_printed_query_comes_back(select: Any, where: Any, groups: Any, orders: Any) -> None:
    params = {
        "select": [odsql.print_select(select)],
        "where": [odsql.print_where(where)],
        "group_by": [odsql.print_group_by(groups)] if groups else [],
        "order_by": [odsql.print_order_by(orders)],
    }
    expected = Query("t", select=select, where=where, groups=groups or None, order_by=orders, limit=10)
    assert dialect.records(params, "t") == expected


NAMES = (
    "select", "where", "group_by", "order_by", "limit", "offset", "refine", "exclude", "facet", "lang", "timezone", "having",
    "cursor", "delimiter", "epsg",
)  # fmt: skip
ATTACKS = [
    "'; drop table t --",
    "1 or 1=1",
    "\x00",
    "`",
    '"',
    "facet(",
    "a:b",
    "-1",
    "1e9",
    "(" * 500,
    "now(days=1)",
    "☃",
    "*",
]


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text() | st.sampled_from(ATTACKS), max_size=3)))
def test_any_text_gives_a_query_or_a_clear_refusal(params: dict[str, list[str]]) -> None:
    for question in (dialect.records, dialect.export, dialect.facets, dialect.single):
        try:
            found: Any = question(params, "t")
        except (InvalidParameter, ODSQLError) as error:
            assert str(error)
        else:
            assert found
