"""What happened to what people say. Facts are keys: no words of anybody stand in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CommentMade:
    name: ClassVar[str] = "voices.comment.made"
    comment: str
    subject: str


@dataclass(frozen=True, slots=True)
class CommentEdited:
    name: ClassVar[str] = "voices.comment.edited"
    comment: str


@dataclass(frozen=True, slots=True)
class CommentRemoved:
    name: ClassVar[str] = "voices.comment.removed"
    comment: str


@dataclass(frozen=True, slots=True)
class TargetFlagged:
    name: ClassVar[str] = "voices.target.flagged"
    target: str
    flag: str
    reason: str


@dataclass(frozen=True, slots=True)
class TargetHidden:
    name: ClassVar[str] = "voices.target.hidden"
    target: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class TargetKept:
    name: ClassVar[str] = "voices.target.kept"
    target: str
    decision: str


@dataclass(frozen=True, slots=True)
class TargetRestored:
    name: ClassVar[str] = "voices.target.restored"
    target: str
    decision: str


@dataclass(frozen=True, slots=True)
class DecisionAppealed:
    name: ClassVar[str] = "voices.decision.appealed"
    decision: str
    appeal: str


@dataclass(frozen=True, slots=True)
class AppealDecided:
    name: ClassVar[str] = "voices.appeal.decided"
    appeal: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PictureAttached:
    name: ClassVar[str] = "voices.picture.attached"
    picture: str
    subject: str


@dataclass(frozen=True, slots=True)
class PictureRedacted:
    name: ClassVar[str] = "voices.picture.redacted"
    picture: str
    boxes: int


@dataclass(frozen=True, slots=True)
class PictureRemoved:
    name: ClassVar[str] = "voices.picture.removed"
    picture: str


@dataclass(frozen=True, slots=True)
class SubjectFollowed:
    name: ClassVar[str] = "voices.subject.followed"
    subject: str


@dataclass(frozen=True, slots=True)
class SubjectUnfollowed:
    name: ClassVar[str] = "voices.subject.unfollowed"
    subject: str


@dataclass(frozen=True, slots=True)
class TurnAnnounced:
    name: ClassVar[str] = "voices.turn.announced"
    subject: str
    turn: str
    followers: int


@dataclass(frozen=True, slots=True)
class CorrectionProposed:
    name: ClassVar[str] = "voices.correction.proposed"
    correction: str
    dataset: str


@dataclass(frozen=True, slots=True)
class CorrectionDecided:
    name: ClassVar[str] = "voices.correction.decided"
    correction: str
    dataset: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CampaignSet:
    name: ClassVar[str] = "voices.campaign.set"
    campaign: str


@dataclass(frozen=True, slots=True)
class ContributionSent:
    name: ClassVar[str] = "voices.contribution.sent"
    campaign: str
    contribution: str


@dataclass(frozen=True, slots=True)
class ContributionDecided:
    name: ClassVar[str] = "voices.contribution.decided"
    contribution: str
    verdict: str
    how: str


@dataclass(frozen=True, slots=True)
class CadenceSet:
    """Somebody chose how often she hears of what she follows."""

    name: ClassVar[str] = "voices.cadence.set"
    cadence: str


@dataclass(frozen=True, slots=True)
class FeedMade:
    """Somebody has a feed of her own under a new secret address."""

    name: ClassVar[str] = "voices.feed.made"


@dataclass(frozen=True, slots=True)
class FeedEnded:
    name: ClassVar[str] = "voices.feed.ended"
