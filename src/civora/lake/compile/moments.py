"""Dates and times: parts, formats, steps and ranges, all on the clock of the question's zone.

A locked engine refuses to set its zone, so the zone stands in each expression. Dates have no zone and keep their day.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeGuard

from civora.core.query import dates
from civora.core.query.ast import Call, DateValue, Quantity, Star, Value
from civora.core.query.date_format import parts
from civora.core.schema import FieldType
from civora.lake import zones
from civora.lake.compile.sql import Context, literal_of
from civora.lake.sql import Sql, call, join, param
from civora.lake.zones import clock, is_whole_steps

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
NUMBERS = {
    "M": "month",
    "d": "day",
    "H": "hour",
    "m": "minute",
    "s": "second",
    "D": "dayofyear",
    "e": "isodow",
    "w": "weekofyear",
}
STRFTIME = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "DDD": "%j", "ww": "%V",
            "xxxx": "%G"}  # fmt: skip
SHORT = {"millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000}
HOUR_MS = 3_600_000
ORIGIN = datetime(2000, 1, 3)  # a Monday, so that weeks begin there  # noqa: DTZ001 (local time)


def local(value: Sql, kind: FieldType | None, zone: str) -> Sql:
    """The clock's reading in the zone, without offset."""
    if kind is FieldType.DATE:
        return "CAST(" + value + " AS TIMESTAMP)"
    return clock(value, zone)


def part(name: str, value: Sql, kind: FieldType | None, zone: str) -> Sql:
    if name == "year" and kind is not FieldType.DATE:
        return "CAST(" + zones.year(value, zone) + " AS BIGINT)"
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
    if text in NUMBERS:
        return "CAST(" + call(NUMBERS[text], at) + " AS VARCHAR)"
    if text == "xx":
        return "right(" + call("strftime", at, param("%G")) + ", 2)"
    return call("strftime", at, param(STRFTIME[text]))


def name_of(names: str, number: Sql, *, is_short: bool) -> Sql:
    words = [word[:3] if is_short else word for word in names.split()]
    return "list_extract(" + param(words) + ", CAST(" + number + " AS BIGINT))"


def grouped(expr: Call, value: Sql, kind: FieldType | None, context: Context) -> Sql:
    """`range(f, …)` and `date_format(f, …)` as the engine groups them: cheap for each row. `ordered` gives what groups are
    ordered by, `key` makes it readable."""
    if expr.name == "date_format":
        return call(NUMBERS[pattern_of(expr)], local(value, kind, context.zone))
    limits = expr.args[1:]
    if is_by_month(expr):
        at = local(value, kind, context.zone)
        return "(" + call("year", at) + " * 12 + " + call("month", at) + " - 1)"
    if len(limits) == 1 and isinstance(limits[0], Quantity):
        return step(value, kind, limits[0], context.zone)
    if len(limits) == 1:
        return width(value, kind, literal_of(limits[0]))
    return bounds(value, kind, limits, context)


def is_grouped_apart(expr: Expr) -> TypeGuard[Call]:
    """What `grouped` is for; everything else is grouped by its own value."""
    return isinstance(expr, Call) and (
        expr.name == "range" or (expr.name == "date_format" and pattern_of(expr) in NUMBERS)
    )


def pattern_of(expr: Call) -> str:
    return str(literal_of(expr.args[1]))


def is_by_month(expr: Call) -> bool:
    """Months, the commonest step, are counted from the year 0: to truncate 14 million moments costs four times as much."""
    return len(expr.args) == 2 and expr.args[1] == Quantity(1, "month")  # noqa: PLR2004 (the field and its step)


def ordered(expr: Call, grouped: Sql) -> Sql:
    """What `grouped` gave for one group, in the order of the values: the start of a step, the number of a span."""
    if expr.name == "date_format":
        return "CAST(" + grouped + " AS VARCHAR)"
    if is_by_month(expr):
        year = "CAST(floor(" + grouped + " / 12) AS BIGINT)"
        return "make_timestamp(" + year + ", " + grouped + " - 12 * " + year + " + 1, 1, 0, 0, 0)"
    return grouped


def key(expr: Call, ordered: Sql, kind: FieldType | None, context: Context) -> Sql:
    """What `ordered` gave for one group, as clients know it: an instant, `[0, 14]`, `[20.5, 41.0[`."""
    limits = expr.args[1:]
    if expr.name == "date_format":
        return ordered
    if len(limits) == 1 and isinstance(limits[0], Quantity):
        return call("timezone", param(key_zone(kind, limits[0], context.zone)), ordered)
    if len(limits) == 1:
        return said_width(ordered, kind, literal_of(limits[0]))
    spans = [span(low, high, kind, context) for low, high in pairwise(limits)]
    return "list_extract(" + param(spans) + ", " + ordered + ")"


def key_zone(kind: FieldType | None, size: Quantity, zone: str) -> str:
    return "UTC" if kind is FieldType.DATE or step_ms(size) else zone


def step_ms(size: Quantity) -> int:
    """Milliseconds of a step up to an hour, else 0. The clock may show such a step twice in a night, so these steps are told
    apart by their instant."""
    length = int(size.number) * SHORT.get(size.unit, 0)
    return length if length <= HOUR_MS else 0


def step(value: Sql, kind: FieldType | None, size: Quantity, zone: str) -> Sql:
    """The start of the step that holds the moment, on the clock of `key_zone`."""
    length = 0 if kind is FieldType.DATE else step_ms(size)
    if length and HOUR_MS % length == 0 and is_whole_steps(zone, length):
        micros = floored("epoch_us(" + value + ")", length * 1000)
        return "make_timestamp(" + micros + f" * {length * 1000})"
    at = local(value, kind, zone)
    start = truncated(at, size)
    return "(" + clock(value, "UTC") + " - (" + at + " - " + start + "))" if length else start


def truncated(at: Sql, size: Quantity) -> Sql:
    if size.number == 1 and size.unit == "day":
        return "CAST(CAST(" + at + " AS DATE) AS TIMESTAMP)"
    if size.number == 1:
        return "CAST(" + call("date_trunc", param(size.unit), at) + " AS TIMESTAMP)"
    return "time_bucket(to_" + size.unit + "s(" + param(int(size.number)) + "), " + at + ", " + param(ORIGIN) + ")"


def is_whole(kind: FieldType | None, size: float) -> bool:
    return kind is FieldType.INT and float(size).is_integer() and size < 2**62


def width(value: Sql, kind: FieldType | None, size: float) -> Sql:
    """The number of the span, counted from zero."""
    if is_whole(kind, size):
        return floored(value, int(size))
    return "floor(" + value + " / " + param(float(size)) + ")"


def floored(value: Sql, size: int) -> Sql:
    """Whole division, rounded down; the engine's own rounds to zero."""
    return "((" + value + " - CASE WHEN " + value + f" < 0 THEN {size - 1} ELSE 0 END) // {size})"


def said_width(grouped: Sql, kind: FieldType | None, size: float) -> Sql:
    if is_whole(kind, size):
        first = "(" + grouped + " * " + param(int(size)) + ")"
        return "('[' || " + first + " || ', ' || (" + first + " + " + param(int(size) - 1) + ") || ']')"
    low = "(" + grouped + " * " + param(float(size)) + " + 0.0)"  # no -0.0
    return "('[' || " + low + " || ', ' || (" + low + " + " + param(float(size)) + ") || '[')"


def bounds(value: Sql, kind: FieldType | None, limits: tuple[Expr, ...], context: Context) -> Sql:
    """The number of the half-open span, from 1; `*` is an open end. What lies outside all spans is null."""
    cases = []
    for number, (low, high) in enumerate(pairwise(limits), start=1):
        tests = [edge(value, ">=", low, kind, context), edge(value, "<", high, kind, context)]
        cases.append("WHEN " + join(" AND ", [test for test in tests if test]) + f" THEN {number}")
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
