"""Hypothesis strategies for questions that `check` accepts, drawn from a schema: for tests of what answers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from civora.core.query.ast import (
    And,
    Arithmetic,
    Call,
    Compare,
    DateValue,
    Expr,
    GeoValue,
    Group,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Not,
    Or,
    Order,
    Output,
    Quantity,
    Query,
    Star,
    Text,
    Value,
)
from civora.core.query.odsql import print_expression
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType, Schema

OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
WORDS = st.sampled_from(["Paris", "paris", "Le Mans", "tree", "Bäume", "", "x'y", '"', "%", "a\\b", "☃"])
NUMBERS = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)
DATES = st.sampled_from(["2020", "2020-02", "2020/02/29", "2021-06-01T12:30", "2021-06-01T12:30:00Z", "1969"])
POINTS = st.sampled_from(["POINT(7.6 51.9)", "POINT(0 0)", "POINT(-122.4 37.8)"])
AREAS = st.sampled_from(["POLYGON((7 51, 8 51, 8 52, 7 52, 7 51))", "MULTIPOINT(1 1, 2 2)"])
FORMATS = st.sampled_from(["yyyy-MM", "dd/MM/YYYY", "E d MMMM", "'week 'ww", "HH:mm"])
PARTS = st.sampled_from(["year", "month", "day", "hour", "minute", "second"])
UNITS = st.sampled_from([(12, "hour"), (1, "M"), (1, "q"), (3, "days"), (15, "m"), (1, "year"), (1, "week")])


def conditions(schema: Schema) -> st.SearchStrategy[Expr]:
    leaves = st.one_of(*(_about(field) for field in schema.fields), WORDS.map(lambda text: Text(text)))
    return st.recursive(leaves, _joined, max_leaves=5)


def _joined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(And, some) | st.builds(Or, some) | st.builds(Not, inner)


def _about(field: Field) -> st.SearchStrategy[Any]:
    """Conditions on one field."""
    name = Name(field.name)
    null = st.builds(Is, st.just(name), st.just("null"), st.booleans())
    if field.is_multivalued:
        element = st.builds(InList, WORDS.map(Value), st.just((name,)))
        return null | element | st.builds(Compare, st.sampled_from(["=", "!="]), st.just(name), WORDS.map(Value))
    for kinds, strategy in _ABOUT:
        if field.type in kinds:
            return null | strategy(name)
    return null


def _about_text(name: Expr) -> st.SearchStrategy[Any]:
    words = WORDS.map(Value)
    search = st.builds(
        lambda call, word: Call(call, (name, word)), st.sampled_from(["search", "suggest", "startswith"]), words
    )
    return (
        st.builds(Compare, OPERATORS, st.just(name) | st.just(Call("lower", (name,))), words)
        | st.builds(Like, st.just(name), words)
        | st.builds(InList, st.just(name), st.lists(words, min_size=1, max_size=3).map(tuple))
        | st.builds(Compare, OPERATORS, st.just(Call("length", (name,))), st.integers(0, 9).map(Value))
        | search
    )


def _about_number(name: Expr) -> st.SearchStrategy[Any]:
    numbers = NUMBERS.map(Value)
    sums = st.builds(Arithmetic, st.sampled_from("+-*/"), st.just(name), numbers)
    return (
        st.builds(Compare, OPERATORS, st.just(name) | sums, numbers)
        | st.builds(InRange, st.just(name), numbers, numbers, st.booleans(), st.booleans())
        | st.builds(InList, st.just(name), st.lists(numbers, min_size=1, max_size=3).map(tuple))
    )


def _about_time(name: Expr) -> st.SearchStrategy[Any]:
    dates = DATES.map(DateValue)
    past = st.integers(-400, 0).map(lambda days: Call("now", (), (("days", Value(days)),)))
    return (
        st.builds(Compare, OPERATORS, st.just(name), dates | past)
        | st.builds(InRange, st.just(name), dates, dates, st.booleans(), st.booleans())
        | st.builds(Compare, OPERATORS, PARTS.map(lambda part: Call(part, (name,))), st.integers(0, 2030).map(Value))
        | st.builds(lambda form: Compare("=", Call("date_format", (name, Value(form))), Value("2020-02")), FORMATS)
    )


def _about_flag(name: Expr) -> st.SearchStrategy[Any]:
    return st.just(name) | st.builds(Is, st.just(name), st.sampled_from(["true", "false"]), st.booleans())


def _about_place(name: Expr) -> st.SearchStrategy[Any]:
    near = st.builds(
        lambda point, far: Call("within_distance", (name, GeoValue(point), far)),
        POINTS,
        st.builds(Quantity, st.integers(0, 500), st.sampled_from(["m", "km", "mi"])),
    )
    box = st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
    inside = st.builds(lambda corners: Call("in_bbox", (name, *map(Value, corners))), box)
    shape = st.builds(
        lambda word, area: Call(word, (name, GeoValue(area))),
        st.sampled_from(["intersects", "disjoint", "within"]),
        AREAS,
    )
    return near | inside | shape


_ABOUT: tuple[tuple[frozenset[FieldType], Callable[[Expr], st.SearchStrategy[Any]]], ...] = (
    (frozenset({FieldType.TEXT}), _about_text),
    (NUMERIC, _about_number),
    (TEMPORAL, _about_time),
    (frozenset({FieldType.BOOLEAN}), _about_flag),
    (GEOGRAPHIC, _about_place),
)


# ---- whole queries ---------------------------------------------------------------------------------------------


def _key(field: Field) -> st.SearchStrategy[Any]:
    """What the rows can be grouped by, of one field."""
    name = Name(field.name)
    if field.type in TEMPORAL:
        step = st.builds(lambda unit: Call("range", (name, Quantity(*unit))), UNITS)
        return st.just(name) | PARTS.map(lambda part: Call(part, (name,))) | step
    if field.type in NUMERIC:
        bounds = st.just(Call("range", (name, Star(), Value(0), Value(10), Star())))
        return st.just(name) | bounds | st.just(Call("range", (name, Value(5))))
    if field.type is FieldType.GEO_POINT:
        return st.integers(0, 25).map(lambda zoom: Call("geo_cluster", (name, Value(zoom))))
    return st.just(name)


def _aggregate(field: Field) -> st.SearchStrategy[Any]:
    name = Name(field.name)
    calls = [Call("count", (Star(),)), Call("count", (name,))]
    if field.type not in GEOGRAPHIC | {FieldType.JSON}:
        calls.append(Call("count", (name,), is_distinct=True))
    if field.type in NUMERIC | TEMPORAL:
        calls += [Call("min", (name,)), Call("max", (name,))]
    if field.type in NUMERIC:
        calls += [Call(word, (name,)) for word in ("sum", "avg", "median", "stddev", "variance")]
        calls.append(Call("percentile", (name, Value(90))))
    return st.sampled_from(calls)


def _named(expr: Any) -> str:
    return expr.name if isinstance(expr, Name) else print_expression(expr)


@st.composite
def row_queries(draw: st.DrawFn, schema: Schema, dataset: str = "x") -> Query:
    """Some fields, some condition, some order."""
    chosen = draw(st.lists(st.sampled_from(schema.fields), max_size=4, unique=True))
    sortable = [field for field in schema.fields if field.type not in GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}]
    orders = st.builds(Order, st.sampled_from(sortable).map(lambda field: Name(field.name)), st.booleans())
    return Query(
        dataset,
        select=tuple(Output(Name(field.name), field.name) for field in chosen),
        where=draw(st.none() | conditions(schema)),
        order_by=tuple(draw(st.lists(orders, max_size=2))),
        limit=draw(st.integers(0, 100)),
        offset=draw(st.integers(0, 10)),
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])),
    )


@st.composite
def group_queries(draw: st.DrawFn, schema: Schema, dataset: str = "x") -> Query:
    """Keys and aggregates, ordered by an aggregate or not at all."""
    groupable = [
        field for field in schema.fields if field.type not in (FieldType.GEO_SHAPE, FieldType.JSON, FieldType.FILE)
    ]
    keys = draw(st.lists(st.sampled_from(groupable).flatmap(_key), max_size=2, unique_by=_named))
    totals = draw(
        st.lists(st.sampled_from(schema.fields).flatmap(_aggregate), min_size=1, max_size=3, unique_by=_named)
    )
    return Query(
        dataset,
        select=tuple(Output(expr, _named(expr)) for expr in totals),
        where=draw(st.none() | conditions(schema)),
        groups=tuple(Group(expr, _named(expr)) for expr in keys),
        order_by=draw(st.sampled_from([(), (Order(totals[0], True),)])),
        limit=draw(st.integers(0, 100)),
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin"])),
    )
