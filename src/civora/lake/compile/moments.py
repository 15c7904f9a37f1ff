"""Dates and times: parts, formats, steps and ranges, all on the clock of the question's zone.

A locked engine refuses to set its zone, so the zone stands in each expression. Dates have no zone and keep their day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from civora.core.query import dates
from civora.core.query.ast import Call, DateValue, Quantity, Star, Value
from civora.core.query.date_format import parts
from civora.core.schema import FieldType
from civora.lake.compile.sql import Context, Sql, call, join, param

if TYPE_CHECKING:
    from civora.core.query.ast import Expr

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
STRFTIME = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "M": "%-m", "d": "%-d",
            "H": "%-H", "m": "%-M", "s": "%-S", "D": "%-j", "DDD": "%j", "e": "%u", "ww": "%V", "xxxx": "%G"}  # fmt: skip
ORIGIN = datetime(2000, 1, 3)  # a Monday, so that weeks begin there  # noqa: DTZ001 (local time)


def local(value: Sql, kind: FieldType | None, zone: str) -> Sql:
    """The clock's reading in the zone, without offset."""
    if kind is FieldType.DATE:
        return "CAST(" + value + " AS TIMESTAMP)"
    return call("timezone", param(zone), value)


def part(name: str, value: Sql, kind: FieldType | None, zone: str) -> Sql:
    return "CAST(" + call(name, local(value, kind, zone)) + " AS BIGINT)"


def formatted(value: Sql, kind: FieldType | None, pattern: str, context: Context) -> Sql:
    """Joda's symbols: most by strftime, names of months and days from our own lists in the question's language."""
    at = local(value, kind, context.zone)
    pieces = [symbol(one.text, at, context.lang) if one.is_symbol else param(one.text) for one in parts(pattern)]
    return "(" + join(" || ", pieces or [param("")]) + ")"


def symbol(text: str, at: Sql, lang: str) -> Sql:
    if text in ("MMMM", "MMM"):
        return name_of(MONTHS.get(lang, MONTHS["en"]), call("month", at), is_short=text == "MMM")
    if text in ("EEEE", "E"):
        return name_of(DAYS.get(lang, DAYS["en"]), call("isodow", at), is_short=text == "E")
    if text == "w":
        return "CAST(" + call("weekofyear", at) + " AS VARCHAR)"
    if text == "xx":
        return "right(" + call("strftime", at, param("%G")) + ", 2)"
    return call("strftime", at, param(STRFTIME[text]))


def name_of(names: str, number: Sql, *, is_short: bool) -> Sql:
    words = [word[:3] if is_short else word for word in names.split()]
    return "list_extract(" + param(words) + ", CAST(" + number + " AS BIGINT))"


def grouped(expr: Call, value: Sql, kind: FieldType | None, context: Context) -> Sql:
    """`range(f, …)` as a grouping key."""
    limits = expr.args[1:]
    if len(limits) == 1 and isinstance(limits[0], Quantity):
        return step(value, kind, limits[0], context.zone)
    if len(limits) == 1:
        return width(value, kind, limits[0].value)  # type: ignore[union-attr, arg-type]  # checked: a number
    return bounds(value, kind, limits, context)


def step(value: Sql, kind: FieldType | None, size: Quantity, zone: str) -> Sql:
    """The start of the step that holds the moment, as an instant."""
    at = local(value, kind, zone)
    if size.number == 1:
        start = call("date_trunc", param(size.unit), at)
    else:
        start = "time_bucket(to_" + size.unit + "s(" + param(int(size.number)) + "), " + at + ", " + param(ORIGIN) + ")"
    return call("timezone", param(zone if kind is not FieldType.DATE else "UTC"), "CAST(" + start + " AS TIMESTAMP)")


def width(value: Sql, kind: FieldType | None, size: float) -> Sql:
    """`[0, 14]` for whole numbers, `[20.5, 41.0[` for others."""
    if kind is FieldType.INT and float(size).is_integer():
        low = "(CAST(floor(" + value + " / " + param(float(size)) + ") AS BIGINT) * " + param(int(size)) + ")"
        return (
            "CASE WHEN "
            + value
            + " IS NOT NULL THEN '[' || "
            + low
            + " || ', ' || ("
            + low
            + " + "
            + param(int(size) - 1)
            + ") || ']' END"
        )
    low = "(floor(" + value + " / " + param(float(size)) + ") * " + param(float(size)) + ")"
    return (
        "CASE WHEN "
        + value
        + " IS NOT NULL THEN '[' || "
        + low
        + " || ', ' || ("
        + low
        + " + "
        + param(float(size))
        + ") || '[' END"
    )


def bounds(value: Sql, kind: FieldType | None, limits: tuple[Expr, ...], context: Context) -> Sql:
    """Half-open spans between the bounds, `*` for open ends; what lies outside is left out of the groups as null."""
    cases = []
    for low, high in zip(limits, limits[1:], strict=False):
        tests = [
            test for test in (edge(value, ">=", low, kind, context), edge(value, "<", high, kind, context)) if test
        ]
        cases.append("WHEN " + join(" AND ", tests) + " THEN " + param(span(low, high, kind, context)))
    return "CASE " + join(" ", cases) + " END"


def edge(value: Sql, op: str, bound: Expr, kind: FieldType | None, context: Context) -> Sql | None:
    if isinstance(bound, Star):
        return None if op == "<" else value + " IS NOT NULL"
    return value + f" {op} " + param(moment(bound, kind, context))


def moment(bound: Expr, kind: FieldType | None, context: Context) -> Any:
    if isinstance(bound, DateValue):
        found = dates.interval(bound.text)
        return found.start if kind is FieldType.DATE else dates.in_utc(found, context.zone).start
    return bound.value if isinstance(bound, Value) else None


def span(low: Expr, high: Expr, kind: FieldType | None, context: Context) -> str:
    """The key of one span, as clients know it."""
    if kind is FieldType.INT:
        first = "*" if isinstance(low, Star) else f"{low.value}"  # type: ignore[union-attr]  # checked: a number
        last = "*" if isinstance(high, Star) else f"{high.value - 1}"  # type: ignore[union-attr, operator]  # checked: a number
        return f"[{first}, {last}]"
    return f"[{said(low, kind, context)}, {said(high, kind, context)}["


def said(bound: Expr, kind: FieldType | None, context: Context) -> str:
    if isinstance(bound, Star):
        return "*"
    found = moment(bound, kind, context)
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03d}Z"
    return str(float(found)) if isinstance(found, int | float) else str(found)
