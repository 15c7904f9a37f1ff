"""What the templates of `/desk/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.catalog.types import DatasetCard, LicenceCard, ThemeCard, VersionCard
from civora.intake.types import ColumnProfile, SetAside
from civora.www.parts import Alert, Crumb


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


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file, as proposed or as mended so far."""

    profile: ColumnProfile
    source: str
    types: tuple[tuple[str, str, bool], ...]
    remark: str
    tone: str
    is_key: bool
    is_left_out: bool


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
    columns: tuple[tuple[str, str, str, bool], ...]
    error: Alert | None = None
