"""What the templates of `/datasets/<key>/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civora.catalog.types import AttachmentCard
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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map without script, in a view box of 1440 by 720: outline of the city, lines, dots, rows."""

    edge: str
    lines: str
    dots: str
    points: str
    shapes: str
    alt: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row in the list beside the map."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MapPage:
    frame: Frame
    count_text: str
    chosen: tuple[Chosen, ...]
    clear_url: str
    drawing: Drawing
    items: tuple[ListItem, ...]
    all_text: str
    table_url: str
    data_url: str
    source: Provenance
    empty: Empty | None = None
    save_url: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class ChartPage:
    """`wide` and `narrow` are the drawing as SVG for two widths; the page shows the one that fits."""

    frame: Frame
    chosen: tuple[Chosen, ...]
    clear_url: str
    shows: tuple[Option, ...]
    alongs: tuple[Option, ...]
    splits: tuple[Option, ...]
    forms: tuple[Option, ...]
    proposals: tuple[tuple[str, str], ...]
    kept_params: tuple[tuple[str, str], ...]
    title: str
    summary: str
    wide: str
    narrow: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str
    data_url: str
    svg_url: str
    png_url: str
    seconds: tuple[Option, ...] = ()
    scales: tuple[Option, ...] = ()
    smooth: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    alt: str = ""
    warning: str = ""
    save_url: str = ""
    source: Provenance | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Download:
    label: str
    note: str
    size: str
    url: str
    is_fitting: bool = True


@dataclass(frozen=True, slots=True)
class ExportPage:
    frame: Frame
    count_text: str
    chosen: tuple[Chosen, ...]
    clear_url: str
    downloads: tuple[Download, ...]
    source: Provenance
    attachments: tuple[AttachmentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    key: str
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    frame: Frame
    chosen: tuple[Chosen, ...]
    clear_url: str
    url: str
    snippets: tuple[Snippet, ...]
    embeds: tuple[Snippet, ...]
    columns: tuple[Column, ...]
    standards: tuple[tuple[str, str, str], ...]
    source: Provenance


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    when: str
    iso: str
    title: str
    note: str
    url: str
    compare_url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DiffCell:
    text: str
    was: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class DiffLine:
    sign: str
    style: str
    cells: tuple[DiffCell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    old: int
    new: int
    added: str
    removed: str
    changed: str
    same: str
    headings: tuple[str, ...]
    lines: tuple[DiffLine, ...]
    columns: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    frame: Frame
    versions: tuple[VersionLine, ...]
    options: tuple[int, ...]
    comparison: Comparison | None
    comparison_note: str
    citation: str
    feed_url: str
    source: Provenance
