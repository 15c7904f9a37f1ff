"""What the city asks, where it stands, and what it answers."""

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
