"""Our cards and rows in the JSON of `/api/v1/`. Pure; the classes are also what its OpenAPI document says."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from civora.catalog.types import AttachmentCard, DatasetCard, VersionCard
from civora.core.policy.types import Reader
from civora.core.schema import Field, FieldType
from civora.reading.types import CatalogPage, ColumnOut, Difference, Facet, FacetValue, Rows


class Problem(BaseModel):
    """RFC 9457. `detail` says what to do next; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    hint: str = ""


class ColumnOf(BaseModel):
    name: str
    label: str
    type: str
    unit: str
    description: str
    facet: bool
    key: bool


class Dataset(BaseModel):
    key: str
    title: str
    description: str
    language: str
    publisher: str
    licence: str
    themes: list[str]
    keywords: list[str]
    version: int
    rows: int
    modified_at: datetime
    bbox: tuple[float, float, float, float] | None
    formats: list[str]
    example: bool
    fields: list[ColumnOf]


class Datasets(BaseModel):
    """`similar` says what was looked for where nothing matched as written."""

    total: int
    similar: str
    datasets: list[Dataset]
    facets: list[FacetOf]


class VersionOf(BaseModel):
    version: int
    at: datetime
    rows: int
    rows_set_aside: int
    note: str
    checksum: str


class Versions(BaseModel):
    dataset: str
    versions: list[VersionOf]


class Head(BaseModel):
    name: str
    type: str | None


class RowsOf(BaseModel):
    """Rows as lists, in the order of `columns`. `next` goes on after the last one; empty at the end."""

    dataset: str
    version: int
    total: int | None
    columns: list[Head]
    rows: list[list[Any]]
    next: str


class ValueOf(BaseModel):
    value: str
    label: str
    count: int
    state: str
    children: list[ValueOf]


class FacetOf(BaseModel):
    name: str
    label: str
    values: list[ValueOf]


class Facets(BaseModel):
    dataset: str
    facets: list[FacetOf]


class Change(BaseModel):
    """`sign`: + added, - removed, ~ changed; then `new` holds the new values, where `values` has the old ones."""

    sign: str
    values: list[Any]
    new: list[Any] | None


class Differences(BaseModel):
    """`by_key`: rows were matched by their key columns, so that changed ones are known."""

    dataset: str
    old: int
    new: int
    added: int
    removed: int
    changed: int
    same: int
    by_key: bool
    columns: list[Head]
    columns_added: list[str]
    columns_removed: list[str]
    rows: list[Change]


class Published(BaseModel):
    dataset: str
    version: int
    rows: int
    rows_set_aside: int
    reasons: list[str]


class RolledBack(BaseModel):
    dataset: str
    version: int


class Me(BaseModel):
    """Who the portal thinks you are."""

    signed_in: bool
    administrator: bool
    organisations: list[str]
    groups: list[str]
    publishes_for: list[str]


def me(reader: Reader) -> Me:
    publishes = sorted(key for key, role in reader.roles if role != "viewer")
    return Me(
        signed_in=reader.is_signed_in, administrator=reader.is_administrator, organisations=sorted(reader.organisations),
        groups=sorted(reader.groups), publishes_for=publishes,
    )  # fmt: skip


def column(one: Field) -> ColumnOf:
    return ColumnOf(
        name=one.name, label=one.label, type=one.type.value, unit=one.unit, description=one.description, facet=one.is_facet,
        key=one.is_key,
    )  # fmt: skip


def dataset(card: DatasetCard) -> Dataset:
    return Dataset(
        key=card.key, title=card.title, description=card.description, language=card.title_lang, publisher=card.publisher.key,
        licence=card.licence.key, themes=[theme.key for theme in card.themes], keywords=list(card.keywords),
        version=card.version, rows=card.rows, modified_at=card.modified_at, bbox=card.bbox, formats=list(card.formats),
        example=card.is_example, fields=[column(one) for one in card.schema.fields],
    )  # fmt: skip


def datasets(page: CatalogPage) -> Datasets:
    return Datasets(
        total=page.total, similar=page.similar, datasets=[dataset(card) for card in page.cards],
        facets=[facet(one) for one in page.facets],
    )  # fmt: skip


def version(card: VersionCard) -> VersionOf:
    return VersionOf(
        version=card.number, at=card.at, rows=card.rows, rows_set_aside=card.set_aside, note=card.note, checksum=card.checksum
    )  # fmt: skip


def facet(one: Facet) -> FacetOf:
    return FacetOf(name=one.name, label=one.label, values=[facet_value(value) for value in one.values])


def facet_value(one: FacetValue) -> ValueOf:
    children = [facet_value(child) for child in one.children]
    return ValueOf(value=one.value, label=one.label, count=one.count, state=one.state, children=children)


def head(one: ColumnOut) -> Head:
    return Head(name=one.name, type=one.type.value if one.type else None)


def value(found: Any, kind: FieldType | None, zone: ZoneInfo) -> Any:
    """One value as JSON can say it; numbers that it cannot say are null."""
    if isinstance(found, datetime):
        return found.astimezone(zone).isoformat()
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return json.loads(found) if isinstance(found, str) and kind is FieldType.GEO_SHAPE else found


def cells(row: tuple[Any, ...], columns: tuple[ColumnOut, ...], zone: ZoneInfo) -> list[Any]:
    return [value(cell, one.type, zone) for cell, one in zip(row, columns, strict=True)]


def rows(found: Rows, zone: ZoneInfo) -> RowsOf:
    return RowsOf(
        dataset=found.card.key, version=found.card.version, total=found.total, columns=[head(one) for one in found.columns],
        rows=[cells(row, found.columns, zone) for row in found.rows], next=found.next_cursor,
    )  # fmt: skip


def difference(key: str, found: Difference, zone: ZoneInfo) -> Differences:
    changes = [
        Change(sign=sign, values=cells(old, found.columns, zone), new=cells(new, found.columns, zone) if new else None)
        for sign, old, new in found.rows
    ]
    return Differences(
        dataset=key, old=found.old, new=found.new, added=found.added, removed=found.removed, changed=found.changed,
        same=found.same, by_key=found.is_keyed, columns=[head(one) for one in found.columns],
        columns_added=list(found.columns_added), columns_removed=list(found.columns_removed), rows=changes,
    )  # fmt: skip


for model in (Datasets, ValueOf, FacetOf, Facets):
    model.model_rebuild()


class Attachment(BaseModel):
    """A file beside the rows; `url` gives its bytes."""

    name: str
    title: str
    media_type: str
    bytes: int
    url: str


class Attachments(BaseModel):
    dataset: str
    attachments: list[Attachment]


class Detached(BaseModel):
    dataset: str
    removed: str


def attachment(card: DatasetCard, one: AttachmentCard) -> Attachment:
    url = f"/api/explore/v2.1/catalog/datasets/{card.key}/attachments/{one.key}"
    return Attachment(name=one.key, title=one.title, media_type=one.media_type, bytes=one.bytes, url=url)
