"""What the templates of `/datasets/<key>/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civora.www.parts import Chosen, Crumb, Empty, FacetGroup, Pager, Provenance


@dataclass(frozen=True, slots=True)
class Fact:
    """One line beside the title. `more` is a second link, in code letters."""

    label: str
    text: str
    url: str = ""
    rel: str = ""
    note: str = ""
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class OldVersion:
    number: int
    url: str  # of the newest


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every view of one dataset. The languages are set where a text is not in the page's own."""

    key: str
    title: str
    summary: str
    crumbs: tuple[Crumb, ...]
    facts: tuple[Fact, ...]
    tabs: tuple[Tab, ...]
    tab_label: str = ""
    title_lang: str = ""
    summary_lang: str = ""
    is_example: bool = False
    old_version: OldVersion | None = None
    structured: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`note` is the unit or the type in words; `sorted` is `ascending`, `descending` or empty."""

    name: str
    label: str
    note: str
    description: str
    is_number: bool
    sort_url: str
    sorted: str
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    style: str = ""
    url: str = ""
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class TablePage:
    frame: Frame
    count_text: str
    chosen: tuple[Chosen, ...]
    clear_url: str
    facets: tuple[FacetGroup, ...]
    columns: tuple[Column, ...]
    all_columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pager: Pager
    range_text: str
    source: Provenance
    download_url: str
    download_text: str
    q: str
    kept_params: tuple[tuple[str, str], ...]
    search_params: tuple[tuple[str, str], ...]
    empty: Empty | None = None
