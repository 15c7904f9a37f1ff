"""What people propose, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civora.assembly.types.processes import AnswerCard, Decision, NewsCard


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
