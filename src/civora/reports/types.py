"""What crosses the door of reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a report is. The last five are ends."""

    OPEN = "open"
    INVESTIGATING = "investigating"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"
    NOT_FIXED = "no_further_action"
    NOT_OURS = "not_councils_responsibility"
    DUPLICATE = "duplicate"
    WITHDRAWN = "cancelled"


class Turn(StrEnum):
    """What kind of line stands in a report's timeline."""

    SENT = "sent"
    STATUS = "status"
    UPDATE = "update"
    MESSAGE = "message"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    MERGED = "merged"
    FORWARDED = "forwarded"


class Who(StrEnum):
    """Who wrote a line: nobody is named."""

    REPORTER = "reporter"
    BODY = "body"
    SYSTEM = "system"


class Channel(StrEnum):
    WEB = "web"
    OPEN311 = "open311"
    STAFF = "staff"


class Datatype(StrEnum):
    """The datatypes of an Open311 service definition."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    ONE = "singlevaluelist"
    MANY = "multivaluelist"


Texts = dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Question:
    """One extra question of a category. Texts by language; `values` are (key, name by language)."""

    code: str
    datatype: Datatype
    label: Texts
    hint: Texts = field(default_factory=dict)
    is_required: bool = False
    values: tuple[tuple[str, Texts], ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A service of the city. `radius_m` is how near an open report may be the same; 0: none is."""

    key: str
    name: Texts
    description: Texts
    group: Texts
    keywords: tuple[str, ...]
    questions: tuple[Question, ...]
    body: str
    radius_m: int
    areas: tuple[str, ...]
    assets: str
    order: int
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the city. `is_boundary`: reports outside all boundaries are refused. `geometry` is GeoJSON."""

    key: str
    name: str
    population: int | None
    is_boundary: bool
    geometry: dict[str, Any]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: coordinates, or an address that stands for them; perhaps a thing of a dataset."""

    lat: float | None = None
    lon: float | None = None
    address: str = ""
    asset_dataset: str = ""
    asset_id: str = ""
    asset_label: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How a reporter can be reached. Never shown, never exported."""

    email: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One line of the timeline, as everybody sees it."""

    key: str
    at: datetime
    turn: Turn
    who: Who
    status: Status
    text: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report as everybody sees it: `text` is what may be public of the description."""

    key: str
    category: str
    status: Status
    reason: str
    text: str
    lat: float | None
    lon: float | None
    address: str
    area: str
    asset_dataset: str
    asset_id: str
    asset_label: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    body: str
    channel: str
    lang: str
    at: datetime
    changed_at: datetime
    closed_at: datetime | None
    expected_at: datetime | None
    duplicate_of: str
    joined: int
    is_public: bool
    is_hidden: bool
    is_example: bool
    external: str = ""

    @property
    def subject(self) -> str:
        return f"report:{self.key}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A report as who works on it sees it."""

    card: ReportCard
    description: str
    contact: Contact | None
    assignee: str
    notes: tuple[Note, ...]
    found: tuple[Found, ...]
    duplicates: tuple[str, ...]
    is_text_public: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data spotted in a text: what kind, where it stands, and its words."""

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A report has arrived. `code` opens it for its reporter and is shown this once."""

    key: str
    code: str
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """An open report near a place."""

    card: ReportCard
    distance_m: int


@dataclass(frozen=True, slots=True)
class Times:
    """How long reports took, from real past ones; those still open count as "at least so long". Days.

    None: fewer than that share are done so far. `low`, `high`: 95 of 100 such samples would put the median there.
    """

    n: int
    done: int
    median: float | None
    p80: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Reports of an area over its residents, per 1,000 and year, with the range that chance alone leaves open.

    `shrunk` leans small areas towards the city's own rate; `is_unlike` where the whole range lies above or below it.
    """

    area: str
    count: int
    population: int | None
    rate: float | None
    low: float | None
    high: float | None
    shrunk: float | None
    is_unlike: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the reports of one body. Shares lean towards those of all bodies where there are few.

    `expected` is the share that all bodies together reach with this body's mix of categories.
    """

    body: str
    reports: int
    closed: int
    fixed: int
    reopened: int
    times: Times
    within: float | None
    low: float | None
    high: float | None
    expected: float | None
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports. `text` is sought in text and address; `bbox` west, south, east, north; `body` and `assignee` by key.

    `is_open` None: both. `private`: those not on the map too, for who works on them.
    """

    category: str = ""
    area: str = ""
    body: str = ""
    status: str = ""
    is_open: bool | None = None
    text: str = ""
    assignee: str = ""
    bbox: tuple[float, float, float, float] | None = None
    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    categories: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    bodies: tuple[str, ...] | None = None
    is_unassigned: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Words that staff use often. Texts by language."""

    key: str
    name: Texts
    text: Texts
    status: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Another Open311 server that reports of a body go to."""

    body: str
    url: str
    jurisdiction: str
    api_key: str
    services: dict[str, str]
    is_active: bool
