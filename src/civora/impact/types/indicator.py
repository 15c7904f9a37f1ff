"""Indicators, their values and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from civora.catalog.types import DatasetCard
from civora.core.appraisal.rates import Rate
from civora.core.appraisal.trend import Trend
from civora.core.query.ast import Query

Texts: TypeAlias = Mapping[str, str]  # language → text


class Toward(StrEnum):
    """Which way is better."""

    DOWN = "down"
    UP = "up"
    NONE = "none"


class Frequency(StrEnum):
    """How often a new value comes. An irregular one is never late."""

    DAILY = "daily"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


class Status(StrEnum):
    ON_TRACK = "on-track"
    NEEDS_ATTENTION = "needs-attention"
    OFF_TRACK = "off-track"
    TOO_LITTLE_DATA = "too-little-data"
    NO_TARGET = "no-target"


class TargetKind(StrEnum):
    """`BY`: to be reached by that day. `FROM`: must hold from that day on."""

    BY = "by"
    FROM = "from"


@dataclass(frozen=True, slots=True)
class Target:
    at: date
    value: float
    kind: TargetKind = TargetKind.BY


@dataclass(frozen=True, slots=True)
class Source:
    """A question to one dataset in the words of ODSQL: `value` per `time` of the rows where `where` holds, × `scale`.

    `time` is a field or expression that gives a year, month or day. `value` may be an aggregate (`avg(no2)`); then rows
    are grouped by time. `version` pins the data; None follows the current one.
    """

    dataset: str
    time: str
    value: str
    where: str = ""
    scale: float = 1.0
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AreaSource:
    """The same measure by area: `count` (events, or a value where `is_count` is false) per `area`.

    `people` asks the number of people, households or square kilometres per area: `(dataset, area, value, where)` in
    ODSQL; rates are shown per `per` of them, named by `per_unit`.
    """

    dataset: str
    area: str
    value: str
    where: str = ""
    people_dataset: str = ""
    people_area: str = ""
    people_value: str = ""
    per: float = 1000.0
    per_unit: Texts = field(default_factory=dict)
    is_count: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator as it is written: what `save_indicator` takes, and what a version keeps."""

    key: str
    title: Texts
    unit: Texts
    source: Source
    toward: Toward = Toward.NONE
    frequency: Frequency = Frequency.YEARLY
    description: Texts = field(default_factory=dict)
    theme: str = ""
    area: str = ""
    owner: str = ""
    targets: tuple[Target, ...] = ()
    target_source: Source | None = None
    path_source: Source | None = None
    baseline_at: date | None = None
    tolerance: float = 0.1
    frames: tuple[str, ...] = ()
    by_area: AreaSource | None = None
    digits: int | None = None
    next_update_on: date | None = None
    position: int = 0
    part_of: str = ""  # key of the indicator that this is a part of: a sector of a whole
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A sentence of the person responsible. `lang` is the language that it is in."""

    text: str
    lang: str
    name: str
    said_on: date
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator without its values, in one language. `number` counts its definitions from 1."""

    key: str
    title: str
    description: str
    unit: str
    theme: str
    area: str
    owner: str
    owner_name: str
    number: int
    changed_at: datetime
    draft: Draft
    statement: StatementCard | None = None
    projects: tuple[tuple[str, str], ...] = ()  # (key, title)


@dataclass(frozen=True, slots=True)
class Period:
    """One value: the first day of its period, and what the path said then (None: no path)."""

    at: date
    value: float
    expected: float | None = None
    status: Status = Status.NO_TARGET


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an indicator stands by the published rule (`rules.status`), with every number that the rule used.

    `behind` is how far the value is from the path on the wrong side, as a share of the way from baseline to the target
    (0.12: 12 % of the way); below 0 it is ahead. `is_final`: the day of the target is over, so it is kept or missed.
    `reason` is a word of the rule: path, limit, final, too-few, too-old, no-rows, hidden, no-target.
    """

    status: Status
    reason: str
    at: date | None = None
    value: float | None = None
    expected: float | None = None
    behind: float | None = None
    target: Target | None = None
    limit: Target | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its values as one reader may see them. `query` made the series; `card` is None where the
    dataset is gone or hidden."""

    card: IndicatorCard
    query: Query
    series: tuple[Period, ...]
    standing: Standing
    trend: Trend
    baseline: Period | None
    targets: tuple[Target, ...]
    path: tuple[tuple[date, float], ...]
    dataset: DatasetCard | None
    next_update_on: date | None
    problem: str = ""

    @property
    def latest(self) -> Period | None:
        return self.series[-1] if self.series else None


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Areas:
    """The places of one indicator side by side; `common` is the rate of all together (per one unit of exposure)."""

    query: Query
    people_query: Query | None
    areas: tuple[Area, ...]
    common: float
    per: float
    per_unit: str
    dataset: DatasetCard | None
    people_dataset: DatasetCard | None
    without_people: tuple[str, ...] = ()
