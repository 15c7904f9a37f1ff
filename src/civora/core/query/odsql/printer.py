"""Writes a tree as ODSQL, with no more parentheses than reading it back needs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

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
from civora.core.query.errors import ODSQLError
from civora.core.query.odsql.parser import parse_select
from civora.core.query.odsql.tokens import RESERVED

PLAIN = re.compile(r"[^\W\d]\w*")
OR, AND, NOT, PREDICATE, SUM, PRODUCT, UNARY = range(1, 8)


def print_select(outputs: Iterable[Output | Star]) -> str:
    return ", ".join("*" if isinstance(output, Star) else _headed(output) for output in outputs)


def print_where(expr: Expr) -> str:
    return print_expression(expr)


def print_group_by(groups: Iterable[Group]) -> str:
    return ", ".join(_headed(group) for group in groups)


def print_order_by(orders: Iterable[Order]) -> str:
    return ", ".join(print_expression(order.expr) + (" desc" if order.is_descending else "") for order in orders)


def print_expression(expr: Expr) -> str:
    """The text of one expression. Raises ValueError for what no text can say: a name with a back quote, infinity."""
    return _WRITERS[type(expr)](expr)


def quoted(name: str) -> str:
    """A field name as ODSQL: bare if it may be, else in back quotes. Raises ValueError."""
    if PLAIN.fullmatch(name) and name.lower() not in RESERVED:
        return name
    if not name or "`" in name:
        raise ValueError(f"no ODSQL text names the field {name!r}")
    return f"`{name}`"


def _headed(item: Output | Group) -> str:
    """With an alias, unless the heading is the expression's own text."""
    text = print_expression(item.expr)
    if item.name == (item.expr.name if isinstance(item.expr, Name) else text):
        return text
    if _reads_as(item.name, item.expr):
        return item.name
    return f"{text} as {quoted(item.name)}"


def _reads_as(text: str, expr: Expr) -> bool:
    """The heading is the text as somebody typed it."""
    try:
        return parse_select(text) == (Output(expr, text),)
    except ODSQLError:
        return False


def _at(expr: Expr, power: int) -> str:
    """The operand of something that binds with `power`: in parentheses where it binds less tightly itself."""
    text = print_expression(expr)
    return text if _power(expr) >= power else f"({text})"


def _power(expr: Expr) -> int:
    if isinstance(expr, Arithmetic):
        return SUM if expr.op in "+-" else PRODUCT
    return _POWERS.get(type(expr), UNARY)


_POWERS: dict[type, int] = {
    Or: OR,
    And: AND,
    Not: NOT,
    Compare: PREDICATE,
    Like: PREDICATE,
    Is: PREDICATE,
    InList: PREDICATE,
    InRange: PREDICATE,
}


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"no ODSQL text says the number {value}")
    return repr(value)


def _value(expr: Value) -> str:
    value = expr.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(value) if isinstance(value, str) else _number(value)


def _call(expr: Call) -> str:
    args = [print_expression(arg) for arg in expr.args]
    args += [f"{name}={_at(value, SUM)}" for name, value in expr.named]
    return f"{expr.name}({'distinct ' if expr.is_distinct else ''}{', '.join(args)})"


def _arithmetic(expr: Arithmetic) -> str:
    power = _power(expr)
    return f"{_at(expr.left, power)} {expr.op} {_at(expr.right, power + 1)}"


def _negative(expr: Negative) -> str:
    is_number = isinstance(expr.operand, (Value, Quantity))
    return f"-({print_expression(expr.operand)})" if is_number else f"-{_at(expr.operand, UNARY)}"


def _range(expr: InRange) -> str:
    low, high = _at(expr.low, SUM), _at(expr.high, SUM)
    return (
        f"{_at(expr.operand, SUM)} in {'[' if expr.low_closed else ']'}{low}..{high}{']' if expr.high_closed else '['}"
    )


def _joined(word: str, power: int) -> Callable[[And | Or], str]:
    return lambda expr: f" {word} ".join(_at(item, power) for item in expr.items)


_WRITERS: dict[type, Callable[[Any], str]] = {
    Name: lambda expr: quoted(expr.name),
    Value: _value,
    Text: lambda expr: _string(expr.text),
    DateValue: lambda expr: "date" + _string(expr.text),
    GeoValue: lambda expr: "geom" + _string(expr.text),
    Quantity: lambda expr: f"{_number(expr.number)} {expr.unit}",
    Call: _call,
    Star: lambda expr: "*",
    Prefix: lambda expr: f"{expr.prefix}*",
    Arithmetic: _arithmetic,
    Negative: _negative,
    Compare: lambda expr: f"{_at(expr.left, SUM)} {expr.op} {_at(expr.right, SUM)}",
    Like: lambda expr: f"{_at(expr.operand, SUM)} like {_at(expr.text, SUM)}",
    Is: lambda expr: f"{_at(expr.operand, SUM)} is {'not ' if expr.negated else ''}{expr.what}",
    InList: lambda expr: f"{_at(expr.operand, SUM)} in ({', '.join(print_expression(item) for item in expr.items)})",
    InRange: _range,
    And: _joined("and", NOT),
    Or: _joined("or", AND),
    Not: lambda expr: f"not {_at(expr.operand, NOT)}",
}
