"""ODSQL: the reference's cases, examples of trees, and what must hold for any text and any tree."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.query import odsql
from civora.core.query.ast import (
    And,
    Arithmetic,
    Call,
    Compare,
    DateValue,
    GeoValue,
    Group,
    InList,
    InRange,
    Is,
    Name,
    Negative,
    Not,
    Or,
    Order,
    Output,
    Prefix,
    Quantity,
    Star,
    Text,
    Value,
)
from civora.core.query.errors import ODSQLSyntaxError
from tests.core.query import strategies

OWN_CASES = Path(__file__).with_name("odsql_cases.json")
REFERENCE = Path(__file__).resolve().parents[3] / "../shared/reference/odsql-cases.json"
CASES = json.loads(OWN_CASES.read_text())
PARSERS = {
    "select": odsql.parse_select,
    "where": odsql.parse_where,
    "group_by": odsql.parse_group_by,
    "order_by": odsql.parse_order_by,
}
PRINTERS = {
    "select": odsql.print_select,
    "where": odsql.print_where,
    "group_by": odsql.print_group_by,
    "order_by": odsql.print_order_by,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['clause']}: {case['text']}"[:70])
def test_case_of_the_reference(case: dict[str, Any]) -> None:
    parse: Any = PARSERS[case["clause"]]
    if not case["parses"]:
        with pytest.raises(ODSQLSyntaxError) as caught:
            parse(case["text"])
        assert caught.value.clause == case["clause"]
        assert 0 <= caught.value.position <= len(case["text"])
        return
    tree = parse(case["text"])
    printed = PRINTERS[case["clause"]](tree)
    assert parse(printed) == tree


def test_own_cases_hold_all_of_the_reference() -> None:
    """The copy in the repository is complete wherever the reference is at hand."""
    reference = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else CASES
    assert [case for case in reference if case not in CASES] == []


# ---- trees -----------------------------------------------------------------------------------------------------

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a and b or c", Or((And((A, B)), C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("a and(b or c)", And((A, Or((B, C))))),
        ("(a and b) and c", And((A, B, C))),
        ("not a and b", And((Not(A), B))),
        ("not a = 1", Not(Compare("=", A, Value(1)))),
        ("a:1", Compare("=", A, Value(1))),
        ("a <> 1", Compare("!=", A, Value(1))),
        ("a - b - c > 0", Compare(">", Arithmetic("-", Arithmetic("-", A, B), C), Value(0))),
        ("a + b * c > 0", Compare(">", Arithmetic("+", A, Arithmetic("*", B, C)), Value(0))),
        ("a > -5", Compare(">", A, Value(-5))),
        ("a > -b", Compare(">", A, Negative(B))),
        ("a > 1.5e3", Compare(">", A, Value(1500.0))),
        ("`12` = 'it\\'s'", Compare("=", Name("12"), Value("it's"))),
        ("a is not null", Is(A, "null", negated=True)),
        ("a in (1, 2)", InList(A, (Value(1), Value(2)))),
        ("'x' in a", InList(Value("x"), (A,))),
        ("a in ]1..2]", InRange(A, Value(1), Value(2), low_closed=False)),
        ("a in [1 TO 2[", InRange(A, Value(1), Value(2), high_closed=False)),
        ('"tree" and not "dog*"', And((Text("tree"), Not(Text("dog*"))))),
        ("a = date'2017'", Compare("=", A, DateValue("2017"))),
        ("within(a, GEOM 'POINT(1 1)')", Call("within", (A, GeoValue("POINT(1 1)")))),
        ("within_distance(a, b, 10km)", Call("within_distance", (A, B, Quantity(10, "km")))),
        (
            "a > now(Year=2001, months=-1)",
            Compare(">", A, Call("now", (), (("year", Value(2001)), ("months", Value(-1))))),
        ),
        ("search(*, 'x')", Call("search", (Star(), Value("x")))),
    ],
)
def test_where(text: str, tree: Any) -> None:
    assert odsql.parse_where(text) == tree


def test_select_keeps_what_was_typed_as_heading() -> None:
    assert odsql.parse_select(" RANGE(capacity,15) ,`12`, count(*) as n, include(pop*)") == (
        Output(Call("range", (Name("capacity"), Value(15))), "RANGE(capacity,15)"),
        Output(Name("12"), "12"),
        Output(Call("count", (Star(),)), "n"),
        Output(Call("include", (Prefix("pop"),)), "include(pop*)"),
    )


def test_group_by_and_order_by() -> None:
    assert odsql.parse_group_by("range(d, 1 M) as m") == (Group(Call("range", (Name("d"), Quantity(1, "M"))), "m"),)
    assert odsql.parse_order_by("a desc, b ASC, c") == (Order(A, True), Order(B), Order(C))


def test_field_names_keep_their_letter_case_and_functions_lose_it() -> None:
    assert odsql.parse_select("SUM(Pop)") == (Output(Call("sum", (Name("Pop"),)), "SUM(Pop)"),)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a not in (1)", Not(InList(A, (Value(1),)))),
        ("a not like 'x' and b", And((Not(odsql.parse_where("a like 'x'")), B))),
    ],
)
def test_lenient_reading_knows_not_in_and_not_like(text: str, tree: Any) -> None:
    with pytest.raises(ODSQLSyntaxError, match="unexpected not at position 2"):
        odsql.parse_where(text)
    assert odsql.parse_where(text, strict=False) == tree


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["clause"] == "where"], ids=lambda case: case["text"][:60]
)
def test_lenient_reading_differs_from_strict_reading_only_in_not_in(case: dict[str, Any]) -> None:
    if case["parses"]:
        assert odsql.parse_where(case["text"], strict=False) == odsql.parse_where(case["text"])
    elif " not in " not in case["text"]:
        with pytest.raises(ODSQLSyntaxError):
            odsql.parse_where(case["text"], strict=False)


# ---- errors ----------------------------------------------------------------------------------------------------


def test_unknown_function_in_where_is_worded_as_the_explore_api_does() -> None:
    with pytest.raises(ODSQLSyntaxError) as caught:
        odsql.parse_where('contains(objet, "x")')
    assert str(caught.value) == (
        'ODSQL syntax exception: unexpected ( at position 8 in contains(objet, "x"). '
        "Clause(s) containing the error(s): where."
    )
    assert (caught.value.clause, caught.value.position) == ("where", 8)


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ('a = "x', "unterminated string", 4),
        ("`a", "unterminated name", 0),
        ("a = date'banana'", "not a date", 4),
        ("a = date'2021-02-30'", "not a date", 4),
        ("a = 1e999", "out of range", 4),
        ("x = 1; drop table t", "unexpected ;", 5),
        ("1_uai = 3", "unexpected _uai", 1),
        ("a =", "unexpected end", 3),
        ("", "unexpected end", 0),
        ("a = '\ud800'", "unreadable character", 5),
    ],
)
def test_errors_name_place_and_cause(text: str, reason: str, position: int) -> None:
    with pytest.raises(ODSQLSyntaxError, match=reason) as caught:
        odsql.parse_where(text)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        "(" * 49_999,
        "not " * 12_000,
        "-" * 49_999,
        "f(" * 24_000,
        "a+" * 24_000 + "a",
        "x in [" * 8_000,
        '"' + "\\" * 49_998,
        "1" * 49_999,
        "a" + " " * 49_000 + "b",
        "date" + " " * 49_000 + "x",
    ],
    ids=lambda text: text[:8],
)
def test_hostile_texts_are_refused_quickly_and_briefly(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ODSQLSyntaxError) as caught:
        odsql.parse_where(text)
    assert time.process_time() - start < 10  # of the processor: what grows with the square would take minutes
    assert len(str(caught.value)) < 500


# ---- properties ------------------------------------------------------------------------------------------------


@given(strategies.conditions())
def test_where_survives_printing(tree: Any) -> None:
    assert odsql.parse_where(odsql.print_where(tree)) == tree


@given(strategies.selects())
def test_select_survives_printing(tree: Any) -> None:
    assert odsql.parse_select(odsql.print_select(tree)) == tree


@given(strategies.group_bys())
def test_group_by_survives_printing(tree: Any) -> None:
    assert odsql.parse_group_by(odsql.print_group_by(tree)) == tree


@given(strategies.order_bys())
def test_order_by_survives_printing(tree: Any) -> None:
    assert odsql.parse_order_by(odsql.print_order_by(tree)) == tree


WORDS = (
    'a', 'b', '(', ')', '[', ']', ',', '..', '*', '+', '-', '/', '=', '!=', '<', '>=', ':', 'and', 'or', 'not',
    'in', 'like', 'is', 'null', 'true', 'to', 'as', 'asc', 'desc', 'distinct', '1', '2.5', '10km', '1M', "'x'",
    '"y"', '`q`', "date'2020'", "geom'POINT(1_1)'", 'count(', 'now(', 'range(', 'f(', 'pop*', 'year', "'", '"', '`',
    ';', '\\', 'é', '\x00', 'date', 'geom', '1e5', '1e', '.5',
)  # fmt: skip
soups = st.lists(st.sampled_from(WORDS), max_size=25).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)


@given(st.sampled_from(sorted(PARSERS)), st.text() | soups)
def test_any_text_is_read_or_refused_with_its_place(clause: str, text: str) -> None:
    parse: Any = PARSERS[clause]
    try:
        tree = parse(text)
    except ODSQLSyntaxError as error:
        assert 0 <= error.position <= len(text)
        assert error.clause == clause
        assert f"position {error.position}" in str(error)
    else:
        assert parse(PRINTERS[clause](tree)) == tree
