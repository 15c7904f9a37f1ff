"""What the templates of `/desk/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from civora.catalog.types import DatasetCard, LicenceCard, ThemeCard, VersionCard
from civora.intake.types import ColumnProfile, DraftCard, SetAside
from civora.www.parts import Alert, Crumb, Pager


@dataclass(frozen=True, slots=True)
class DatasetLine:
    key: str
    title: str
    rows: int
    version: int
    updated: datetime
    set_aside: int
    access: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    crumbs: tuple[Crumb, ...]
    datasets: tuple[DatasetLine, ...]
    publishes: bool = True
    drafts: tuple[DraftCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file, as proposed or as mended so far."""

    profile: ColumnProfile
    source: str
    name: str
    types: tuple[tuple[str, str, bool], ...]
    remark: str
    tone: str
    is_key: bool
    is_left_out: bool
    bars: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LookPage:
    """A delivery before it is published."""

    crumbs: tuple[Crumb, ...]
    uid: str
    file_name: str
    summary: str
    alerts: tuple[Alert, ...]
    columns: tuple[ColumnLine, ...]
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    set_aside: tuple[SetAside, ...]
    rows_set_aside: int
    points: str
    card: DatasetCard | None
    licences: tuple[LicenceCard, ...]
    themes: tuple[ThemeCard, ...]
    publishers: tuple[tuple[str, str], ...]
    given: dict[str, str]
    personal: tuple[tuple[str, str, int, str], ...] = ()  # source, label, cells, decided
    is_repeated: bool = False
    error: Alert | None = None


@dataclass(frozen=True, slots=True)
class ProgressPage:
    crumbs: tuple[Crumb, ...]
    file_name: str
    step: str
    number: int
    of: int
    error: Alert | None
    uid: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A column of the current version: what is said of it in the page's language."""

    name: str
    kind: str
    label: str
    description: str
    unit: str
    is_facet: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ManagePage:
    """One dataset, for those who keep it."""

    crumbs: tuple[Crumb, ...]
    card: DatasetCard
    texts: dict[str, dict[str, str]]
    languages: tuple[tuple[str, str, str, str], ...]  # code, name, title, description
    versions: tuple[VersionCard, ...]
    licences: tuple[LicenceCard, ...]
    themes: tuple[tuple[str, str, bool], ...]
    policy: str
    columns: tuple[FieldLine, ...]
    access: str  # open, signed-in, own, or other
    hidden: frozenset[str]
    error: Alert | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    email: str
    name: str
    roles: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    key: str
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    crumbs: tuple[Crumb, ...]
    people: tuple[PersonLine, ...]
    total: int
    q: str
    pager: Pager
    roles: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]
    groups: tuple[GroupLine, ...]
    error: Alert | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`roles`: organisation's key and name, role and its word; `groups`: key, name, whether she is in it."""

    crumbs: tuple[Crumb, ...]
    email: str
    name: str
    is_administrator: bool
    roles: tuple[tuple[str, str, str, str], ...]
    groups: tuple[tuple[str, str, bool], ...]
    choices: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]
    own: str
    link: str = ""
    error: Alert | None = None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """`letters` as the mail connection gives them: to, subject, text, at. `is_kept` is false where a server sends them."""

    crumbs: tuple[Crumb, ...]
    letters: tuple[Any, ...]
    is_kept: bool
