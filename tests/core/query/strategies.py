"""Hypothesis strategies for the trees of `core.query.ast`, as any parser of ODSQL gives them.

What two trees would share one text is left out: a bare string is Text where a condition is due and Value elsewhere, And
does not stand directly in And, nor Or in Or. `exprs()` takes the names of fields to draw from.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from civora.core.query.dates import ADD, SET, WEEKDAYS
from civora.core.query.functions import FUNCTIONS
from civora.core.query.odsql import print_expression

UNITS = (
    "ms", "s", "m", "h", "d", "w", "M", "q", "y", "day", "days", "month", "quarters", "mm", "cm", "km", "mi", "yd", "ft"
)  # fmt: skip
FIELDS = ("name", "pop", "and", "12", "a b", "Été", "year", "x_1", "date", "To")
CALLS = tuple(name for name in FUNCTIONS if name != "now")

field_names = st.sampled_from(FIELDS) | st.text(min_size=1).filter(lambda text: "`" not in text)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.builds(Value, st.text() | numbers | st.booleans() | st.none())
geometries = st.builds(GeoValue, st.sampled_from(["POINT(1 1)", "POLYGON((0 0, 0 1, 1 1, 0 0))"]) | st.text())
quantities = st.builds(Quantity, numbers, st.sampled_from(UNITS))


@st.composite
def date_texts(draw: st.DrawFn) -> str:
    day = draw(st.datetimes())
    form = draw(st.sampled_from(["%Y", "%Y-%m", "%Y/%m/%d", "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S.%fZ"]))
    return f"{day.year:04}{day.strftime(form.removeprefix('%Y'))}"


def as_value(expr: Expr) -> Expr:
    return Value(expr.text) if isinstance(expr, Text) else expr


def as_condition(expr: Expr) -> Expr:
    return Text(expr.value) if isinstance(expr, Value) and isinstance(expr.value, str) else expr


def _junction(kind: type[And | Or], items: Sequence[Expr]) -> Expr:
    flat: list[Expr] = []
    for item in items:
        flat += item.items if isinstance(item, kind) else (as_condition(item),)  # type: ignore[attr-defined]
    return kind(tuple(flat))


def _calls(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    prefixes = st.builds(Prefix, st.sampled_from(["pop", "a_", "Or"]))
    args = st.lists(inner.map(as_value) | st.builds(Star) | prefixes, max_size=4).map(tuple)
    one = (inner.map(as_value) | st.builds(Star)).map(lambda arg: (arg,))
    moved = st.tuples(st.sampled_from([*SET, *ADD, *WEEKDAYS]), inner.map(as_value))
    return (
        st.builds(Call, st.sampled_from(CALLS), args)
        | st.builds(Call, st.sampled_from(CALLS), one, is_distinct=st.just(True))
        | st.builds(Call, st.just("now"), named=st.lists(moved, max_size=3).map(tuple))
    )


def _composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = inner.map(as_value)
    items = st.lists(inner, min_size=2, max_size=4)
    return (
        _calls(inner)
        | st.builds(Arithmetic, st.sampled_from("+-*/"), some, some)
        | st.builds(Negative, some)
        | st.builds(Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), some, some)
        | st.builds(Like, some, some)
        | st.builds(Is, some, st.sampled_from(["null", "true", "false"]), st.booleans())
        | st.builds(InList, some, st.lists(some, min_size=1, max_size=4).map(tuple))
        | st.builds(InRange, some, some, some, st.booleans(), st.booleans())
        | st.builds(lambda found: _junction(And, found), items)
        | st.builds(lambda found: _junction(Or, found), items)
        | st.builds(Not, inner.map(as_condition))
    )


def trees(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[Any]:
    """Any expression; bring it into place with `as_value` or `as_condition`."""
    leaves = st.builds(Name, names) | values | st.builds(DateValue, date_texts()) | geometries | quantities
    return st.recursive(leaves, _composed, max_leaves=12)


def exprs(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[Any]:
    """What may stand in select, group_by and order_by, as far as syntax goes."""
    return trees(names).map(as_value)


def conditions(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[Any]:
    """What may stand in where, as far as syntax goes."""
    return trees(names).map(as_condition)


@st.composite
def outputs(draw: st.DrawFn, kind: type[Output | Group] = Output, names: Any = field_names) -> Output | Group:
    """With an alias, or with the heading that the expression has by itself."""
    expr = draw(exprs(names))
    own = expr.name if isinstance(expr, Name) else print_expression(expr)
    return kind(expr, draw(field_names | st.just(own)))


def selects(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[tuple[Output | Star, ...]]:
    return st.lists(outputs(names=names) | st.builds(Star), min_size=1, max_size=4).map(tuple)


def group_bys(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[tuple[Group, ...]]:
    return st.lists(outputs(Group, names=names), max_size=3).map(tuple)


def order_bys(names: st.SearchStrategy[str] = field_names) -> st.SearchStrategy[tuple[Order, ...]]:
    return st.lists(st.builds(Order, exprs(names), st.booleans()), min_size=1, max_size=3).map(tuple)
