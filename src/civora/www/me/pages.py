"""What the templates of `/me/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a person did, and what became of it. `kind`: report, proposal, backing, comment, vote."""

    kind: str
    title: str
    lang: str
    url: str
    at: datetime
    what: str
    status: str
    tone: str
    became: str = ""
    project: Outcome | None = None
    projects: tuple[Outcome, ...] = ()  # of a vote


@dataclass(frozen=True, slots=True)
class Outcome:
    """The project that came out of it: what it cost and changed."""

    title: str
    url: str
    time: str
    cost: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    text: str
    url: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Followed:
    subject: str
    title: str
    url: str
    cadence: str


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class MePage:
    name: str
    answered: int
    under_way: int
    things: tuple[Thing, ...]
    filters: tuple[Filter, ...]
    news: tuple[News, ...]
    follows: tuple[Followed, ...]
    cadences: tuple[tuple[str, str, bool], ...]
    feed_url: str  # only in the answer to the form that made it
    has_feed: bool


@dataclass(frozen=True, slots=True)
class DeletePage:
    email: str
    stays: tuple[str, ...]
    goes: tuple[str, ...]
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class FeedPage:
    """An Atom feed; times in UTC."""

    title: str
    url: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    id: str
    title: str
    url: str
    at: datetime
