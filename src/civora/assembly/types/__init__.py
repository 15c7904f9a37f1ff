"""What crosses the door of assembly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What is asked."""

    CONSULTATION = "consultation"
    BUDGET = "budget"
    PLAN = "plan"
    CHALLENGE = "challenge"  # co-design: its proposals are entries


class Act(StrEnum):
    """What a phase opens."""

    PROPOSE = "propose"
    SUPPORT = "support"
    AMEND = "amend"
    COMMENT = "comment"
    STATE = "state"  # add a statement to the opinion map
    OPINE = "opine"  # agree, disagree or pass
    ANSWER = "answer"  # a survey
    BALLOT = "ballot"


class Place(StrEnum):
    """Where something stands against the clock."""

    BEFORE = "before"
    NOW = "now"
    AFTER = "after"


class Decision(StrEnum):
    """What the city did with it."""

    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT_FOLLOWED = "not-followed"


@dataclass(frozen=True, slots=True)
class Said:
    """A text in the language that could be had; `lang` is empty where that is the one asked for."""

    text: str = ""
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class NewPhase:
    """A phase as it is set: begins at `starts_at`, is over at `ends_at` (that very instant no longer counts)."""

    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    acts: frozenset[Act] = frozenset()
    about: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class NewProcess:
    """A process as it is set. Texts by language; `language` is the one that they were written in."""

    kind: Kind
    title: dict[str, str]
    summary: dict[str, str]
    phases: tuple[NewPhase, ...]
    organisation: str = ""
    about: dict[str, str] | None = None
    decides: dict[str, str] | None = None
    language: str = "en"
    is_example: bool = False
    evidence_dataset: str = ""


@dataclass(frozen=True, slots=True)
class PhaseCard:
    number: int
    title: Said
    about: Said
    starts_at: datetime
    ends_at: datetime
    acts: frozenset[Act]
    place: Place


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What the city says: to one proposal, or to the process as a whole."""

    at: datetime
    organisation: str
    decision: Decision
    reasons: Said
    project: str = ""


@dataclass(frozen=True, slots=True)
class NewsCard:
    """One step of what became of it."""

    at: datetime
    text: Said


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """A process as everyone may see it, at one moment and in one language."""

    key: str
    kind: Kind
    title: Said
    summary: Said
    about: Said
    decides: Said
    organisation: str
    organisation_name: str
    phases: tuple[PhaseCard, ...]
    place: Place
    is_public: bool
    is_example: bool
    proposals: int
    people: int
    answer: AnswerCard | None = None
    news: tuple[NewsCard, ...] = ()
    dataset: str = ""

    @property
    def now(self) -> PhaseCard | None:
        """The phase that runs; of several the one that ends first."""
        running = [one for one in self.phases if one.place is Place.NOW]
        return min(running, key=lambda one: one.ends_at) if running else None

    @property
    def coming(self) -> PhaseCard | None:
        return next((one for one in self.phases if one.place is Place.BEFORE), None)

    def allows(self, act: Act) -> bool:
        return any(act in one.acts for one in self.phases if one.place is Place.NOW)

    def ever(self, act: Act) -> bool:
        return any(act in one.acts for one in self.phases)


# ---- proposals -----------------------------------------------------------------------------------------------------


class ProposalState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Order(StrEnum):
    """How a list of proposals is sorted."""

    BACKED = "backed"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal as it is sent. `cost` in whole units of the city's currency; a place has both coordinates or none."""

    title: str
    text: str
    language: str = "en"
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    cost: int | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list."""

    process: str
    number: int
    title: str
    language: str
    place: str
    point: tuple[float, float] | None
    cost: int | None
    at: datetime
    state: ProposalState
    decision: Decision | None
    supports: int

    @property
    def subject(self) -> str:
        return subject_of(self.process, self.number)


def subject_of(process: str, number: int) -> str:
    """Under which key people talk about a proposal, follow it, flag it."""
    return f"proposal:{process}/{number}"


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """`params` as in the address of the view; the page draws it anew from that version."""

    id: int
    dataset: str
    version: int
    view: str
    params: str
    caption: str


@dataclass(frozen=True, slots=True)
class RevisionCard:
    number: int
    at: datetime
    title: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    number: int
    at: datetime
    language: str
    text: str
    reason: str
    state: str
    answer: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MergeCard:
    """An offer to make these proposals one; `missing` are those whose authors have not agreed yet."""

    id: int
    into: int
    numbers: tuple[int, ...]
    missing: tuple[int, ...]
    title: str
    text: str
    at: datetime
    asks_me: bool


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """One proposal, as one reader sees it. `merged_backers` backed one that became part of it and not (yet) this one."""

    line: ProposalLine
    text: str
    signature: str
    changed_at: datetime
    revision: int
    evidence: tuple[EvidenceCard, ...]
    revisions: tuple[RevisionCard, ...]
    amendments: tuple[AmendmentCard, ...]
    merges: tuple[MergeCard, ...]
    answer: AnswerCard | None
    news: tuple[NewsCard, ...]
    merged_into: int
    merged_from: tuple[ProposalLine, ...]
    merged_backers: int
    is_mine: bool
    is_backed_by_me: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """A proposal that says something similar; `score` from 0 to 1."""

    line: ProposalLine
    score: float


@dataclass(frozen=True, slots=True)
class MyAct:
    """A proposal that a person made or backs, and what became of it; `project` is the key of what came out of it."""

    process: str
    number: int
    title: str
    lang: str
    at: datetime
    state: ProposalState
    decision: Decision | None
    supports: int
    is_author: bool
    project: str = ""

    @property
    def subject(self) -> str:
        return subject_of(self.process, self.number)
