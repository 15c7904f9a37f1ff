"""Facets: which values a field has, and how often."""

from __future__ import annotations

from datetime import datetime

from civora.core.query.ast import Expr
from civora.core.query.check import CheckedQuery
from civora.core.query.facets import TypedFacet
from civora.core.schema import TEMPORAL, FieldType, Schema
from civora.lake.compile import moments
from civora.lake.compile.sql import TABLE, Sql, call, param
from civora.lake.compile.statements import context_of, where
from civora.lake.connect import quoted
from civora.lake.types import Statement, TableRef

VALUES_AT_MOST = 20_000


def facet(
    checked: CheckedQuery, asked: TypedFacet, table: TableRef, *, whole: Schema, guard: Expr | None, now: datetime
) -> Statement:
    """(value, count) rows. Dates come as years, as `2020/11` inside a chosen year, as days inside a chosen month; paths
    come whole. A disjunctive field shows its values as if it were not refined."""
    context = context_of(checked, now)
    own = asked.field.name if asked.is_disjunctive else ""
    filtered = where(checked, context, guard, whole, without=own)
    name = Sql(quoted(asked.field.name))
    source = Sql(TABLE)
    if asked.field.type in TEMPORAL:
        name = call("strftime", moments.local(name, asked.field.type, context.zone), param(precision(checked, asked)))
    elif asked.field.is_multivalued:
        source = "(SELECT unnest(" + name + f") AS v FROM {TABLE}" + filtered + ")"
        name, filtered = Sql("v"), Sql("")
    text = (
        "SELECT " + name + " AS value, count(*) AS n FROM " + source + filtered + " GROUP BY 1 HAVING value IS NOT NULL"
    )
    text = text + f" ORDER BY {ORDERS[asked.sort]} LIMIT " + param(limit(asked))
    kind = FieldType.TEXT if asked.field.type in TEMPORAL else asked.field.type
    return Statement(text.text, text.params, (table,), (("value", kind), ("count", FieldType.INT)))


ORDERS = {
    "count": "n ASC, value ASC", "-count": "n DESC, value ASC", "alphanum": "value ASC", "-alphanum": "value DESC",
    "num": "value ASC", "-num": "value DESC",
}  # fmt: skip


def limit(asked: TypedFacet) -> int:
    if asked.field.type in TEMPORAL or asked.hierarchy:
        return VALUES_AT_MOST
    return min(asked.limit or VALUES_AT_MOST, VALUES_AT_MOST)


def precision(checked: CheckedQuery, asked: TypedFacet) -> str:
    """One step finer than what is chosen."""
    chosen = [one.value for one in checked.refine if one.field.name == asked.field.name and not one.is_excluded]
    finest = max((value.count("/") + value.count("-") for value in chosen), default=-1)
    return {-1: "%Y", 0: "%Y/%m"}.get(finest, "%Y/%m/%d")
