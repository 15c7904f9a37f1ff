"""What the templates of `/exhibits/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.www.parts import Crumb, Provenance


@dataclass(frozen=True, slots=True)
class Card:
    """One exhibit in the gallery; `picture_url` is its drawing, empty for a map, whose `drawing` is inline."""

    key: str
    url: str
    heading: str
    title: str
    kind: str
    picture_url: str
    alt: str
    is_example: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class GalleryPage:
    cards: tuple[Card, ...]
    kind: str
    total: int
    desk_url: str


@dataclass(frozen=True, slots=True)
class TwinLink:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list of versions."""

    number: int
    url: str
    at: datetime
    note: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """`note` is set where the figure cannot be shown; then nothing of it is told."""

    key: str
    version: int
    crumbs: tuple[Crumb, ...]
    heading: str
    title: str
    about: str
    alt: str
    status: str
    note: str
    is_example: bool
    is_map: bool
    is_embedded: bool
    wide: str = ""
    narrow: str = ""
    data_url: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more_rows: int = 0
    sources: tuple[Provenance, ...] = ()
    twins: tuple[TwinLink, ...] = ()
    embed: str = ""
    frame: str = ""
    citation: str = ""
    versions: tuple[Line, ...] = ()
    edit_url: str = ""
    newest_url: str = ""
    map: object = None
