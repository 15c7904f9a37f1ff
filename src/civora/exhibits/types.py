"""What crosses the exhibits' door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from civora.catalog.types import DatasetCard
from civora.core.query.ast import Query

Spec: TypeAlias = dict[str, Any]
Texts: TypeAlias = Mapping[str, str]  # by language
LANGUAGES = ("en", "fr", "de")


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
    GROUPED = "grouped"
    PERCENT = "percent"
    LINE = "line"
    AREA = "area"
    POINT = "point"
    BUBBLE = "bubble"
    HISTOGRAM = "histogram"
    BOX = "box"
    WEEK = "week"
    CALENDAR = "calendar"
    PIE = "pie"
    DONUT = "donut"
    PYRAMID = "pyramid"
    SLOPE = "slope"
    MULTIPLES = "multiples"
    COMBINED = "combined"


class Step(StrEnum):
    """The width of one group of a date field."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class Scale(StrEnum):
    """The scale of the values."""

    LINEAR = "linear"
    LOG = "log"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Note:
    """A word at a place of the chart: `along` as the axis has it (an ISO date, a name, a number)."""

    along: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One chart as people pick it: show `aggregate` of `measure` along `along`, split by `split`, drawn as `form`.

    `measure` is empty for a count of rows, `step` is empty unless `along` is a date, `split` is empty for one series.
    `second` is another measure: the height of points and bubbles, the line of combined axes. `smooth` adds a moving average
    over so many steps, `target` a line to reach, `width` is that of a histogram's classes.
    """

    along: str
    aggregate: Aggregate = Aggregate.COUNT
    measure: str = ""
    step: Step | None = None
    split: str = ""
    form: Form = Form.BAR
    second: str = ""
    second_aggregate: Aggregate = Aggregate.MEAN
    scale: Scale = Scale.LINEAR
    smooth: int = 0
    target: float | None = None
    width: float = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one surface: `ink` for text, `rule` for lines, `series` for data, `rest` for "all others", `steps` for
    ordered values from little to much."""

    ink: str
    ink_quiet: str
    rule: str
    paper: str
    series: tuple[str, ...]
    rest: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A chart ready to be asked and drawn, or kept: questions by name, the spec over their answers, the words in it.

    In the spec `{"data": {"name": QUESTION}}` names an answer, `{{word}}` a label, `@d1`… a colour of the palette.
    `warning` is a word of caution about the form chosen.
    """

    queries: Mapping[str, Query]
    spec: Spec
    words: tuple[str, ...] = ()
    warning: str = ""
    left_out: int = 0


class Kind(StrEnum):
    CHART = "chart"
    MAP = "map"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Content:
    """What one version of an exhibit holds. `spec` is Vega-Lite for a chart, Civora's map spec for a map."""

    kind: Kind
    queries: Mapping[str, Query]
    spec: Spec
    title: Texts
    takeaway: Texts = field(default_factory=dict)
    about: Texts = field(default_factory=dict)
    alt: Texts = field(default_factory=dict)
    labels: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def datasets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(query.dataset for query in self.queries.values()))


@dataclass(frozen=True, slots=True)
class ExhibitCard:
    """One exhibit, at one version, in one language."""

    key: str
    version: int
    current: int
    kind: Kind
    status: Status
    owner: str
    is_example: bool
    at: datetime
    changed_at: datetime
    title: str
    takeaway: str
    about: str
    alt: str
    content: Content
    note: str = ""

    @property
    def heading(self) -> str:
        """The finding where there is one, else what it is."""
        return self.takeaway or self.title


@dataclass(frozen=True, slots=True)
class Answer:
    """What one named question gave: `rows` as a drawing and a program read them, and the card of its dataset."""

    name: str
    query: Query
    columns: tuple[tuple[str, str, str], ...]  # name, heading, unit
    rows: tuple[dict[str, Any], ...]
    card: DatasetCard
    total: int
    etag: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A question that cannot be answered for this reader: its dataset is withdrawn, hidden, or has lost a column."""

    name: str
    dataset: str
    reason: str
    is_hidden: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """An exhibit with its answers, for one reader. `gone` says what is missing; then nothing is drawn."""

    card: ExhibitCard
    answers: tuple[Answer, ...]
    gone: tuple[Gone, ...] = ()
    etag: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.gone

    @property
    def may_tell(self) -> bool:
        """Title and finding tell of the data: they are said only to whom all of it is known."""
        return not any(one.is_hidden for one in self.gone)
