"""What there is. Who may see it is not asked here: surfaces go through `reading`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count
from django.db.models.functions import Cast

from civora.catalog.errors import UnknownDataset, UnknownVersion
from civora.catalog.models import Attachment, Dataset, OldKey, Revision, Version
from civora.catalog.rules import schemas
from civora.catalog.rules.licences import BY_KEY, LICENCES
from civora.catalog.rules.themes import LABELS, theme
from civora.catalog.types import (
    AttachmentCard,
    DatasetCard,
    LicenceCard,
    PublisherCard,
    Texts,
    ThemeCard,
    VersionCard,
)
from civora.core.schema import GEOGRAPHIC, Schema
from civora.people.models import Organisation


def revision() -> int:
    """Grows with every change of the catalogue. One tiny query."""
    return Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def dataset(key: str, version: int | None = None, lang: str = "en") -> DatasetCard:
    """The card of one dataset, at its current version or an older one. Raises UnknownDataset, UnknownVersion."""
    row = _live().filter(key=key).first()
    if row is None or (version is None and row.current is None):
        raise UnknownDataset(key)
    shown = row.current if version is None else _version(row, version)
    return card(row, shown, lang, _publishers({row.publisher}))


def cards(lang: str = "en", keys: Collection[str] | None = None) -> Iterable[DatasetCard]:
    """All cards, or those of these keys, in a handful of queries whatever their number."""
    publishers = _publishers()
    rows = _live().exclude(current=None).order_by("key")
    for row in rows if keys is None else rows.filter(key__in=keys):
        yield card(row, row.current, lang, publishers)


def marks() -> dict[str, tuple[Any, ...]]:
    """What each card hangs on, by key: where a mark is the same, the card is. Two light queries for the whole catalogue."""
    names = dict(Organisation.objects.values_list("key", "name"))
    rows = Dataset.objects.filter(withdrawn_at=None).exclude(current=None).order_by()
    moment = Cast("metadata_modified_at", CharField())  # as text: thousands of instants are slow to read
    found = rows.values_list("key", "uid", "current_id", moment, "publisher", "licence")
    return {key: (uid, *rest, names.get(rest[2], "")) for key, uid, *rest in found}


def _live() -> Any:
    rows = Dataset.objects.filter(withdrawn_at=None).select_related("current").annotate(count=Count("versions"))
    return rows.prefetch_related("texts", "attachments")


def _version(row: Dataset, number: int) -> Version:
    found = row.versions.filter(number=number).first()
    if found is None:
        raise UnknownVersion(f"{row.key} has no version @{number}.", next_step="Its history lists those there are.")
    return found


def _publishers(keys: set[str] | None = None) -> dict[str, PublisherCard]:
    rows = Organisation.objects.all() if keys is None else Organisation.objects.filter(key__in=keys)
    return {row.key: PublisherCard(row.key, row.name, row.url) for row in rows}


def card(row: Any, version: Any, lang: str, publishers: dict[str, PublisherCard]) -> DatasetCard:
    asked = (lang, settings.LANGUAGE_CODE)
    title, title_lang = texts(row, "title").get(*asked)
    description, description_lang = texts(row, "description").get(*asked)
    coverage = version.coverage
    schema = schemas.dressed(schemas.from_json(version.schema), row.notes, (lang, settings.LANGUAGE_CODE, row.language))
    return DatasetCard(
        key=row.key,
        uid=row.uid,
        title=title or row.key,
        title_lang=title_lang,
        description=description,
        description_lang=description_lang,
        publisher=publishers.get(row.publisher, PublisherCard(row.publisher, row.publisher)),
        themes=tuple(theme(code, lang) for code in row.themes),
        keywords=tuple(row.keywords),
        licence=BY_KEY.get(row.licence, LicenceCard(row.licence, row.licence)),
        languages=tuple(sorted({text.language for text in row.texts.all() if text.text})) or (row.language,),
        created_at=row.created_at,
        modified_at=version.at,
        metadata_modified_at=row.metadata_modified_at,
        version=version.number,
        versions=row.count,
        rows=version.rows,
        bytes=int(coverage.get("bytes", 0)),
        schema=schema,
        features=tuple(coverage.get("features", ())),
        formats=formats(schema),
        bbox=tuple(coverage["bbox"]) if coverage.get("bbox") else None,
        temporal=temporal(coverage),
        frequency=row.frequency,
        source_name=row.source_name,
        source_url=row.source_url,
        attribution=row.attribution,
        timezone=row.timezone,
        territory=row.territory,
        is_example=row.is_example,
        attachments=tuple(
            AttachmentCard(a.key, a.title, a.media_type, a.size, a.checksum) for a in row.attachments.all()
        ),
        table=version.table,
        snapshot=version.snapshot,
        erased_at=version.erased_at,
        words=tuple((name, tuple(values)) for name, values in coverage.get("words", ())),
    )


def temporal(coverage: dict[str, Any]) -> tuple[datetime, datetime] | None:
    kept = coverage.get("temporal")
    return (datetime.fromisoformat(kept[0]), datetime.fromisoformat(kept[1])) if kept else None


def formats(schema: Schema) -> tuple[str, ...]:
    """The formats that this dataset can be had in: map formats only where there is a place."""
    common = ("csv", "json", "jsonl", "parquet", "xlsx")
    return (*common, "geojson", "shp", "kml", "gpx", "fgb") if schema.first(*GEOGRAPHIC) else common


def texts(row: Any, field: str) -> Texts:
    """Human words win over a machine's in the same language."""
    kept = sorted((text for text in row.texts.all() if text.field == field), key=lambda text: text.source == "human")
    return Texts(tuple({text.language: text.text for text in kept}.items()), row.language)


def versions(key: str) -> tuple[VersionCard, ...]:
    """All versions, newest first. Raises UnknownDataset."""
    row = Dataset.objects.filter(key=key, withdrawn_at=None).first()
    if row is None:
        raise UnknownDataset(key)
    return tuple(_version_card(version) for version in row.versions.order_by("-number"))


def _version_card(row: Version) -> VersionCard:
    return VersionCard(
        number=row.number, at=row.at, by=row.by, rows=row.rows, set_aside=row.set_aside, note=row.note, table=row.table,
        snapshot=row.snapshot, schema=schemas.from_json(row.schema), delivery=row.delivery, checksum=row.checksum,
        file_name=row.file_name, erased_at=row.erased_at,
    )  # fmt: skip


def new_key(old: str) -> str | None:
    """The key that a renamed dataset has now, or None."""
    return OldKey.objects.filter(key=old).values_list("dataset__key", flat=True).first()


def exists(key: str) -> bool:
    return Dataset.objects.filter(key=key, withdrawn_at=None).exists()


def number(key: str) -> int:
    """The number that names the dataset's table in the lake. Raises UnknownDataset."""
    found = Dataset.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownDataset(key)
    return found


def owner(key: str) -> str:
    """The publishing organisation's key, empty where there is none."""
    return Dataset.objects.filter(key=key).values_list("publisher", flat=True).first() or ""


def all_texts(key: str) -> dict[str, dict[str, str]]:
    """Title and description by language, for the form that changes them. Raises UnknownDataset."""
    row = Dataset.objects.filter(key=key).prefetch_related("texts").first()
    if row is None:
        raise UnknownDataset(key)
    return {field: dict(texts(row, field).by_language) for field in ("title", "description")}


def attachment_path(checksum: str) -> Path:
    """Where the bytes with this checksum lie. Equal files lie there once."""
    return Path(settings.CIVORA_DATASET_FILES) / checksum[:2] / checksum


def attachment_files() -> Iterable[tuple[str, str, Path]]:
    """(dataset, attachment, path) of every file beside the rows."""
    for row in Attachment.objects.select_related("dataset").order_by("dataset__key", "key"):
        yield row.dataset.key, row.key, attachment_path(row.checksum)


def licences() -> tuple[LicenceCard, ...]:
    return LICENCES


def themes(lang: str = "en") -> tuple[ThemeCard, ...]:
    return tuple(theme(code, lang) for code in LABELS)


def snapshots_in_use() -> frozenset[int]:
    """The snapshots of the lake that some version points at."""
    return frozenset(Version.objects.values_list("snapshot", flat=True))
