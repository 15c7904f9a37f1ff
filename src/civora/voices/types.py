"""What crosses the door of voices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Stance(StrEnum):
    """How a comment stands to its subject."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class CommentState(StrEnum):
    """`held`: waits for a moderator and is seen by its author only; `removed`: taken back by its author."""

    VISIBLE = "visible"
    HELD = "held"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why somebody asks for a thing to be taken down; also the rule that a decision rests on."""

    ILLEGAL = "illegal"
    HATE = "hate"
    THREAT = "threat"
    INSULT = "insult"
    PERSONAL_DATA = "personal-data"
    COPYRIGHT = "copyright"
    CHILD_ABUSE = "child-abuse"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"


class Ground(StrEnum):
    """What a decision rests on (DSA Article 17(3)(d), (e))."""

    LAW = "law"
    RULES = "rules"


class FlagState(StrEnum):
    OPEN = "open"
    FOLLOWED = "followed"
    REJECTED = "rejected"


class AppealState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REVERSED = "reversed"


class Cadence(StrEnum):
    """How often a follower wants to hear."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class CommentCard:
    """`text` is empty where it is not for this reader: `state` says why. `depth` is 0 for an answer to the subject itself."""

    key: str
    subject: str
    name: str
    text: str
    stance: str
    lang: str
    at: datetime
    edited_at: datetime | None
    state: CommentState
    depth: int
    is_mine: bool = False
    decision: str = ""
    replies: tuple[CommentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on a subject, nested; counts are of visible comments that answer the subject itself."""

    subject: str
    comments: tuple[CommentCard, ...]
    count: int
    stances: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagCard:
    """A notice under DSA Article 16. `name` and `email` are for moderators only."""

    key: str
    target: str
    reason: Reason
    explanation: str
    url: str
    at: datetime
    state: FlagState
    name: str = ""
    email: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A statement of reasons (DSA Article 17). `is_in_force`: the target is hidden by it now."""

    key: str
    target: str
    is_hiding: bool
    reason: Reason
    ground: Ground
    explanation: str
    is_on_notice: bool
    is_automatic: bool
    at: datetime
    is_in_force: bool
    appealable_until: datetime
    appeal: AppealCard | None = None


@dataclass(frozen=True, slots=True)
class AppealCard:
    key: str
    decision: str
    text: str
    at: datetime
    state: AppealState
    reasons: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture as it is kept: made anew from what was sent, without anything that was hidden in it."""

    key: str
    subject: str
    alt: str
    width: int
    height: int
    bytes: int
    at: datetime
    is_redacted: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in shares of its width and height from 0 to 1."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FollowCard:
    subject: str
    follower: str
    cadence: Cadence
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One turn of something that is followed, told to one follower. `facts` are keys and short texts for the letter."""

    id: int
    follower: str
    subject: str
    turn: str
    facts: dict[str, Any]
    at: datetime
    cadence: Cadence
    seen_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Transparency:
    """Counts of a period for the public report (DSA Articles 15 and 24). `hours` is the median from notice to decision."""

    notices: int
    notices_by_reason: tuple[tuple[str, int], ...]
    notices_open: int
    notices_followed: int
    notices_rejected: int
    hidden: int
    hidden_by_reason: tuple[tuple[str, int], ...]
    hidden_by_law: int
    hidden_by_rules: int
    hidden_automatically: int
    hidden_without_notice: int
    restored: int
    appeals: int
    appeals_upheld: int
    appeals_reversed: int
    appeals_open: int
    hours: float | None


class Verdict(StrEnum):
    """What became of a contribution."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Review(StrEnum):
    """How a contribution to a campaign becomes public: at once, by staff, or when several observers agree."""

    AT_ONCE = "at-once"
    STAFF = "staff"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """`row` is what was seen, `changes` what it should say (empty: only that it is wrong). `by` is for staff."""

    key: str
    dataset: str
    version: int
    record_id: str
    row: dict[str, Any]
    changes: dict[str, Any]
    text: str
    at: datetime
    state: Verdict
    answer: str
    decided_at: datetime | None
    result: int | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a campaign. `kind`: text, number, choice, choices, date, yes-no. `only_if` names another question and
    the answers under which this one is asked. `is_repeated`: asked again for each thing of the same visit."""

    name: str
    label: dict[str, str]
    kind: str = "text"
    options: tuple[tuple[str, dict[str, str]], ...] = ()
    hint: dict[str, str] = field(default_factory=dict)
    is_required: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""
    only_if: tuple[str, tuple[str, ...]] = ("", ())
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """`asks_place` and `asks_picture` stand in the form as questions of these kinds. `accepted` and `waiting` count."""

    key: str
    dataset: str
    owner: str
    title: dict[str, str]
    text: dict[str, str]
    questions: tuple[Question, ...]
    asks_place: bool
    asks_picture: bool
    review: Review
    observers: int
    radius_m: int
    trusted_after: int
    opens_at: datetime
    closes_at: datetime | None
    is_example: bool
    accepted: int = 0
    waiting: int = 0

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


@dataclass(frozen=True, slots=True)
class SubmissionCard:
    key: str
    campaign: str
    answers: tuple[dict[str, Any], ...]
    lon: float | None
    lat: float | None
    picture: str
    observed_at: datetime
    at: datetime
    state: Verdict
    how: str
    answer: str
    observers: int
    by: str = ""
