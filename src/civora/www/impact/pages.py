"""What the templates of `/indicators/` are given. Numbers are already text in the page's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from civora.www.impact.figure import Figure
from civora.www.parts import Alert, Chosen, Crumb, Empty, FacetGroup, Provenance


@dataclass(frozen=True, slots=True)
class Count:
    """How many indicators have one status, and the list of them."""

    text: str
    tone: str
    url: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in a table."""

    title: str
    url: str
    value: str
    unit: str
    period: str
    direction: str
    spark: str
    spark_ground: str
    colour: str
    target: str
    status: str
    tone: str
    updated: datetime | None
    late: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one theme or frame."""

    title: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many projects there are of each assessment or stage: (n, words, tone, share in per cent)."""

    title: str
    url: str
    parts: tuple[tuple[int, str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Small:
    """One of several small figures with one scale."""

    title: str
    url: str
    direction: str
    value: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class OverviewPage:
    crumbs: tuple[Crumb, ...]
    title: str
    lede: str
    counts: tuple[Count, ...]
    lead: LeadFigure | None
    groups: tuple[Group, ...]
    sources: tuple[Provenance, ...]
    facets: tuple[FacetGroup, ...]
    chosen: tuple[Chosen, ...]
    clear_url: str
    since: str
    until: str
    hidden: tuple[tuple[str, str], ...]  # parameters that the form of the period keeps
    projects: Shares | None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class LeadFigure:
    """The first figure of a page: the indicator that heads the theme."""

    title: str
    url: str
    headline: str
    what: str
    figure: Figure
    statement: Said | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the person responsible says."""

    text: str
    lang: str
    name: str
    day: date
    is_example: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    period: str
    value: str
    expected: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One place: rate with its interval as shares of the widest one, in per cent."""

    name: str
    url: str
    count: str
    people: str
    rate: str
    interval: str
    drawn: str
    own: str
    verdict: str
    tone: str
    left: float
    width: float
    at: float
    drawn_at: float


@dataclass(frozen=True, slots=True)
class AreaTable:
    title: str
    what: str
    common: str
    common_at: float
    lines: tuple[AreaLine, ...]
    without: tuple[str, ...]
    above: int
    below: int
    alike: int
    source: Provenance | None
    people_source: Provenance | None
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    crumbs: tuple[Crumb, ...]
    key: str
    title: str
    description: str
    unit: str
    value: str
    period: str
    headline: str
    status: str
    tone: str
    why: str
    direction: str
    trend: str
    late: str
    figure: Figure | None
    figure_what: str
    statement: Said | None
    owner: str
    theme: str
    theme_url: str
    frequency: str
    updated: datetime | None
    next_update: str
    frames: tuple[tuple[str, str, str], ...]  # family, title, address
    targets: tuple[str, ...]
    projects: tuple[tuple[str, str], ...]
    parts: tuple[Small, ...]
    whole: tuple[str, str] | None
    history: tuple[HistoryLine, ...]
    areas: AreaTable | None
    definitions: tuple[tuple[int, datetime], ...]
    source: Provenance | None
    query: str
    json_url: str
    csv_url: str
    edit_url: str
    subject: str
    is_following: bool
    is_example: bool
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One district: each indicator that is asked by area, against all districts."""

    crumbs: tuple[Crumb, ...]
    name: str
    groups: tuple[Group, ...]
    compared: tuple[tuple[str, str, AreaLine, str], ...]  # title, address, line, all together
    people: str
    places: tuple[tuple[str, str], ...]
    sources: tuple[Provenance, ...]
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class ProjectLine:
    key: str
    title: str
    lang: str
    url: str
    kind: str
    stage: str
    tone: str
    assessed: str
    assessed_tone: str
    owner: str
    due: str
    money: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    crumbs: tuple[Crumb, ...]
    total: int
    lines: tuple[ProjectLine, ...]
    shares: Shares | None
    facets: tuple[FacetGroup, ...]
    chosen: tuple[Chosen, ...]
    clear_url: str
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone on the time line. `state`: done, now or empty."""

    title: str
    lang: str
    note: str
    when: str
    promised: str
    state: str
    tone: str
    remark: str


@dataclass(frozen=True, slots=True)
class EffectBlock:
    """What an indicator did before and after; `finding` is a sentence, also where one cannot tell."""

    title: str
    url: str
    finding: str
    tone: str
    before: str
    after: str
    interval: str
    basis: str
    grade: str
    figure: Figure | None
    since: str
    since_at: float


@dataclass(frozen=True, slots=True)
class ProjectPage:
    crumbs: tuple[Crumb, ...]
    key: str
    title: str
    lang: str
    summary: str
    reason: str
    kind: str
    stage: str
    tone: str
    owner: str
    promised_on: str
    promised_by: str
    done_on: str
    time_words: str
    time_tone: str
    promised_cost: str
    planned: str
    spent: str
    spent_share: float
    cost_words: str
    cost_tone: str
    steps: tuple[Step, ...]
    money: tuple[tuple[str, str, str, str, str], ...]  # day, kind, amount, note, address
    documents: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    effects: tuple[EffectBlock, ...]
    json_url: str
    edit_url: str
    subject: str
    is_following: bool
    is_example: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    crumbs: tuple[Crumb, ...]
    tolerance: str
