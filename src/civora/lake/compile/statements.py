"""Whole statements: rows, groups, counts, the extent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

from civora.core.query.ast import Call, Expr, Name, Star
from civora.core.query.check import CheckedQuery, TypedOrder, TypedOutput
from civora.core.query.walk import children, every, is_aggregate
from civora.core.schema import GEOGRAPHIC, FieldType, Schema
from civora.lake.compile import moments, places
from civora.lake.compile.conditions import condition
from civora.lake.compile.identity import RECORD_ID, ROW, identified
from civora.lake.compile.refine import refined
from civora.lake.compile.seek import Beyond, Key, after, marks
from civora.lake.compile.sql import GROUPED, TABLE, Context, field_of, inner
from civora.lake.compile.values import kind, value
from civora.lake.connect import quoted
from civora.lake.sql import Sql, join, param
from civora.lake.types import Statement, TableRef


def context_of(checked: CheckedQuery, now: datetime) -> Context:
    return Context(checked.schema, checked.query.zone, checked.query.lang, now)


def guarded(guard: Expr | None, whole: Schema, context: Context) -> list[Sql]:
    """The policy's row filter, which may name fields that the question cannot."""
    if guard is None:
        return []
    return [condition(guard, Context(whole, "UTC", context.lang, context.now))]


def where(checked: CheckedQuery, context: Context, guard: Expr | None, whole: Schema, *, without: str = "") -> Sql:
    tests = guarded(guard, whole, context) + refined(checked.refine, context, without=without)
    if checked.where is not None:
        tests.append(condition(checked.where, context))
    return " WHERE " + join(" AND ", tests) if tests else Sql("")


def rows(
    checked: CheckedQuery,
    table: TableRef,
    *,
    whole: Schema,
    guard: Expr | None,
    now: datetime,
    record_ids: bool = False,
    beyond: Beyond | None = None,
) -> Statement:
    """The rows or groups of the answer, one page of them if the query has a limit; rows with their marks, if the page
    goes on `beyond` another, in columns more (`mark_count`), and with their ids, if asked for, in a last one."""
    context = context_of(checked, now)
    columns = tuple((one.name, one.type) for one in checked.outputs)
    if checked.is_grouped:
        text = grouped(checked, context, guard, whole) + window(checked)
        return Statement(text.text, text.params, (table,), columns)
    marked = [] if beyond is None else marks(keys(checked, context))
    columns = (*columns, *((f"mark {index}", None) for index in range(len(marked))))
    is_plain = is_plain_page(checked, guard, beyond)
    body = plain_page(checked) if is_plain else source(checked, context, guard, whole, beyond) + window(checked, beyond)
    if record_ids:
        outputs = [shown(one, context) for one in checked.outputs]
        text = identified(checked, outputs, marked, body, guarded(guard, whole, context))
        columns = (*columns, (RECORD_ID, FieldType.TEXT))
    else:
        outputs = [shown(one, context) + f" AS {quoted(one.name)}" for one in checked.outputs]
        text = "SELECT " + join(", ", [*outputs, *marked]) + body
    is_by_place = beyond is not None or (is_plain and checked.query.offset > 0)
    return Statement(text.text, text.params, (table,), columns, is_by_place=is_by_place)


def is_shuffled(checked: CheckedQuery) -> bool:
    """Ordered by random(): nobody can go on after a row of it (the engine fails where a filter hashes rowid)."""
    return any(is_call(node, "random") for one in checked.order_by for node, _ in every(one.expr))


def mark_count(checked: CheckedQuery) -> int:
    """How many columns mark a row."""
    return 1 + sum(varies(one) for one in checked.order_by)


def is_plain_page(checked: CheckedQuery, guard: Expr | None, beyond: Beyond | None) -> bool:
    """One page of the rows as they were delivered, counted from the first."""
    is_first = beyond is None or beyond.place is None
    is_all = guard is None and checked.where is None and not checked.refine and not checked.order_by
    return is_all and is_first and checked.query.limit is not None


def plain_page(checked: CheckedQuery) -> Sql:
    """By place, not by OFFSET: that would let the engine look up each row of the page by its id (its late
    materialization), at ten times the price. A rowid is never below 0, also where rows are not numbered."""
    place, limit = param(checked.query.offset), param(checked.query.limit)
    return Sql(f" FROM {TABLE} {ROW} WHERE {ROW}.rowid >= ") + place + " LIMIT " + limit


def window(checked: CheckedQuery, beyond: Beyond | None = None) -> Sql:
    limit, offset = checked.query.limit, checked.query.offset
    if beyond is not None and beyond.place is not None:
        offset = 0
    text = Sql("")
    if limit is not None:
        text = text + " LIMIT " + param(limit)
    return text + " OFFSET " + param(offset) if offset else text


def source(
    checked: CheckedQuery, context: Context, guard: Expr | None, whole: Schema, beyond: Beyond | None = None
) -> Sql:
    """From, where and order. Without an order rows come as they were delivered, as the engine keeps them."""
    ordered = orders(checked, context)
    tail = " ORDER BY " + join(", ", [*ordered, Sql(f"{ROW}.rowid")]) if ordered else Sql("")
    filtered = where(checked, context, guard, whole)
    if beyond is not None and beyond.place is not None:
        filtered = filtered + (" AND " if filtered.text else " WHERE ") + after(keys(checked, context), beyond)
    return f" FROM {TABLE} {ROW}" + filtered + tail


def shown(one: TypedOutput, context: Context) -> Sql:
    if one.field is not None and isinstance(one.expr, Name):
        return places.shown(one.field)
    return value(one.expr, context)


def orders(checked: CheckedQuery, context: Context) -> list[Sql]:
    """What varies from row to row; the engine takes no parameter alone as an order."""
    return [order(one, context) for one in checked.order_by if one.expr in context.known or varies(one)]


def keys(checked: CheckedQuery, context: Context) -> list[Key]:
    """What rows are ordered by, before their place."""
    return [Key(order_key(one, context), one.is_descending) for one in checked.order_by if varies(one)]


def varies(one: TypedOrder) -> bool:
    return is_varying(one.expr)


def is_varying(expr: Expr) -> bool:
    return any(isinstance(one, Name) or is_aggregate(one) or is_call(one, "random") for one, _ in every(expr))


def is_call(expr: Expr, name: str) -> TypeGuard[Call]:
    return isinstance(expr, Call) and expr.name == name


def order_key(one: TypedOrder, context: Context) -> Sql:
    """A bare name stands with its table, else the engine would take a heading of that name for it."""
    if one.expr in context.raw:
        return context.raw[one.expr]
    return (f"{ROW}." if isinstance(one.expr, Name) else "") + value(one.expr, context)


def order(one: TypedOrder, context: Context) -> Sql:
    return order_key(one, context) + f" {'DESC' if one.is_descending else 'ASC'} NULLS LAST"


# ---- groups ----------------------------------------------------------------------------------------------------


def grouped(checked: CheckedQuery, context: Context, guard: Expr | None, whole: Schema) -> Sql:
    """Keys and aggregates are computed once, in an inner query; outputs, having and order are made of them outside."""
    groups = checked.groups or ()
    keys = [group_key(one.expr, context) + f' AS "k{index}"' for index, one in enumerate(groups)]
    found = aggregates(checked)
    numbers = [value(one, context) + f' AS "a{index}"' for index, one in enumerate(found)]
    centres = [
        places.cell_centre(field_of(one.expr.args[0], context)) + f' AS "c{index}"'
        for index, one in enumerate(groups)
        if is_call(one.expr, "geo_cluster")
    ]
    made = "SELECT " + join(", ", [*keys, *numbers, *centres] or [Sql("1 AS one")]) + f" FROM {TABLE}"
    made = made + where(checked, context, guard, whole)
    made = made + (" GROUP BY " + ", ".join(str(index + 1) for index in range(len(keys))) if keys else "")
    outer = outside(checked, found, context)
    outputs = [value(one.expr, outer) + f" AS {quoted(one.name)}" for one in checked.outputs]
    having = " WHERE " + condition(checked.having, outer) if checked.having is not None else Sql("")
    return "SELECT " + join(", ", outputs) + " FROM (" + made + f") AS {GROUPED}" + having + ordering(checked, outer)


def group_key(expr: Expr, context: Context) -> Sql:
    if moments.is_grouped_apart(expr):
        return moments.grouped(expr, value(expr.args[0], context), kind(expr.args[0], context), context)
    return value(expr, context)


def outside(checked: CheckedQuery, found: tuple[Expr, ...], context: Context) -> Context:
    """What the outer query makes of the inner one's columns."""
    known = {expr: inner(f"a{index}") for index, expr in enumerate(found)}
    raw: dict[Expr, Sql] = {}
    for index, one in enumerate(checked.groups or ()):
        raw[one.expr] = known[one.expr] = inner(f"k{index}")
        if is_call(one.expr, "geo_cluster"):
            known[one.expr] = inner(f"c{index}")
        elif moments.is_grouped_apart(one.expr):
            raw[one.expr] = moments.ordered(one.expr, inner(f"k{index}"))
            known[one.expr] = moments.key(one.expr, raw[one.expr], kind(one.expr.args[0], context), context)
    return replace(context, known=known, raw=raw)


def ordering(checked: CheckedQuery, context: Context) -> Sql:
    """As asked, then by key ascending, so that equal questions give equal answers."""
    asked = orders(checked, context)
    keys = [key + " ASC NULLS LAST" for key in context.raw.values()]
    return " ORDER BY " + join(", ", asked + keys) if asked or keys else Sql("")


def aggregates(checked: CheckedQuery) -> tuple[Expr, ...]:
    """Every different aggregate in outputs, having and order_by."""
    found: dict[Expr, None] = {}
    roots = [one.expr for one in checked.outputs] + [one.expr for one in checked.order_by]
    for root in roots + ([checked.having] if checked.having is not None else []):
        collect(root, found)
    return tuple(found)


def collect(expr: Expr, found: dict[Expr, None]) -> None:
    if is_aggregate(expr):
        found[expr] = None
        return
    for child in children(expr):
        collect(child, found)


# ---- counts, extent ----------------------------------------------------------------------------------


def count(checked: CheckedQuery, table: TableRef, *, whole: Schema, guard: Expr | None, now: datetime) -> Statement:
    """How many rows (or groups) the question has, whatever its page."""
    context = context_of(checked, now)
    if checked.is_grouped:
        text = "SELECT count(*) FROM (" + grouped(checked, context, guard, whole) + ")"
    else:
        text = f"SELECT count(*) FROM {TABLE}" + where(checked, context, guard, whole)
    return Statement(text.text, text.params, (table,), (("count", FieldType.INT),))


def extent(checked: CheckedQuery, table: TableRef, *, whole: Schema, guard: Expr | None, now: datetime) -> Statement:
    """West, south, east, north of the rows of the question. Raises LookupError where the schema has no place."""
    field = checked.schema.first(*GEOGRAPHIC)
    if field is None:
        raise LookupError("no place")
    context = context_of(checked, now)
    name = quoted(field.name)
    if field.type is FieldType.GEO_POINT:
        edges = (
            f"min({places.lon(field)}), min({places.lat(field)}), max({places.lon(field)}), max({places.lat(field)})"
        )
    else:
        edges = f"min(ST_XMin({name})), min(ST_YMin({name})), max(ST_XMax({name})), max(ST_YMax({name}))"
    text = f"SELECT {edges} FROM {TABLE}" + where(checked, context, guard, whole)
    kinds = tuple((edge, FieldType.DOUBLE) for edge in ("west", "south", "east", "north"))
    return Statement(text.text, text.params, (table,), kinds)


def is_everything(checked: CheckedQuery, guard: Expr | None) -> bool:
    """No condition at all: the count is the table's."""
    no_filter = checked.where is None and not checked.refine and guard is None
    return no_filter and not checked.is_grouped and not any(isinstance(one.expr, Star) for one in checked.outputs)
