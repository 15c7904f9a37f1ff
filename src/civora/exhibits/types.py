"""What crosses the exhibits' door."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]


class Aggregate(StrEnum):
    """How the rows of one group become one number."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "avg"
    MEDIAN = "median"
    LOWEST = "min"
    HIGHEST = "max"


ADDITIVE = frozenset({Aggregate.COUNT, Aggregate.SUM})


class Form(StrEnum):
    """How the numbers are drawn."""

    BAR = "bar"
    LINE = "line"
    AREA = "area"
    POINT = "point"


class Step(StrEnum):
    """The width of one group of a date field."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Choice:
    """One chart as people pick it: show `aggregate` of `measure` along `along`, split by `split`, drawn as `form`.

    `measure` is empty for a count of rows, `step` is empty unless `along` is a date, `split` is empty for one series.
    """

    along: str
    aggregate: Aggregate = Aggregate.COUNT
    measure: str = ""
    step: Step | None = None
    split: str = ""
    form: Form = Form.BAR


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: where it stands, in which series, how high. `value` None is a gap."""

    along: str | float
    series: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """The numbers of a chart, ready to draw: `series` in the order of their colours; folded ones are "" (all others).

    `is_time` tells that `along` holds ISO dates or instants; `left_out` counts groups beyond what a chart can show.
    """

    points: tuple[Point, ...]
    series: tuple[str, ...]
    is_time: bool
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one surface: `ink` for text, `rule` for lines, `series` for data, `rest` for "all others"."""

    ink: str
    ink_quiet: str
    rule: str
    paper: str
    series: tuple[str, ...]
    rest: str
