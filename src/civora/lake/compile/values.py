"""Values of a row: fields, literals, arithmetic, scalar functions, aggregates."""

from __future__ import annotations

from typing import Any

from civora.core.query import dates
from civora.core.query.ast import (
    Arithmetic,
    Call,
    DateValue,
    Expr,
    GeoValue,
    Name,
    Negative,
    Quantity,
    Star,
    Value,
)
from civora.core.query.functions import FUNCTIONS, Same
from civora.core.schema import NUMERIC, FieldType
from civora.lake.compile import moments, places
from civora.lake.compile.sql import Context, field_of, literal_of
from civora.lake.connect import quoted
from civora.lake.sql import Sql, call, join, param

UNIT, FEWER = {"quarter": "month"}, {"quarter": 3}  # the engine has no to_quarters of its own
PARTS = ("year", "month", "day", "hour", "minute", "second")
STATISTICS = {"avg": "avg", "sum": "sum", "min": "min", "max": "max", "median": "median", "stddev": "stddev_samp",
              "variance": "var_samp"}  # fmt: skip


def kind(expr: Expr, context: Context) -> FieldType | None:
    """The type of an expression in normal form."""
    match expr:
        case Name(name):
            return context.schema.field(name).type
        case Value(value):
            return literal_kind(value)
        case DateValue():
            return FieldType.DATETIME
        case Negative(operand):
            return kind(operand, context)
        case Arithmetic(op, left, right):
            whole = {kind(left, context), kind(right, context)} <= {FieldType.INT, None} and op != "/"
            return FieldType.INT if whole else FieldType.DOUBLE
        case Call("range", args) if len(args) == 2 and kind(args[0], context) in (FieldType.DATE, FieldType.DATETIME):
            return FieldType.DATETIME
        case Call("ifnull", args):
            kinds = [kind(arg, context) for arg in args]
            return FieldType.DOUBLE if set(kinds) == NUMERIC else kinds[0] or kinds[1]
        case Call(name, args):
            result = FUNCTIONS[name].result
            return kind(args[0], context) if isinstance(result, Same) else result
        case _:
            return None


def literal_kind(value: Any) -> FieldType | None:
    kinds: dict[type, FieldType] = {
        str: FieldType.TEXT,
        bool: FieldType.BOOLEAN,
        int: FieldType.INT,
        float: FieldType.DOUBLE,
    }
    return kinds.get(type(value))


def value(expr: Expr, context: Context) -> Sql:
    """The expression as SQL. It is in normal form, as `check` gives it."""
    if expr in context.known:
        return context.known[expr]
    match expr:
        case Name(name):
            return Sql(quoted(context.schema.field(name).name))
        case Value(content):
            return param(content)
        case DateValue(text):
            return param(dates.in_utc(dates.interval(text), context.zone).start)
        case GeoValue(text):
            return call("ST_GeomFromText", param(text))
        case Negative(operand):
            return "(-" + value(operand, context) + ")"
        case Arithmetic():
            return arithmetic(expr, context)
        case Call():
            return function(expr, context)
        case _:
            raise TypeError(f"{type(expr).__name__} is no value")


def arithmetic(expr: Arithmetic, context: Context) -> Sql:
    """Whole numbers may grow beyond 64 bits on the way; division by zero is null."""
    left, right = value(expr.left, context), value(expr.right, context)
    if expr.op == "/":
        return "(CAST(" + left + " AS DOUBLE) / nullif(CAST(" + right + " AS DOUBLE), 0))"
    if kind(expr, context) is FieldType.INT:
        return "(CAST(" + left + f" AS HUGEINT) {expr.op} CAST(" + right + " AS HUGEINT))"
    return "(CAST(" + left + f" AS DOUBLE) {expr.op} CAST(" + right + " AS DOUBLE))"


def function(expr: Call, context: Context) -> Sql:
    name, args = expr.name, expr.args
    if name in PARTS:
        return moments.part(name, value(args[0], context), kind(args[0], context), context.zone)
    if name in ("count", "percentile", "envelope", "bbox") or name in STATISTICS:
        return aggregate(expr, context)
    match name:
        case "length":
            return call("length", value(args[0], context))
        case "lower":
            return call("lower", value(args[0], context))
        case "ifnull":
            return ifnull(expr, context)
        case "now":
            return param(dates.now(((key, int(literal_of(one))) for key, one in expr.named), context.now, context.zone))
        case "date_format":
            return moments.formatted(value(args[0], context), kind(args[0], context), str(literal_of(args[1])), context)
        case "json_format":
            return json_format(expr, context)
        case "distance":
            return places.distance(field_of(args[0], context), literal_of(args[1]))
        case "random":
            return "hash(rowid, " + param(literal_of(args[0])) + ")"
        case "keep":
            return kept(expr, context)
        case "moving_avg":
            return moving(expr, context)
        case "geo_cluster":
            return places.cell(field_of(args[0], context), int(literal_of(args[1])), float(literal_of(args[2])))
        case _:
            raise TypeError(f"{name}() is no value")


def kept(expr: Call, context: Context) -> Sql:
    """These values; null stands for all others."""
    field = value(expr.args[0], context)
    return "CASE WHEN " + field + " IN (" + listed(expr.args[1:], context) + ") THEN " + field + " END"


def moving(expr: Call, context: Context) -> Sql:
    """The mean over the last n groups along the first key, apart for each value of the others. Steps of time are counted by
    the clock: a step without rows is none of the n."""
    keys = list(context.raw.items())
    width = int(literal_of(expr.args[1]))
    if not keys:
        return "CAST(" + value(expr.args[0], context) + " AS DOUBLE)"
    (first, along), rest = keys[0], keys[1:]
    step = first.args[1] if isinstance(first, Call) and first.name == "range" else None
    frame = f"ROWS BETWEEN {width - 1} PRECEDING AND CURRENT ROW"
    if isinstance(step, Quantity) and kind(first, context) is FieldType.DATETIME:
        frame = f"RANGE BETWEEN to_{UNIT.get(step.unit, step.unit)}s({(width - 1) * int(step.number) * FEWER.get(step.unit, 1)}) PRECEDING AND CURRENT ROW"
    parted = "PARTITION BY " + join(", ", [key for _, key in rest]) + " " if rest else Sql("")
    inner = "CAST(" + value(expr.args[0], context) + " AS DOUBLE)"
    return "avg(" + inner + ") OVER (" + parted + "ORDER BY " + along + f" {frame})"


def ifnull(expr: Call, context: Context) -> Sql:
    first, second = (value(arg, context) for arg in expr.args)
    types = {kind(arg, context) for arg in expr.args}
    if types == {FieldType.DATE, FieldType.DATETIME}:
        first, second = ("CAST(" + one + " AS TIMESTAMP WITH TIME ZONE)" for one in (first, second))
    return call("coalesce", first, second)


def json_format(expr: Call, context: Context) -> Sql:
    text = value(expr.args[0], context)
    fallback = value(expr.args[1], context) if len(expr.args) > 1 else text
    return "CASE WHEN json_valid(" + text + ") THEN " + text + " ELSE CAST(" + fallback + " AS VARCHAR) END"


def aggregate(expr: Call, context: Context) -> Sql:
    arg = expr.args[0]
    if isinstance(arg, Star):
        return Sql("count(*)")
    inner = value(arg, context)
    match expr.name:
        case "count":
            return "count(DISTINCT " + inner + ")" if expr.is_distinct else call("count", inner)
        case "percentile":
            share = float(literal_of(expr.args[1])) / 100
            return "quantile_cont(CAST(" + inner + " AS DOUBLE), " + param(share) + ")"
        case "envelope":
            return (
                "CAST(ST_AsGeoJSON(ST_ConvexHull(ST_Collect(list("
                + places.geometry(field_of(arg, context))
                + ")))) AS VARCHAR)"
            )
        case "bbox":
            return places.box_of(field_of(arg, context))
        case "sum" if kind(arg, context) is FieldType.INT:
            return "CAST(sum(" + inner + ") AS HUGEINT)"
        case name:
            return call(STATISTICS[name], inner)


def listed(exprs: tuple[Expr, ...], context: Context) -> Sql:
    return join(", ", (value(one, context) for one in exprs))
