"""What the templates under `neighbourhoods/` show."""

from __future__ import annotations

from dataclasses import dataclass

from civora.community.types import ConversationCard, ListingCard, NeighbourhoodCard
from civora.www.parts import Alert, Choice, Crumb, Empty


@dataclass(frozen=True, slots=True)
class Group:
    card: NeighbourhoodCard
    url: str
    welcome: str


@dataclass(frozen=True, slots=True)
class Line:
    """`state` says why not everyone sees it; empty where everyone does."""

    card: ListingCard
    url: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class ListPage:
    mine: tuple[Group, ...]
    others: tuple[Group, ...]
    held: tuple[Line, ...]
    is_signed_in: bool
    unread: int
    may_set: bool
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    crumbs: tuple[Crumb, ...]
    group: Group
    q: str
    kind: str
    kinds: tuple[Choice, ...]
    lines: tuple[Line, ...]
    posts: tuple[tuple[str, str], ...]  # (words, address)
    is_signed_in: bool
    unread: int
    may_set: bool
    empty: Empty | None
    error: Alert | None


@dataclass(frozen=True, slots=True)
class Talk:
    card: ConversationCard
    url: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    crumbs: tuple[Crumb, ...]
    line: Line
    group: Group
    talks: tuple[Talk, ...]
    flag_url: str
    hidden_url: str
    may_write: bool
    may_renew: bool
    may_release: bool
    is_signed_in: bool
    error: Alert | None


@dataclass(frozen=True, slots=True)
class MessagesPage:
    crumbs: tuple[Crumb, ...]
    talks: tuple[Talk, ...]
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class TalkPage:
    """`flags` are the addresses for giving notice, by the key of a message."""

    crumbs: tuple[Crumb, ...]
    talk: ConversationCard
    line: Line
    said: tuple[tuple[object, str], ...]  # (message, address for giving notice; empty for one's own)
    error: Alert | None
