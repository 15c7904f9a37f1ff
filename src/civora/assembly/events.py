"""What happened in taking part. No event says what somebody thinks: no choice, no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ProcessSet:
    """Made, or changed."""

    name: ClassVar[str] = "assembly.process.set"
    process: str


@dataclass(frozen=True, slots=True)
class ProcessOpened:
    """Made public."""

    name: ClassVar[str] = "assembly.process.opened"
    process: str


@dataclass(frozen=True, slots=True)
class ProposalSent:
    name: ClassVar[str] = "assembly.proposal.sent"
    process: str
    number: int


@dataclass(frozen=True, slots=True)
class ProposalRevised:
    name: ClassVar[str] = "assembly.proposal.revised"
    process: str
    number: int
    revision: int


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    name: ClassVar[str] = "assembly.proposal.withdrawn"
    process: str
    number: int


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The city answered one proposal, or (number 0) the process."""

    name: ClassVar[str] = "assembly.answer.given"
    process: str
    number: int
    decision: str


@dataclass(frozen=True, slots=True)
class NewsTold:
    name: ClassVar[str] = "assembly.news.told"
    process: str
    number: int


@dataclass(frozen=True, slots=True)
class AmendmentSent:
    name: ClassVar[str] = "assembly.amendment.sent"
    process: str
    number: int
    amendment: int


@dataclass(frozen=True, slots=True)
class AmendmentDecided:
    name: ClassVar[str] = "assembly.amendment.decided"
    process: str
    number: int
    amendment: int
    outcome: str


@dataclass(frozen=True, slots=True)
class MergeOffered:
    name: ClassVar[str] = "assembly.merge.offered"
    process: str
    into: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MergeRefused:
    name: ClassVar[str] = "assembly.merge.refused"
    process: str
    into: int


@dataclass(frozen=True, slots=True)
class ProposalsMerged:
    name: ClassVar[str] = "assembly.proposals.merged"
    process: str
    into: int
    others: tuple[int, ...]
