"""What the templates of `/reports/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.reports.types import ReportCard
from civora.www.parts import Alert, Crumb, Empty, Pager, Provenance


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One report in a list. `number` is that of its mark on the map; 0: none."""

    card: ReportCard
    url: str
    title: str
    where: str
    status: str
    tone: str
    ago: str
    number: int = 0
    distance_m: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A report on a drawn map; `x`, `y` in pixels."""

    x: float
    y: float
    label: str
    url: str = ""
    tone: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """A drawn map: the city's edge, quieter lines, points, and marks on them."""

    width: int
    height: int
    edge: str
    lines: str
    dots: str
    marks: tuple[Mark, ...]
    alt: str
    shade: tuple[tuple[float, float, float, float, float], ...] = ()  # x, y, width, height, strength


@dataclass(frozen=True, slots=True)
class ListPage:
    finding: str
    lede: str
    lines: tuple[Line, ...]
    count: str
    pager: Pager
    ground: Ground
    map_url: str
    categories: tuple[Option, ...]
    areas: tuple[Option, ...]
    states: tuple[tuple[str, str, bool], ...]
    text: str
    empty: Empty | None
    source: Provenance | None
    has_example: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One extra question of a category, with what was answered."""

    name: str
    label: str
    hint: str
    kind: str
    is_required: bool
    options: tuple[Option, ...]
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One category with its questions and what it says of time and of who looks after it."""

    key: str
    label: str
    text: str
    is_chosen: bool
    fields: tuple[Field, ...]
    body: str
    half: str
    most: str
    assets: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is at the place: its map, similar reports, things to choose."""

    ground: Ground
    lat: float
    lon: float
    km: float
    near: tuple[Line, ...]
    is_inside: bool


@dataclass(frozen=True, slots=True)
class NewPage:
    crumbs: tuple[Crumb, ...]
    around: Around
    choices: tuple[Choice, ...]
    given: dict[str, str]
    found: tuple[Option, ...]
    spotted: tuple[tuple[str, str], ...]
    photos: tuple[str, ...]
    error: Alert | None
    wrong: str
    sent: str
    style: str
    is_checked: bool
    has_place: bool
    has_example: bool
    privacy_url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    title: str
    text: str
    who: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    crumbs: tuple[Crumb, ...]
    line: Line
    category: str
    body: str
    area: str
    answers: tuple[tuple[str, str], ...]
    photos: tuple[tuple[str, str, str, int, int], ...]  # whole, small, what it shows, width, height
    moments: tuple[Moment, ...]
    ground: Ground | None
    duplicate_url: str
    asset_url: str
    channel: str
    expected: datetime | None
    flag_url: str
    is_mine: bool = False
    code: str = ""
    can_reopen: bool = False
    is_asked: bool = False
    is_following: bool = False
    sent: str = ""
    can_claim: bool = False
    has_more: bool = False
    note: Alert | None = None


@dataclass(frozen=True, slots=True)
class SentPage:
    crumbs: tuple[Crumb, ...]
    key: str
    url: str
    mine_url: str
    body: str
    half: str
    most: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    name: str
    all: int
    open: int
    share: int
    half: str
    eight: str
    range: str
    url: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    name: str
    count: int
    population: int | None
    rate: float | None
    low: float | None
    high: float | None
    shrunk: float | None
    is_unlike: bool
    left: float
    width: float
    at: float
    url: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    name: str
    reports: int
    fixed: int
    reopened: int
    half: str
    within: str
    low: float
    width: float
    at: float
    expected: float | None
    verdict: str
    is_enough: bool
    url: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    crumbs: tuple[Crumb, ...]
    finding: str
    since: datetime
    categories: tuple[CategoryRow, ...]
    areas: tuple[AreaRow, ...]
    bodies: tuple[BodyRow, ...]
    weeks: tuple[tuple[str, int, float], ...]
    ground: Ground
    has_population: bool
    outside: int
    source: Provenance | None
    has_example: bool
    within_days: int
