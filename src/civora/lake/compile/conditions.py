"""Conditions of a row. A comparison with null is not true; NOT is true where its operand is false or null."""

from __future__ import annotations

from datetime import datetime

from civora.core.query import dates
from civora.core.query.ast import (
    And,
    Call,
    Compare,
    DateValue,
    Expr,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Not,
    Or,
    Text,
    Value,
)
from civora.core.schema import FieldType
from civora.lake.compile import places, words
from civora.lake.compile.sql import Context
from civora.lake.compile.values import kind, value
from civora.lake.sql import Sql, join, param

FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SEARCHES = ("search", "suggest", "startswith")


def condition(expr: Expr, context: Context) -> Sql:
    """The condition as SQL. It is in normal form, as `check` gives it."""
    match expr:
        case And(items):
            return "(" + join(" AND ", (condition(item, context) for item in items)) + ")"
        case Or(items):
            return "(" + join(" OR ", (condition(item, context) for item in items)) + ")"
        case Not(operand):
            return "((" + condition(operand, context) + ") IS NOT TRUE)"
        case Compare():
            return compare(expr, context)
        case Is(operand, what, negated):
            return "(" + value(operand, context) + f" IS {'NOT ' if negated else ''}{what.upper()})"
        case InList():
            return in_list(expr, context)
        case InRange():
            return in_range(expr, context)
        case Like(operand, text):
            return words.like(value(operand, context), text, value(text, context), is_list=is_list(operand, context))
        case Text(text):
            return words.anywhere(text, context.schema)
        case Value(content):
            return Sql("TRUE" if content else "FALSE")
        case Call(name) if name in SEARCHES:
            return words.search(expr, context.schema)
        case Call():
            return places.predicate(expr, context)
        case _:
            raise TypeError(f"{type(expr).__name__} is no condition")


def is_list(expr: Expr, context: Context) -> bool:
    return isinstance(expr, Name) and context.schema.field(expr.name).is_multivalued


def compare(expr: Compare, context: Context) -> Sql:
    if is_list(expr.right, context) and not is_list(expr.left, context):
        expr = Compare(FLIPPED[expr.op], expr.right, expr.left)  # type: ignore[arg-type]  # one of the operators
    if is_list(expr.left, context):
        holds = "list_contains(" + value(expr.left, context) + ", " + value(expr.right, context) + ")"
        return holds if expr.op == "=" else "(NOT " + holds + ")"
    if isinstance(expr.left, DateValue) and not isinstance(expr.right, DateValue):
        expr = Compare(FLIPPED[expr.op], expr.right, expr.left)  # type: ignore[arg-type]  # one of the operators
    if isinstance(expr.right, DateValue) and not isinstance(expr.left, DateValue):
        return with_date(value(expr.left, context), kind(expr.left, context), expr.op, expr.right.text, context)
    return "(" + value(expr.left, context) + f" {expr.op} " + value(expr.right, context) + ")"


def with_date(left: Sql, of: FieldType | None, op: str, text: str, context: Context) -> Sql:
    """A date literal covers a span: `d = date'2022'` is the whole year."""
    start, end = ends(text, of, context)
    match op:
        case "=":
            return "(" + left + " >= " + param(start) + " AND " + left + " < " + param(end) + ")"
        case "!=":
            return "(" + left + " < " + param(start) + " OR " + left + " >= " + param(end) + ")"
        case ">" | "<=":
            return "(" + left + (" >= " if op == ">" else " < ") + param(end) + ")"
        case _:
            return "(" + left + f" {op} " + param(start) + ")"


def ends(text: str, of: FieldType | None, context: Context) -> tuple[datetime, datetime]:
    found = dates.interval(text)
    if of is FieldType.DATE and not found.is_instant:
        return found.start, found.end
    found = dates.in_utc(found, context.zone)
    return found.start, found.end


def in_list(expr: InList, context: Context) -> Sql:
    """A list of values; or an element of a multivalued field."""
    if len(expr.items) == 1 and is_list(expr.items[0], context):
        return compare(Compare("=", expr.items[0], expr.operand), context)
    return "(" + join(" OR ", (compare(Compare("=", expr.operand, item), context) for item in expr.items)) + ")"


def in_range(expr: InRange, context: Context) -> Sql:
    low = compare(Compare(">=" if expr.low_closed else ">", expr.operand, expr.low), context)
    high = compare(Compare("<=" if expr.high_closed else "<", expr.operand, expr.high), context)
    return "(" + low + " AND " + high + ")"
