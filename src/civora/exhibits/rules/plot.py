"""From the rows of the answer to the numbers of the chart: few series, few bars, nothing hidden without a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from civora.exhibits.types import ADDITIVE, Choice, Form, Plot, Point, Step

SERIES_AT_MOST = 6
BARS_AT_MOST = 40
COLUMNS_AT_MOST = 60
REST = ""


def plot(choice: Choice, rows: Iterable[Sequence[Any]]) -> Plot:
    """Fold the rows (along[, split], value) of `question` into at most six series and forty bars.

    Small series are added up as "all others" where adding is lawful, else left out; `left_out` counts what is missing.
    """
    cells = [cell(choice, row) for row in rows]
    series = ranked(point.series for point in cells) if choice.split else (REST,)
    kept = set(largest(cells, SERIES_AT_MOST - 1)) if len(series) > SERIES_AT_MOST else set(series)
    points, missing = fold(cells, kept, may_add=choice.aggregate in ADDITIVE)
    if choice.step is None:
        points, cut = first_bars(points)
        missing += cut
    elif choice.form is Form.BAR:
        points = with_gaps(points, choice.step)
    shown = tuple(dict.fromkeys(point.series for point in points))
    return Plot(
        points,
        by_weight(points, shown),
        is_time=choice.step is not None,
        left_out=missing,
    )


def with_gaps(points: tuple[Point, ...], step: Step) -> tuple[Point, ...]:
    """Columns for the steps without rows too, so that an empty year is seen as empty; too many columns stay as they are."""
    starts = sorted({datetime.fromisoformat(str(point.along)) for point in points})
    if not starts:
        return points
    every, start = [starts[0]], starts[0]
    while start < starts[-1] and len(every) <= COLUMNS_AT_MOST:
        start = after(start, step)
        every.append(start)
    if len(every) > COLUMNS_AT_MOST:
        return points
    missing = [Point(start.isoformat(), points[0].series, None) for start in every if start not in starts]
    return tuple(sorted((*points, *missing), key=lambda point: str(point.along)))


def after(start: datetime, step: Step) -> datetime:
    """The beginning of the next step."""
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}.get(step)
    if months is None:
        return start + {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1)}.get(step, timedelta(weeks=1))
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)


def cell(choice: Choice, row: Sequence[Any]) -> Point:
    series = label(row[1]) if choice.split else REST
    value = row[-1]
    return Point(
        position(row[0], is_time=choice.step is not None),
        series,
        None if value is None else float(value),
    )


def position(value: Any, *, is_time: bool) -> str | float:
    """ISO text for dates (a range key gives its start), numbers as they are, text for the rest."""
    if isinstance(value, datetime | date):
        return instant(value.isoformat())
    if is_time and isinstance(value, str):
        return instant(value.strip("[]").split(",")[0].strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return label(value)


def instant(text: str) -> str:
    """The clock's reading without its offset: the question was asked in the city's zone, and the axis stays there."""
    return datetime.fromisoformat(text).replace(tzinfo=None).isoformat()


def label(value: Any) -> str:
    return "–" if value is None else str(value)


def ranked(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def weights(points: Iterable[Point]) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for point in points:
        totals[point.series] += abs(point.value or 0)
    return totals


def largest(points: Iterable[Point], count: int) -> list[str]:
    totals = weights(points)
    return sorted(totals, key=lambda name: -totals[name])[:count]


def by_weight(points: Sequence[Point], names: tuple[str, ...]) -> tuple[str, ...]:
    """Largest series first, "all others" last, so that colours stay in a sensible order."""
    totals = weights(points)
    return tuple(sorted(names, key=lambda name: (name == REST and len(names) > 1, -totals[name])))


def fold(cells: list[Point], kept: set[str], *, may_add: bool) -> tuple[tuple[Point, ...], int]:
    shown = [point for point in cells if point.series in kept]
    rest = [point for point in cells if point.series not in kept]
    if not rest:
        return tuple(shown), 0
    if not may_add:
        return tuple(shown), len({point.series for point in rest})
    sums: dict[str | float, float] = defaultdict(float)
    for point in rest:
        sums[point.along] += point.value or 0
    return (*shown, *(Point(along, REST, value) for along, value in sums.items())), 0


def first_bars(points: tuple[Point, ...]) -> tuple[tuple[Point, ...], int]:
    names = list(dict.fromkeys(point.along for point in points))
    if len(names) <= BARS_AT_MOST:
        return points, 0
    kept = set(names[:BARS_AT_MOST])
    return tuple(point for point in points if point.along in kept), len(names) - BARS_AT_MOST
