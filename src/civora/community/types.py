"""What crosses the door of community."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class ReuseKind(StrEnum):
    """What somebody made (after the types of udata, the engine of data.gouv.fr)."""

    APPLICATION = "application"
    VISUALISATION = "visualisation"
    ARTICLE = "article"
    PAPER = "paper"
    API = "api"
    LESSON = "lesson"
    ARTWORK = "artwork"
    HARDWARE = "hardware"
    IDEA = "idea"


class ShownState(StrEnum):
    """`held`: waits for a moderator, seen by its author only; `withdrawn`: taken back by its author."""

    VISIBLE = "visible"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NewReuse:
    """What its author says of a reuse. `author` is the name that is shown, `organisation` one that she acts for."""

    title: str
    text: str
    kind: str
    url: str
    datasets: tuple[str, ...]
    theme: str = ""
    author: str = ""
    organisation: str = ""
    lang: str = "en"
    alt: str = ""


@dataclass(frozen=True, slots=True)
class DatasetName:
    """A dataset that this reader may see."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Award:
    """A prize of a call. `place` names it (“First prize”), `reasons` are the jury's; both by language."""

    reuse: str
    place: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReuseCard:
    """`datasets` are those that the reader may see. `host` is where `url` leads. `decision` is set where it is hidden."""

    key: str
    title: str
    text: str
    kind: ReuseKind
    theme: str
    url: str
    host: str
    author: str
    organisation: str
    lang: str
    at: datetime
    changed_at: datetime
    state: ShownState
    highlighted_at: datetime | None
    is_example: bool
    datasets: tuple[DatasetName, ...] = ()
    picture: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0
    calls: tuple[str, ...] = ()
    award: Award | None = None
    is_mine: bool = False
    is_hidden: bool = False
    decision: str = ""

    @property
    def subject(self) -> str:
        return f"reuse:{self.key}"


@dataclass(frozen=True, slots=True)
class ReusePage:
    """One page of the gallery. The counts are of all that match, by value, for the filters."""

    reuses: tuple[ReuseCard, ...]
    total: int
    pages: int
    kinds: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]


class CallState(StrEnum):
    COMING = "coming"
    OPEN = "open"
    JURY = "jury"  # closed, and not decided
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class CallCard:
    """Texts are by language. `entries` counts those that are visible."""

    key: str
    owner: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    rules: Mapping[str, str]
    prize: Mapping[str, str]
    jury: Mapping[str, str]
    datasets: tuple[DatasetName, ...]
    opens_at: datetime
    closes_at: datetime
    decides_at: datetime | None
    decided_at: datetime | None
    result: Mapping[str, str]
    awards: tuple[Award, ...]
    is_example: bool
    entries: int = 0

    @property
    def subject(self) -> str:
        return f"call:{self.key}"

    def state(self, at: datetime) -> CallState:
        if self.decided_at is not None:
            return CallState.DECIDED
        if at < self.opens_at:
            return CallState.COMING
        return CallState.OPEN if at < self.closes_at else CallState.JURY


@dataclass(frozen=True, slots=True)
class Reach:
    """How often a page was opened and how often somebody went on from it, counted by the hour and without persons."""

    reads: int
    clicks: int


class NominationState(StrEnum):
    OPEN = "open"
    PLANNED = "planned"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NominationCard:
    """`planned_for` is the day that the city named, `dataset` the one it became. `days` from asking to the last answer."""

    key: str
    title: str
    text: str
    use: str
    author: str
    lang: str
    at: datetime
    state: NominationState
    supports: int
    answer: str
    answer_lang: str
    answered_at: datetime | None
    first_answered_at: datetime | None
    planned_for: date | None
    dataset: DatasetName | None
    is_example: bool
    is_mine: bool = False
    is_backed: bool = False
    is_hidden: bool = False
    decision: str = ""

    @property
    def subject(self) -> str:
        return f"nomination:{self.key}"

    @property
    def days(self) -> int | None:
        return (self.first_answered_at - self.at).days if self.first_answered_at else None

    def is_late(self, today: date) -> bool:
        """The day that the city named has passed."""
        return self.state is NominationState.PLANNED and self.planned_for is not None and self.planned_for < today


@dataclass(frozen=True, slots=True)
class NominationCounts:
    """`days` is the median from asking to the first answer; None below three answers. `oldest` waits without one."""

    by_state: Mapping[str, int]
    answered: int
    days: int | None
    oldest: datetime | None
    late: int


class ListingKind(StrEnum):
    OFFER = "offer"
    REQUEST = "request"
    MEETING = "meeting"


class ListingState(StrEnum):
    """`over` is set when its author ends it; what has expired is over by its date alone."""

    VISIBLE = "visible"
    HELD = "held"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class NewListing:
    """`starts_at`, `ends_at` and `place` are of meetings; `days` says how long an offer or a request stands."""

    kind: str
    title: str
    text: str
    lang: str = "en"
    days: int = 30
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class NeighbourhoodCard:
    """`district` is its name as the city writes it. `name` is what this member is called there; empty for others."""

    key: str
    district: str
    text: Mapping[str, str]
    is_example: bool
    members: int
    listings: int
    is_member: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListingCard:
    """`name` is empty for those who are not of the neighbourhood. `is_over`: ended or expired."""

    key: str
    neighbourhood: str
    district: str
    kind: ListingKind
    title: str
    text: str
    name: str
    lang: str
    at: datetime
    changed_at: datetime
    expires_at: datetime
    state: ListingState
    is_over: bool
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    is_example: bool
    is_mine: bool = False
    is_hidden: bool = False
    decision: str = ""

    @property
    def subject(self) -> str:
        return f"listing:{self.key}"


@dataclass(frozen=True, slots=True)
class MessageCard:
    key: str
    text: str
    name: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ConversationCard:
    """Between who wrote a listing and one neighbour; nobody else reads it. `unread` counts for this reader."""

    key: str
    listing: ListingCard
    other: str
    messages: tuple[MessageCard, ...] = ()
    at: datetime | None = None
    unread: int = 0
    is_open: bool = True
    can_write: bool = field(default=True)
