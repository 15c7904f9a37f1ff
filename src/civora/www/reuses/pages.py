"""What the templates under `reuses/` show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.www.parts import Crumb, Empty, FacetGroup, Pager


@dataclass(frozen=True, slots=True)
class Card:
    """A reuse in a list. `picture` is (address, words, width, height), or nothing."""

    title: str
    text: str
    lang: str
    url: str
    kind: str
    by: str
    at: datetime
    picture: tuple[str, str, int, int] | None
    datasets: tuple[tuple[str, str], ...]  # (title, address)
    is_highlighted: bool
    is_example: bool
    state: str = ""  # why only its author sees it


@dataclass(frozen=True, slots=True)
class GalleryPage:
    q: str
    kept: tuple[tuple[str, str], ...]  # what the search form keeps
    heading: str
    total: int
    cards: tuple[Card, ...]
    groups: tuple[FacetGroup, ...]
    pager: Pager
    empty: Empty | None
    new_url: str
    held: tuple[Card, ...]  # what waits for this moderator


@dataclass(frozen=True, slots=True)
class ReusePage:
    """`hidden` is the moderator's decision, for its author. Staff may `highlight` it, moderators `release` it."""

    crumbs: tuple[Crumb, ...]
    card: Card
    text: str
    address: str
    host: str
    themes: tuple[tuple[str, str], ...]
    is_mine: bool
    hidden_url: str
    flag_url: str
    edit_url: str
    withdraw_url: str
    decide_url: str
    may_highlight: bool
    may_release: bool
