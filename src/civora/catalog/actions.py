"""What is done to cards. A version is published by moving a pointer, after the lake has committed its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from civora.catalog import events
from civora.catalog.errors import AlreadyCurrent, KeyTaken, UnknownAttachment, UnknownDataset, UnknownVersion
from civora.catalog.models import Attachment, Dataset, OldKey, Revision, Text, Version
from civora.catalog.rules import metadata as said
from civora.catalog.rules import schemas
from civora.catalog.rules.licences import licence
from civora.catalog.rules.themes import theme
from civora.catalog.types import Coverage, ErasedVersion, FieldChange, Metadata, NewVersion
from civora.core.errors import Conflict
from civora.core.keys import KEY, dataset_key, key_from
from civora.ledger import actions as ledger
from civora.people import actions as people

PLAIN = ("frequency", "source_name", "source_url", "attribution", "territory", "timezone", "is_example", "language")


@transaction.atomic
def create_dataset(*, key: str, metadata: Metadata, by: str, at: datetime) -> int:
    """A new card without rows. Returns the number that names its table.

    Raises BadKey, KeyTaken, BadMetadata, UnknownLicence, UnknownTheme.
    """
    checked = dataset_key(key)
    check_is_free(checked, None)
    row = Dataset.objects.create(key=checked, created_at=at, metadata_modified_at=at)
    ledger.record(events.DatasetCreated(checked), by=by, at=at)
    change(row, metadata, by=by, at=at)
    return row.pk


@transaction.atomic
def set_metadata(*, key: str, metadata: Metadata, by: str, at: datetime) -> None:
    """Change what is said of a dataset. Raises UnknownDataset, BadMetadata, UnknownLicence, UnknownTheme."""
    change(locked(key), metadata, by=by, at=at)


def check_is_free(key: str, row: Dataset | None) -> None:
    """Keys are never given twice: addresses with the old one lead to its dataset. Raises KeyTaken."""
    taken = Dataset.objects.filter(key=key).first()
    if taken is not None and taken.withdrawn_at is not None:
        raise KeyTaken(f"A dataset {key} was withdrawn; its key stays taken.", next_step="Choose another key.")
    if taken is not None:
        raise KeyTaken(f"There is a dataset {key} already.", next_step="Choose another key, or replace its rows.")
    if OldKey.objects.filter(key=key).exclude(dataset=row).exists():
        raise KeyTaken(f"{key} was the key of another dataset and leads there.", next_step="Choose another key.")


def change(row: Dataset, metadata: Metadata, *, by: str, at: datetime) -> None:
    metadata = said.checked(metadata)
    given = {name: value for name, value in asdict(metadata).items() if value is not None}
    for name in PLAIN:
        setattr(row, name, given.get(name, getattr(row, name)))
    if metadata.licence is not None:
        row.licence = licence(metadata.licence).key
    if metadata.themes is not None:
        row.themes = [theme(code).key for code in metadata.themes]
    if metadata.keywords is not None:
        row.keywords = list(metadata.keywords)
    if metadata.publisher is not None:
        row.publisher = publisher(metadata.publisher.strip(), by=by, at=at)
    for field in ("title", "description"):
        write_texts(row, field, given.get(field) or {})
    row.metadata_modified_at = at
    row.save()
    turn_page()
    if given:
        ledger.record(events.MetadataChanged(row.key, tuple(sorted(given))), by=by, at=at)


def publisher(text: str, *, by: str, at: datetime) -> str:
    """The key of the organisation that is named by its key, or in words; made if new. Empty for none."""
    if not text:
        return ""
    key = text if KEY.fullmatch(text) and "@" not in text else key_from(text)
    people.add_organisation(key=key, name="" if key == text else text, by=by, at=at)
    return key


def write_texts(row: Dataset, field: str, by_language: dict[str, str]) -> None:
    for lang, text in by_language.items():
        Text.objects.update_or_create(
            dataset=row, field=field, language=lang, source="human", defaults={"text": text.strip()}
        )


@transaction.atomic
def set_fields(*, key: str, changes: dict[str, FieldChange], by: str, at: datetime) -> None:
    """Change labels, descriptions, units and facets of columns. Raises UnknownDataset, UnknownField, BadMetadata."""
    row = locked(key)
    if row.current is not None:
        schema = schemas.from_json(row.current.schema)
        for name in changes:
            schema.field(name)
    for name, one in changes.items():
        said.check_field(name, one)
        row.notes = schemas.noted(row.notes, name, one)
    row.metadata_modified_at = at
    row.save()
    turn_page()
    ledger.record(events.MetadataChanged(key, tuple(f"field.{name}" for name in changes)), by=by, at=at)


@transaction.atomic
def set_version(*, key: str, version: NewVersion, by: str, at: datetime) -> int:
    """Point the card at a new version. Returns its number. Raises UnknownDataset."""
    row = locked(key)
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    row.current = Version.objects.create(
        dataset=row, number=number, at=at, by=by, table=version.table, snapshot=version.snapshot, rows=version.rows,
        set_aside=version.set_aside, schema=schemas.as_json(version.schema), coverage=covered(version.coverage),
        delivery=version.delivery, checksum=version.checksum, file_name=version.file_name[:300], format=version.format,
        note=version.note[:500],
    )  # fmt: skip
    row.save()
    turn_page()
    ledger.record(events.VersionPublished(key, number, version.rows), by=by, at=at)
    return number


def covered(coverage: Coverage) -> dict[str, Any]:
    temporal = [moment.isoformat() for moment in coverage.temporal] if coverage.temporal else None
    return {
        "bbox": coverage.bbox,
        "temporal": temporal,
        "features": coverage.features,
        "bytes": coverage.bytes,
        "words": coverage.words,
    }


@transaction.atomic
def roll_back(*, key: str, to: int, by: str, at: datetime) -> int:
    """Make the rows of an older version current again, as a new version: history is never rewritten.

    Returns the new number. Raises UnknownDataset, UnknownVersion, AlreadyCurrent.
    """
    row = locked(key)
    old = row.versions.filter(number=to).first()
    if old is None:
        raise UnknownVersion(f"{key} has no version @{to}.", next_step="Its history lists those there are.")
    if row.current_id == old.pk:
        raise AlreadyCurrent(f"@{to} is the current version of {key}.", next_step="Choose an older one.")
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    old.pk, old._state.adding = None, True  # noqa: SLF001 (Django's documented way to copy a row)
    old.number, old.at, old.by, old.note = number, at, by, f"@{to}"
    old.save(force_insert=True)
    row.current = old
    row.save()
    turn_page()
    ledger.record(events.VersionRolledBack(key, number, to), by=by, at=at)
    return number


@transaction.atomic
def set_erased(*, key: str, versions: Mapping[int, ErasedVersion], by: str, at: datetime) -> None:
    """Point every version at the state that takes its place, and say which were changed. Raises UnknownDataset, Conflict."""
    row = locked(key)
    known = {one.number: one for one in row.versions.all()}
    if known.keys() != versions.keys():
        raise Conflict("A version was published meanwhile; nothing was erased.", next_step="Erase once more.")
    for number, new in versions.items():
        old = known[number]
        old.snapshot, old.rows, old.coverage = new.snapshot, new.rows, covered(new.coverage)
        if new.met:
            old.delivery, old.checksum, old.erased_at = "", "", at
        old.save()
    touch(row, at)
    ledger.record(
        events.VersionsErased(key, tuple(number for number, one in versions.items() if one.met)), by=by, at=at
    )


@transaction.atomic
def rename(*, key: str, new: str, by: str, at: datetime) -> None:
    """Give a dataset another key; the old one leads there. Raises UnknownDataset, BadKey, KeyTaken."""
    row, checked = locked(key), dataset_key(new)
    check_is_free(checked, row)
    OldKey.objects.filter(key=checked, dataset=row).delete()
    OldKey.objects.create(key=key, dataset=row)
    row.key = checked
    row.save()
    turn_page()
    ledger.rename_dataset(old=key, new=checked)
    ledger.record(events.DatasetRenamed(checked, key), by=by, at=at)


@transaction.atomic
def withdraw(*, key: str, reason: str, by: str, at: datetime) -> None:
    """Take a dataset out of the catalogue; its rows stay in the lake until they expire. Raises UnknownDataset."""
    row = locked(key)
    row.withdrawn_at, row.withdrawn_why = at, reason[:500]
    row.save()
    turn_page()
    ledger.record(events.DatasetWithdrawn(key, reason), by=by, at=at)


@transaction.atomic
def attach(
    *, key: str, attachment: str, title: str, media_type: str, size: int, checksum: str, by: str, at: datetime
) -> None:
    """Name a file beside the rows. Raises UnknownDataset."""
    row = locked(key)
    Attachment.objects.update_or_create(
        dataset=row,
        key=attachment,
        defaults={"title": title, "media_type": media_type, "size": size, "checksum": checksum},
    )
    touch(row, at)
    ledger.record(events.AttachmentAdded(key, attachment, checksum), by=by, at=at)


@transaction.atomic
def detach(*, key: str, attachment: str, by: str, at: datetime) -> str:
    """Take a file away from beside the rows. Returns its checksum, or nothing where another dataset has the same bytes.

    Raises UnknownDataset, UnknownAttachment.
    """
    row = locked(key)
    found = row.attachments.filter(key=attachment).first()
    if found is None:
        raise UnknownAttachment(attachment)
    found.delete()
    touch(row, at)
    ledger.record(events.AttachmentRemoved(key, attachment), by=by, at=at)
    return "" if Attachment.objects.filter(checksum=found.checksum).exists() else found.checksum


def touch(row: Dataset, at: datetime) -> None:
    row.metadata_modified_at = at
    row.save()
    turn_page()


def erase_person(address: str, pseudonym: str) -> None:
    """A pseudonym takes the place of who published."""
    Version.objects.filter(by=address).update(by=pseudonym)
    turn_page()


def locked(key: str) -> Dataset:
    row = Dataset.objects.select_for_update().filter(key=key, withdrawn_at=None).first()
    if row is None:
        raise UnknownDataset(key)
    return row


def turn_page() -> None:
    """Tell every cache of every process that the catalogue has changed."""
    if not Revision.objects.filter(pk=1).update(number=F("number") + 1):
        Revision.objects.create(pk=1, number=1)
