"""What the templates of `/voices/` and `/desk/voices/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.voices.types import AppealCard, CommentCard, DecisionCard, FlagCard, Transparency
from civora.www.parts import Alert, Crumb


@dataclass(frozen=True, slots=True)
class Target:
    """What was said or shown, in words, and where it stands."""

    key: str
    kind: str
    title: str
    text: str
    url: str
    picture: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class FlagPage:
    crumbs: tuple[Crumb, ...]
    target: Target
    reasons: tuple[tuple[str, str], ...]
    given: dict[str, str]
    error: Alert | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    crumbs: tuple[Crumb, ...]
    flag: FlagCard
    reason: str
    state: str
    tone: str
    decision_url: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    crumbs: tuple[Crumb, ...]
    decision: DecisionCard
    reason: str
    ground: str
    what: str
    can_appeal: bool
    outcome: str
    error: Alert | None


@dataclass(frozen=True, slots=True)
class ModerationPage:
    crumbs: tuple[Crumb, ...]
    since: datetime
    until: datetime
    counts: Transparency
    notices: tuple[tuple[str, int], ...]
    hidden: tuple[tuple[str, int], ...]
    rules: tuple[tuple[str, str], ...]
    hours: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A target with the notices about it."""

    target: Target
    flags: tuple[tuple[FlagCard, str], ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    crumbs: tuple[Crumb, ...]
    waiting: tuple[Waiting, ...]
    held: tuple[CommentCard, ...]
    appeals: tuple[tuple[AppealCard, DecisionCard, Target, str], ...]
    reasons: tuple[tuple[str, str], ...]
    error: Alert | None
