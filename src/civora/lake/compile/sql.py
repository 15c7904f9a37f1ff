"""What an expression is compiled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from civora.core.query.ast import Expr, GeoValue, Name, Value
from civora.core.schema import Field, Schema
from civora.lake.connect import quoted
from civora.lake.sql import Sql

TABLE = "{0}"
GROUPED = "g"


def inner(column: str) -> Sql:
    """A column of the inner query, which no heading of the outer one can be taken for."""
    return Sql(f"{GROUPED}.{quoted(column)}")


@dataclass(frozen=True, slots=True)
class Context:
    """The schema that names mean, the clock, zone and language of the question; `known` are expressions that an inner
    query has computed already, each with what it is made of; `raw` are grouping keys as they are ordered."""

    schema: Schema
    zone: str
    lang: str
    now: datetime
    known: dict[Expr, Sql] = field(default_factory=dict)
    raw: dict[Expr, Sql] = field(default_factory=dict)


def field_of(expr: Expr, context: Context) -> Field:
    """The field that an argument names; `check` has seen to it that it is one."""
    if not isinstance(expr, Name):
        raise TypeError(f"{type(expr).__name__} names no field")
    return context.schema.field(expr.name)


def literal_of(expr: Expr) -> Any:
    """What a literal argument says; `check` has seen to it that it is one."""
    if isinstance(expr, Value):
        return expr.value
    if isinstance(expr, GeoValue):
        return expr.text
    raise TypeError(f"{type(expr).__name__} is no literal")
