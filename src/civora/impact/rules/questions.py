"""The questions of an indicator as `Query` values: its series, its targets, its areas."""

from __future__ import annotations

from civora.core.query import odsql
from civora.core.query.ast import Expr, Group, Name, Order, Output, Query, Star
from civora.core.query.walk import has_aggregate
from civora.impact.errors import BadIndicator
from civora.impact.types import AreaSource, Source

MOST_PERIODS = 5000
MOST_AREAS = 500


def series(source: Source, zone: str, lang: str = "en") -> Query:
    """Two columns, `period` and `value`, in the order of time: the newest periods where there are very many.
    Raises ODSQLSyntaxError, BadIndicator."""
    time, value = expression(source.time, "time"), expression(source.value, "value")
    is_grouped = has_aggregate(value)
    return Query(
        dataset=source.dataset,
        version=source.version,
        select=(Output(value, "value"),) if is_grouped else (Output(time, "period"), Output(value, "value")),
        where=odsql.parse_where(source.where) if source.where.strip() else None,
        groups=(Group(time, "period"),) if is_grouped else None,
        order_by=(Order(Name("period"), is_descending=True),),
        limit=MOST_PERIODS,
        zone=zone,
        lang=lang,
    )


def areas(source: AreaSource, zone: str, lang: str = "en") -> Query:
    """Two columns, `area` and `value`. Raises ODSQLSyntaxError, BadIndicator."""
    return by_area(source.dataset, source.area, source.value, source.where, zone, lang)


def people(source: AreaSource, zone: str, lang: str = "en") -> Query:
    """How many people (or what else is compared by) there are in each area."""
    return by_area(source.people_dataset, source.people_area, source.people_value, "", zone, lang)


def by_area(dataset: str, area: str, value: str, where: str, zone: str, lang: str) -> Query:
    place, amount = expression(area, "area"), expression(value, "value")
    is_grouped = has_aggregate(amount)
    return Query(
        dataset=dataset,
        select=(Output(amount, "value"),) if is_grouped else (Output(place, "area"), Output(amount, "value")),
        where=odsql.parse_where(where) if where.strip() else None,
        groups=(Group(place, "area"),) if is_grouped else None,
        limit=MOST_AREAS,
        zone=zone,
        lang=lang,
    )


def expression(text: str, place: str) -> Expr:
    """One expression and no more. Raises ODSQLSyntaxError, BadIndicator."""
    outputs = odsql.parse_select(text) if text.strip() else ()
    if len(outputs) != 1 or isinstance(outputs[0], Star):
        raise BadIndicator(
            f"{place}: {text[:60]!r} is not one value.",
            next_step="Name one field, or write one expression such as avg(no2) or year(time).",
        )
    return outputs[0].expr
