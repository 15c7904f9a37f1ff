"""Refinements: `FIELD:VALUE` as a condition. Several values of a disjunctive field are alternatives, of others all hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from civora.core.query import dates
from civora.core.query.facets import TypedRefinement
from civora.core.schema import TEMPORAL, Field, FieldType
from civora.lake.compile.conditions import ends
from civora.lake.compile.sql import Context
from civora.lake.connect import quoted
from civora.lake.sql import Sql, join, param


def refined(found: Iterable[TypedRefinement], context: Context, *, without: str = "") -> list[Sql]:
    """The conditions of all refinements, less those of the field `without`."""
    chosen: dict[Field, list[Sql]] = defaultdict(list)
    conditions: list[Sql] = []
    for one in found:
        if one.field.name == without:
            continue
        test = matches(one.field, one.value, context)
        if one.is_excluded:
            conditions.append("((" + test + ") IS NOT TRUE)")
        else:
            chosen[one.field].append(test)
    for field, tests in chosen.items():
        conditions.append("(" + join(" OR " if field.is_disjunctive else " AND ", tests) + ")")
    return conditions


def matches(field: Field, value: str, context: Context) -> Sql:
    name = Sql(quoted(field.name))
    if field.type in TEMPORAL:
        start, end = ends(dated(value), field.type, context)
        return "(" + name + " >= " + param(start) + " AND " + name + " < " + param(end) + ")"
    if field.hierarchy:
        return (
            "(" + name + " = " + param(value) + " OR starts_with(" + name + ", " + param(value + field.hierarchy) + "))"
        )
    if field.is_multivalued:
        return "list_contains(" + name + ", " + param(value) + ")"
    if field.type is FieldType.BOOLEAN:
        return "(" + name + " = " + param(value.strip().lower() in ("true", "1", "yes")) + ")"
    if field.type is FieldType.TEXT:
        return "(" + name + " = " + param(value) + ")"
    return "(" + name + " = TRY_CAST(" + param(value) + f" AS {'BIGINT' if field.type is FieldType.INT else 'DOUBLE'}))"


def dated(value: str) -> str:
    """`2020/11` is a date of that precision."""
    dates.interval(value)
    return value
