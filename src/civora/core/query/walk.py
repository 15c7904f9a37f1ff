"""Walks over expressions, without recursion: trees made by programs may be deeper than Python's stack."""

from __future__ import annotations

from collections.abc import Iterator

from civora.core.query.ast import (
    And,
    Arithmetic,
    Call,
    Compare,
    Expr,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Negative,
    Not,
    Or,
)
from civora.core.query.functions import FUNCTIONS, Kind


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one."""
    if isinstance(expr, (Compare, Arithmetic)):
        return (expr.left, expr.right)
    if isinstance(expr, (And, Or)):
        return expr.items
    if isinstance(expr, Call):
        return (*expr.args, *(value for _, value in expr.named))
    if isinstance(expr, (Not, Negative, Is)):
        return (expr.operand,)
    if isinstance(expr, Like):
        return (expr.operand, expr.text)
    if isinstance(expr, InList):
        return (expr.operand, *expr.items)
    if isinstance(expr, InRange):
        return (expr.operand, expr.low, expr.high)
    return ()


def every(expr: Expr) -> Iterator[tuple[Expr, int]]:
    """This expression and all inside it, each with its depth (from 1)."""
    waiting = [(expr, 1)]
    while waiting:
        found, depth = waiting.pop()
        yield found, depth
        waiting.extend((child, depth + 1) for child in children(found))


def names(expr: Expr) -> frozenset[str]:
    """The fields (or aliases) that this expression reads. `*` and prefixes are not resolved."""
    return frozenset(found.name for found, _ in every(expr) if isinstance(found, Name))


def is_aggregate(call: Expr) -> bool:
    function = FUNCTIONS.get(call.name) if isinstance(call, Call) else None
    return function is not None and function.kind is Kind.AGGREGATE


def has_aggregate(expr: Expr) -> bool:
    return any(is_aggregate(found) for found, _ in every(expr))
