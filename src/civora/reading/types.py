"""What crosses the door of reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import Literal as OneOf

from civora.catalog.types import Box, DatasetCard
from civora.core.schema import Field, FieldType

State = OneOf["displayed", "refined", "excluded"]


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """One column of an answer. `field` is set where it is a field as it stands (label, unit, separator)."""

    name: str
    type: FieldType | None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: rows of Python values. Datetimes are aware UTC, points {"lon", "lat"} dicts, shapes GeoJSON text.

    `total` counts all rows (or groups) of the question, None where it was not asked for. `ids` are record ids in the
    order of the rows, where asked for. `next_cursor` continues after the last row; empty at the end.
    """

    columns: tuple[ColumnOut, ...]
    rows: list[tuple[Any, ...]]
    total: int | None
    etag: str
    card: DatasetCard
    ids: tuple[str, ...] = ()
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`value` is what refine takes (a path for hierarchies and dates), `label` what people read."""

    value: str
    label: str
    count: int
    state: State = "displayed"
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: chunks of bytes in constant memory. Closing `chunks` early stops the question."""

    chunks: Iterator[bytes]
    media_type: str
    file_name: str
    etag: str
    card: DatasetCard


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How an export is written; each format heeds what it knows."""

    use_labels: bool = False
    compressed: bool = False
    epsg: int = 4326
    delimiter: str = ";"
    list_separator: str = ","
    quote_all: bool = False
    with_bom: bool = True
    parquet_compression: str = "snappy"
    name_field: str = ""
    description_field_list: tuple[str, ...] = ()
    use_extension: bool = True


@dataclass(frozen=True, slots=True)
class FormatCard:
    """One export format: its key, media type and the words for it."""

    key: str
    media_type: str
    extension: str
    label: str
    needs_place: bool = False
    rows_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """One page of the catalogue: cards that the reader may see, best first, how many there are, and the facets."""

    cards: tuple[DatasetCard, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    similar: str = ""  # the words searched for, mended, where as written they find nothing


@dataclass(frozen=True, slots=True)
class Profile:
    """One column in numbers: for charts and headers."""

    name: str
    filled: int
    distinct: int
    lowest: Any
    highest: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to another. Rows are (sign, values): + added, - removed, ~ changed (values are pairs
    old → new where they differ). `is_keyed`: rows were matched by key columns."""

    old: int
    new: int
    added: int
    removed: int
    changed: int
    same: int
    columns: tuple[ColumnOut, ...]
    rows: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...] | None], ...]
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    is_keyed: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One vector tile. `is_immutable`: this address will always answer these bytes."""

    content: bytes
    etag: str
    is_immutable: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Hexagon:
    """Its ring of corners as (longitude, latitude), the rows inside, the mean (or common text) of each column asked for."""

    ring: tuple[tuple[float, float], ...]
    inside: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows lie; None without any."""

    bbox: Box | None


@dataclass(frozen=True, slots=True)
class Access:
    """How a dataset may be read, in words for its page: `audience` is open, signed-in, org:KEY…"""

    audience: str
    is_open: bool
    sees_rows: bool
    checked_at: datetime | None = None
