"""What crosses the door of intake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from civora.catalog.types import Box
from civora.core.schema import Field, FieldType, Schema

Progress = Callable[[str, int, int], None]


def silent(_step: str, _number: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row that did not fit: its number in the file (the first row of data is 1), where and why, and its words."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A delivery as text columns, before typing: a temporary table of the writer's connection.

    `labels` are the headings as delivered, `names` the columns of `table` in the same order. `geometry` names columns
    that hold GeoJSON. `note` says in words how the file was read. `refused` counts the lines that the format could not
    read, of which `set_aside` holds the first. `decimal` is the sign that the file's kind writes before fractions.
    """

    table: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: int
    note: str
    geometry: frozenset[str] = frozenset()
    set_aside: tuple[SetAside, ...] = ()
    refused: int = 0
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was recognised."""

    format: str
    media_type: str
    encoding: str = ""
    delimiter: str = ""


class Format(Protocol):
    """One file format: says whether a file is of it, and reads it into a temporary table of text columns."""

    name: str
    endings: tuple[str, ...]
    media_type: str

    def fits(self, head: bytes, name: str) -> bool: ...

    def read(self, path: Path, con: Any, spool: Path) -> Raw: ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it will be stored: the field, the SQL that makes it from the raw text, why this type, and the
    spelling of its texts."""

    field: Field
    sql: str
    why: str
    sources: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class FieldOverride:
    """What a publisher decides about a column of the file; None leaves the proposal."""

    name: str | None = None
    type: FieldType | None = None
    label: str | None = None
    unit: str | None = None
    description: str | None = None
    is_facet: bool | None = None
    is_key: bool | None = None
    is_disjunctive: bool | None = None
    separator: str | None = None
    hierarchy: str | None = None
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column in the preview. `filled` is a share from 0 to 1; `bars` are heights from 0 to 1."""

    name: str
    label: str
    type: FieldType
    why: str
    unit: str
    filled: float
    distinct: int
    lowest: str
    highest: str
    top: tuple[tuple[str, int], ...]
    bars: tuple[float, ...]
    is_facet: bool
    personal: int = 0


@dataclass(frozen=True, slots=True)
class FarPlace:
    """A place far from the others: it is published all the same, and said. `row` counts the rows that fit, from 1; headings are no row."""

    row: int
    lon: float
    lat: float
    km: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file is, before anything is published. `far`: places more than `FAR_KM` beyond the middle nine tenths."""

    format: str
    note: str
    bytes: int
    rows: int
    columns: tuple[ColumnProfile, ...]
    sample: tuple[tuple[Any, ...], ...]
    set_aside: tuple[SetAside, ...]
    rows_set_aside: int
    bbox: Box | None
    place_from: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    schema: Schema
    seconds: float
    far: tuple[FarPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to. `is_unchanged`: the same bytes were the current version already."""

    dataset: str
    version: int
    rows: int
    rows_set_aside: int
    reasons: tuple[str, ...]
    is_unchanged: bool = False
    set_aside: tuple[SetAside, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A delivery that was not published yet. `dataset` is set where it is to be a new version of one."""

    uid: str
    file_name: str
    at: datetime
    bytes: int
    title: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """Bytes as they were delivered. `path` lies below HOME/deliveries."""

    uid: str
    file_name: str
    bytes: int
    checksum: str
    path: Path
    source: str
