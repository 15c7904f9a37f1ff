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
class BoxSet:
    """A vote was made or changed, with its rule."""

    name: ClassVar[str] = "assembly.box.set"
    process: str
    box: str
    rule: str


@dataclass(frozen=True, slots=True)
class RuleFixed:
    """Before it opened a vote got its rule with reasons; `compared` is the election that the rules were tried on."""

    name: ClassVar[str] = "assembly.rule.fixed"
    process: str
    box: str
    rule: str
    compared: str


@dataclass(frozen=True, slots=True)
class RegisterLoaded:
    name: ClassVar[str] = "assembly.register.loaded"
    process: str
    voters: int


@dataclass(frozen=True, slots=True)
class CodesMade:
    """Codes for letters were made; who got which is not kept."""

    name: ClassVar[str] = "assembly.codes.made"
    process: str
    codes: int


@dataclass(frozen=True, slots=True)
class BallotsCast:
    """How many ballots came in one hour: the only record of single acts of voting."""

    name: ClassVar[str] = "assembly.ballots.cast"
    process: str
    box: str
    hour: str
    cast: int


@dataclass(frozen=True, slots=True)
class PaperMarked:
    """An officer marked one person of the register as voting on paper. Whom, is in the turnout alone."""

    name: ClassVar[str] = "assembly.paper.marked"
    process: str
    box: str


@dataclass(frozen=True, slots=True)
class PaperEntered:
    name: ClassVar[str] = "assembly.paper.entered"
    process: str
    box: str
    batch: int
    pass_number: int


@dataclass(frozen=True, slots=True)
class PaperMerged:
    name: ClassVar[str] = "assembly.paper.merged"
    process: str
    box: str
    batch: int
    sheets: int


@dataclass(frozen=True, slots=True)
class BallotsImported:
    """Ballots of another system were put into a closed box."""

    name: ClassVar[str] = "assembly.ballots.imported"
    process: str
    box: str
    ballots: int


@dataclass(frozen=True, slots=True)
class BoxCounted:
    name: ClassVar[str] = "assembly.box.counted"
    process: str
    box: str
    rule: str
    ballots: int


@dataclass(frozen=True, slots=True)
class ResultDecided:
    """What was decided after the screens had been read."""

    name: ClassVar[str] = "assembly.result.decided"
    process: str
    box: str
    decision: str


@dataclass(frozen=True, slots=True)
class ResultPublished:
    name: ClassVar[str] = "assembly.result.published"
    process: str
    box: str


@dataclass(frozen=True, slots=True)
class TurnoutForgotten:
    name: ClassVar[str] = "assembly.turnout.forgotten"
    process: str
    voters: int


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


@dataclass(frozen=True, slots=True)
class StatementSent:
    name: ClassVar[str] = "assembly.statement.sent"
    process: str
    statement: int


@dataclass(frozen=True, slots=True)
class StatementDecided:
    name: ClassVar[str] = "assembly.statement.decided"
    process: str
    statement: int
    outcome: str


@dataclass(frozen=True, slots=True)
class DebateBegun:
    name: ClassVar[str] = "assembly.debate.begun"
    process: str
    debate: int


@dataclass(frozen=True, slots=True)
class SurveySet:
    name: ClassVar[str] = "assembly.survey.set"
    process: str
    survey: str


@dataclass(frozen=True, slots=True)
class MeetingSet:
    name: ClassVar[str] = "assembly.meeting.set"
    process: str
    meeting: int


@dataclass(frozen=True, slots=True)
class MinutesWritten:
    name: ClassVar[str] = "assembly.minutes.written"
    process: str
    meeting: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    name: ClassVar[str] = "assembly.meeting.cancelled"
    process: str
    meeting: int


@dataclass(frozen=True, slots=True)
class DatasetProjected:
    """What was done here stands as a new version of this dataset."""

    name: ClassVar[str] = "assembly.dataset.projected"
    dataset: str
    version: int


@dataclass(frozen=True, slots=True)
class VotesBrought:
    """Votes on statements that were cast elsewhere: how many people, how many votes."""

    name: ClassVar[str] = "assembly.votes.brought"
    process: str
    people: int
    votes: int
