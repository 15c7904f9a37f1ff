"""Facets: which values a field has, and how often."""

from __future__ import annotations

from datetime import datetime

from civora.core.query.ast import Expr
from civora.core.query.check import CheckedQuery
from civora.core.query.facets import TypedFacet
from civora.core.schema import TEMPORAL, FieldType, Schema
from civora.lake.compile import moments
from civora.lake.compile.sql import TABLE
from civora.lake.compile.statements import context_of, where
from civora.lake.connect import quoted
from civora.lake.sql import Sql, call, param
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
    key, shown = Sql(quoted(asked.field.name)), Sql("f.k")
    source = Sql(TABLE)
    if asked.field.type in TEMPORAL:
        finest = precision(checked, asked)
        key = started(finest, key, asked.field.type, context.zone)
        shown = Sql("CAST(f.k AS VARCHAR)") if finest == "%Y" else call("strftime", shown, param(finest))
    elif asked.field.is_multivalued:
        source = "(SELECT unnest(" + key + f") AS v FROM {TABLE}" + filtered + ")"
        key, filtered = Sql("v"), Sql("")
    counted = "SELECT " + key + " AS k, count(*) AS n FROM " + source + filtered + " GROUP BY 1"
    text = "SELECT " + shown + " AS value, f.n AS n FROM (" + counted + ") AS f WHERE f.k IS NOT NULL"
    text = text + f" ORDER BY {ORDERS[asked.sort]} LIMIT " + param(limit(asked))
    kind = FieldType.TEXT if asked.field.type in TEMPORAL else asked.field.type
    return Statement(text.text, text.params, (table,), (("value", kind), ("count", FieldType.INT)))


def started(finest: str, moment: Sql, kind: FieldType, zone: str) -> Sql:
    """What dates are grouped by, before each group is written as text."""
    if finest == "%Y":
        return moments.part("year", moment, kind, zone)
    at = moments.local(moment, kind, zone)
    return call("date_trunc", Sql("'month'"), at) if finest == "%Y/%m" else "CAST(" + at + " AS DATE)"


ORDERS = {
    "count": "f.n ASC, f.k ASC", "-count": "f.n DESC, f.k ASC", "alphanum": "f.k ASC", "-alphanum": "f.k DESC",
    "num": "f.k ASC", "-num": "f.k DESC",
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
