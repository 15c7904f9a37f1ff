"""The questions behind the home page, as `Query` values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from civora.core.query import odsql
from civora.core.query.ast import And, Call, Compare, DateValue, Expr, Group, Name, Or, Output, Query

Span = tuple[datetime, datetime]


def same_weekdays(start: datetime, end: datetime, weeks: int) -> list[Span]:
    """The span itself, then the same clock times of the same weekday in each of the weeks before. Local times, so that
    a change of clocks does not shift them."""
    return [(start - timedelta(weeks=week), end - timedelta(weeks=week)) for week in range(weeks + 1)]


def sums(source: Mapping[str, Any], spans: Sequence[Span], by: Sequence[str], zone: str) -> Query:
    """The sum of `source.value` per time (and other columns) within the spans: each from its start, before its end."""
    time = str(source["time"])
    within = tuple(And((_bound(time, ">=", start), _bound(time, "<", end))) for start, end in spans)
    where: Expr = within[0] if len(within) == 1 else Or(within)
    if source.get("where"):
        where = And((odsql.parse_where(str(source["where"])), where))
    total = Output(Call("sum", (Name(str(source["value"])),)), "total")
    return Query(
        dataset=str(source["dataset"]),
        select=(total,),
        where=where,
        groups=tuple(Group(Name(name), name) for name in by),
        limit=None,
        zone=zone,
    )


def _bound(field: str, op: Any, at: datetime) -> Compare:
    return Compare(op, Name(field), DateValue(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))


def latest(source: Mapping[str, Any], now: datetime) -> Query:
    """The last time that the dataset knows, up to now."""
    time = str(source["time"])
    last = Output(Call("max", (Name(time),)), "last")
    return Query(dataset=str(source["dataset"]), select=(last,), where=_bound(time, "<=", now), limit=1)


def written(source: Mapping[str, Any], zone: str, limit: int | None = None) -> Query:
    """A question as the pack writes it: `select`, `where`, `group_by`, `order_by` in ODSQL."""
    return Query(
        dataset=str(source["dataset"]),
        select=odsql.parse_select(str(source["select"])) if source.get("select") else (),
        where=odsql.parse_where(str(source["where"])) if source.get("where") else None,
        groups=odsql.parse_group_by(str(source["group_by"])) if source.get("group_by") else None,
        order_by=odsql.parse_order_by(str(source["order_by"])) if source.get("order_by") else (),
        limit=limit,
        zone=zone,
    )
