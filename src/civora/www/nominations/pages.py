"""What the templates under `nominations/` show."""

from __future__ import annotations

from dataclasses import dataclass

from civora.community.types import NominationCard, NominationCounts
from civora.www.parts import Alert, Choice, Crumb, Empty


@dataclass(frozen=True, slots=True)
class Line:
    card: NominationCard
    url: str
    state: str
    tone: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    q: str
    state: str
    sort: str
    lines: tuple[Line, ...]
    states: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    counts: NominationCounts
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class NominationPage:
    crumbs: tuple[Crumb, ...]
    line: Line
    dataset_url: str
    flag_url: str
    hidden_url: str
    may_answer: bool
    error: Alert | None


@dataclass(frozen=True, slots=True)
class WritePage:
    crumbs: tuple[Crumb, ...]
    similar: tuple[Line, ...]
    error: Alert | None
    button: str
