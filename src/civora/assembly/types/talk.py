"""Statements, debates, surveys, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civora.assembly.types.processes import Place, Said


@dataclass(frozen=True, slots=True)
class StatementCard:
    """One sentence of the opinion map; `mine` is where the reader stands, None where she has not said."""

    number: int
    text: str
    language: str
    state: str
    reason: str
    agree: int
    disagree: int
    passed: int
    mine: int | None = None

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True)
class DebateCard:
    number: int
    title: str
    text: str
    language: str
    signature: str
    at: datetime

    def subject(self, process: str) -> str:
        return f"debate:{process}/{self.number}"


class QuestionKind(StrEnum):
    ONE = "one"
    MANY = "many"
    YES_NO = "yes-no"
    SCALE = "scale"  # 1 to `most`
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question of a survey, in the reader's language. `is_published`: its answers stand in the dataset."""

    name: str
    kind: QuestionKind
    label: Said
    options: tuple[tuple[str, str], ...]  # (value, label)
    is_needed: bool
    is_published: bool
    most: int = 5


@dataclass(frozen=True, slots=True)
class SurveyCard:
    key: str
    title: Said
    intro: Said
    questions: tuple[QuestionCard, ...]
    answers: int
    is_answered_by_me: bool


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting as it is set. Without `capacity` everyone finds a seat."""

    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    text: dict[str, str] | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    url: str = ""
    capacity: int | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """`seat` is empty, "seat" or "waiting" for the reader."""

    process: str
    number: int
    title: Said
    text: Said
    minutes: Said
    starts_at: datetime
    ends_at: datetime
    place: str
    point: tuple[float, float] | None
    url: str
    capacity: int | None
    registered: int
    attended: int | None
    changed_at: datetime
    sequence: int
    is_cancelled: bool
    when: Place
    seat: str = ""

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.registered >= self.capacity
