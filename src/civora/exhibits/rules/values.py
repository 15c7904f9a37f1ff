"""The rows of an answer as values that a drawing reads: ISO times on the city's clock, numbers, names; empty steps added."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from civora.core.query.ast import Call, Name, Quantity, Query, Value
from civora.exhibits.rules import locales
from civora.exhibits.types import Step

COLUMNS_AT_MOST = 60
SPAN = re.compile(r"\[(-?[\d.e+-]+), (-?[\d.e+-]+)([\]\[])")


def rows(
    query: Query, names: Sequence[str], found: Sequence[Sequence[Any]], *, rest: str, lang: str = "en"
) -> tuple[dict[str, Any], ...]:
    """One mapping for each row. `rest` stands for the null of keep(); spans of numbers give their start, and their end
    beside it as `<name>_end`."""
    zone = ZoneInfo(query.zone)
    by_name = {group.name: group.expr for group in query.groups or ()}
    folded = {name for name, expr in by_name.items() if isinstance(expr, Call) and expr.name == "keep"}
    spans = {name for name, expr in by_name.items() if is_numeric_span(expr)}
    steps = {name: size for name, expr in by_name.items() if (size := step_in(expr)) is not None}
    made = []
    for row in found:
        values = {name: value(cell, zone) for name, cell in zip(names, row, strict=True)}
        for name in by_name:
            if values.get(name) is None and name not in spans:
                values[name] = rest if name in folded else "–"
        for name, size in steps.items():
            values[f"{name}_words"] = said(values[name], size, lang)
        for name in spans:
            values[name], values[f"{name}_end"] = span(values.get(name))
        made.append(values)
    return tuple(made)


def is_numeric_span(expr: Any) -> bool:
    return isinstance(expr, Call) and expr.name == "range" and len(expr.args) == 2 and isinstance(expr.args[1], Value)  # noqa: PLR2004


def span(text: Any) -> tuple[float | None, float | None]:
    """`[0, 9]` of whole numbers is 0 to 10, `[0.0, 2.5[` is 0 to 2.5."""
    found = SPAN.fullmatch(str(text))
    if found is None:
        return None, None
    low, high = float(found[1]), float(found[2])
    return low, high + 1 if found[3] == "]" else high


def value(cell: Any, zone: ZoneInfo) -> Any:
    """Instants as the city's clock shows them, without offset, so that no reader's own zone moves a bar."""
    if isinstance(cell, datetime):
        return (cell.astimezone(zone) if cell.tzinfo else cell).replace(tzinfo=None).isoformat()
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day).isoformat()  # noqa: DTZ001 (a day has no zone)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell


def steps(query: Query, found: tuple[dict[str, Any], ...]) -> dict[str, list[str]]:
    """Every step of time from the first to the last, by the key's name, so that an empty year is seen as empty; nothing where
    they are too many."""
    step = step_of(query)
    if step is None or not found or not query.groups:
        return {}
    name = query.groups[0].name
    starts = sorted({str(row[name]) for row in found if row[name] not in (None, "–")})
    if len(starts) < 2:  # noqa: PLR2004 (nothing lies between)
        return {}
    at, last, every = datetime.fromisoformat(starts[0]), datetime.fromisoformat(starts[-1]), []
    while at <= last and len(every) <= COLUMNS_AT_MOST:
        every.append(at.isoformat())
        at = after(at, step)
    return {name: every} if len(every) <= COLUMNS_AT_MOST and set(starts) <= set(every) else {}


def said(start: Any, step: Step, lang: str) -> str:
    """A step of time in words."""
    try:
        at = datetime.fromisoformat(str(start))
    except ValueError:
        return str(start)
    month = locales.MONTHS.get(lang, locales.MONTHS["en"]).split()[at.month - 1]
    day = f"{at.day}." if lang == "de" else f"{at.day}"
    match step:
        case Step.YEAR:
            return f"{at:%Y}"
        case Step.MONTH | Step.QUARTER:
            return f"{month} {at:%Y}"
        case Step.HOUR:
            return f"{day} {month} {at:%Y, %H:%M}"
        case _:
            return f"{day} {month} {at:%Y}"


def step_of(query: Query) -> Step | None:
    """The step of the first key, if that is a step of time."""
    return step_in(query.groups[0].expr) if query.groups else None


def step_in(expr: Any) -> Step | None:
    if isinstance(expr, Call) and expr.name == "range" and isinstance(expr.args[0], Name):
        size = expr.args[1]
        if isinstance(size, Quantity) and size.number == 1 and size.unit in set(Step):
            return Step(size.unit)
    return None


def after(start: datetime, step: Step) -> datetime:
    """The beginning of the next step."""
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}.get(step)
    if months is None:
        return start + {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1)}.get(step, timedelta(weeks=1))
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)
