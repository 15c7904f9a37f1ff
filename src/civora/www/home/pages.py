"""What the template of `/` is given. All numbers are already text in the page's language, all paths SVG path data."""

from __future__ import annotations

from dataclasses import dataclass

from civora.www.drawing import Label
from civora.www.parts import Empty, Provenance


@dataclass(frozen=True, slots=True)
class Spot:
    """A counter: its disc, the ring of the usual value, `kind` high, low or empty."""

    x: float
    y: float
    r: float
    usual_r: float
    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A place that fills up: a small upright box, `fill_y` and `fill_height` its filled part."""

    x: float
    y: float
    fill_y: float
    fill_height: float
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CityMap:
    title: str
    edge: str
    lines: str
    stops: str
    core: str = ""
    spots: tuple[Spot, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    labels: tuple[Label, ...] = ()
    width: int = 1440
    height: int = 800
    noun: str = ""
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One more number in a sentence, with the rows behind it."""

    before: str
    text: str
    after: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The sentence of a portal whose pack counts nothing: its number stands out."""

    before: str
    number: str
    after: str


@dataclass(frozen=True, slots=True)
class Hero:
    """The one sentence: `number` stands out. `age` is empty where the data are old; then `when` says it in full."""

    when: str
    number: str
    sentence_before: str
    sentence_after: str
    number_url: str
    age: str
    is_stale: bool
    facts: tuple[Fact, ...]
    source: Provenance


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a dot on a plot, in per cent of its width and height from the top left."""

    left: float
    top: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pulse:
    title: str
    summary: str
    alt: str
    band: str
    usual: str
    ground: str
    today: str
    dot: Mark
    now: Mark
    peak: Mark | None
    usual_peak: Mark | None
    ticks: tuple[Mark, ...]
    key_today: str
    key_usual: str
    key_band: str
    source: Provenance
    url: str


@dataclass(frozen=True, slots=True)
class Track:
    """How far on the way: shares in per cent of the bar. `tone` is good, warn or bad."""

    fill: float
    mark: float
    mark_label: str
    left_label: str
    right_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Promise:
    title: str
    url: str
    value: str
    unit: str
    direction: str
    track: Track | None
    spark: str
    spark_ground: str
    status: str
    tone: str  # good, warn, bad or none
    source: Provenance


@dataclass(frozen=True, slots=True)
class Change:
    when: str
    iso: str
    title: str
    url: str
    what: str
    note: str
    history_url: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A dataset in the list that stands in for what a pack does not configure."""

    title: str
    url: str
    summary: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the city asks. `points` is path data on the ground of the page's map; languages are set where they differ."""

    title: str
    title_lang: str
    text: str
    text_lang: str
    url: str
    facts: tuple[tuple[str, str], ...]
    is_example: bool
    points: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    city: str
    heading: Heading
    hero: Hero | None
    map: CityMap | None
    pulse: Pulse | None
    promises: tuple[Promise, ...]
    promise_sources: tuple[Provenance, ...]
    changes: tuple[Change, ...]
    tries: tuple[tuple[str, str], ...]
    datasets: int
    newcomers: tuple[Newcomer, ...] = ()
    empty: Empty | None = None
    question: Question | None = None
