"""What crosses the lake's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from civora.core.schema import FieldType


@dataclass(frozen=True, slots=True)
class LakeConfig:
    """Where the lake is and how much it may use.

    `catalog`: a SQLite file's path or a `postgres:` connection string; `data`: a folder or `s3://` prefix; `cache`,
    `spool`: local folders for native copies and for exports under way. Memory and disk in MB, time in seconds.
    """

    catalog: str
    data: str
    cache: Path
    spool: Path
    deliveries: Path
    memory_mb: int = 1024
    threads: int = 0  # 0: all cores
    hot_disk_mb: int = 8192
    spill_mb: int = 8192
    concurrent: int = 8
    zone: str = "UTC"  # of the city


@dataclass(frozen=True, slots=True)
class TableRef:
    """One table at one snapshot: immutable, so everything computed from it may be cached under this name.

    `snapshot` None means a table that exists only in the engine (the catalogue's index), versioned by its name.
    """

    name: str
    snapshot: int | None
    by_place: str = ""  # a column of points: the rows in the order of the map (`lake.by_place`)…
    columns: tuple[str, ...] = ()  # …with these of its columns


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `?` for every value and `{0}`, `{1}`… for its tables. Made by `lake.compile` only, never from text.

    `columns` are the headings and types of the answer, in order; type None stands for a value without a field type.
    `is_by_place`: rowid must be the place of a row in its table, from 0 on, wherever the table is read.
    """

    sql: str
    params: tuple[Any, ...]
    tables: tuple[TableRef, ...]
    columns: tuple[tuple[str, FieldType | None], ...] = ()
    is_by_place: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one question: seconds before it is stopped, rows before it is refused."""

    seconds: float = 10.0
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit of the lake."""

    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of an answer, as Python values: datetimes are aware UTC, points are {"lon", "lat"} dicts, shapes are
    GeoJSON geometry text."""

    columns: tuple[tuple[str, FieldType | None], ...]
    rows: list[tuple[Any, ...]]
