"""Publishing: a kept delivery becomes a version. The desk, the command line and the API call this one verb.

The lake commits first and the card's pointer moves second: a crash in between leaves a snapshot that nobody sees.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from typing import Literal as OneOf

from django.conf import settings
from django.db import transaction

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import Metadata, NewVersion, VersionCard
from civora.core.keys import dataset_key
from civora.intake import events
from civora.intake.formats import recognised
from civora.intake.models import Delivery
from civora.intake.queries.coverage import coverage
from civora.intake.steps import quick, rejects, typed
from civora.intake.types import Column, DeliveryCard, FieldOverride, Format, Progress, Published, SetAside, silent
from civora.lake.connect import LAKE, quoted
from civora.lake.errors import NotWritten
from civora.lake.types import LakeConfig
from civora.lake.write import Writer
from civora.ledger import actions as ledger
from civora.stewardship import actions as stewardship

Mode = OneOf["replace", "append", "upsert"]
STEPS = 4
REASONS_SHOWN = 20


def config() -> LakeConfig:
    """Where the lake is, from the settings."""
    return LakeConfig(**settings.CIVORA_LAKE)


def publish(
    *,
    delivery: DeliveryCard,
    key: str,
    by: str,
    at: datetime,
    metadata: Metadata | None = None,
    overrides: Mapping[str, FieldOverride] | None = None,
    mode: Mode = "replace",
    zone: str = "",
    note: str = "",
    is_forced: bool = False,
    policy: dict[str, Any] | None = None,
    progress: Progress = silent,
) -> Published:
    """Read the delivery, set aside what does not fit, and make the rest the current version of the dataset.

    A dataset that does not exist yet is created; `policy` is in force from its first version on. The same bytes as the current version change nothing, unless forced.
    Raises FileRefused, BadOverride, BadKey, NoKey and the errors of the catalogue; then nothing is published.
    """
    checked = dataset_key(key)
    is_known = catalog.exists(checked)
    if is_known and mode == "replace" and not is_forced and not overrides:
        unchanged = same_bytes(checked, delivery)
        if unchanged:
            Delivery.objects.filter(uid=delivery.uid).update(dataset=checked)
            if metadata:
                catalog_actions.set_metadata(key=checked, metadata=metadata, by=by, at=at)
            return unchanged
    progress("recognise", 1, STEPS)
    found = recognised(delivery.path, delivery.file_name)
    lake = config()
    with Writer(lake) as writer:
        table = cache(lambda: f"d{table_number(checked, metadata or Metadata(), is_known=is_known, by=by, at=at)}")
        work = Work(
            writer,
            delivery,
            zone or settings.CITY_ZONE,
            overrides or {},
            lake.spool,
            table,
            progress,
            newest(checked) if is_known else None,
        )
        done = work.in_one_pass() if mode == "replace" and found.media_type == "text/csv" else None
        done = done or work.with_care(found, mode)
    progress("publish", 4, STEPS)
    keep_recipe(delivery.path.parent, overrides or {})
    landed = Landed(checked, delivery, done, metadata if is_known else None, policy)
    return enter(landed, found.media_type, note, by=by, at=at)


def newest(key: str) -> VersionCard | None:
    """The version that readers see, None before the first."""
    return next(iter(catalog.versions(key)), None)


def same_bytes(key: str, delivery: DeliveryCard) -> Published | None:
    """What stands already, if the current version was made of the very same bytes."""
    current = catalog.versions(key)[:1]
    if not current or current[0].checksum != delivery.checksum:
        return None
    version = current[0]
    return Published(key, version.number, version.rows, version.set_aside, (), is_unchanged=True)


def table_number(key: str, metadata: Metadata, *, is_known: bool, by: str, at: datetime) -> int:
    if is_known:
        return catalog.number(key)
    return catalog_actions.create_dataset(key=key, metadata=metadata, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the lake has committed and nobody sees yet: the version without its delivery, and the rows set aside."""

    version: NewVersion
    aside: tuple[SetAside, ...] = ()  # the first of them
    in_all: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """One delivery on its way into the lake. `table` makes the dataset where it is new, so it is asked last."""

    writer: Writer
    delivery: DeliveryCard
    zone: str
    overrides: Mapping[str, FieldOverride]
    spool: Path
    table: Callable[[], str]
    progress: Progress
    current: VersionCard | None = None

    def in_one_pass(self) -> Stored | None:
        """A large and clean text table, read once. None where it has to be read with care."""
        found = quick.one_pass(self.delivery.path, self.writer.con, self.spool, self.zone, self.overrides)
        if found is None:
            return None
        self.progress("store", 3, STEPS)
        try:
            return self.stored("replace", found.columns, found.source)
        except NotWritten:
            return None  # a value did not fit: reading with care says which, and sets it aside

    def with_care(self, found: Format, mode: Mode) -> Stored:
        raw = found.read(self.delivery.path, self.writer.con, self.spool)
        self.progress("read", 2, STEPS)
        columns = typed.columns(raw, self.writer.con, self.zone, self.overrides)
        aside = rejects.found(raw, columns, self.writer.con)
        in_all = rejects.count(raw, columns, self.writer.con) if aside else 0
        self.progress("store", 3, STEPS)
        chosen = ", ".join(f"{one.sql} AS {quoted(one.field.name)}" for one in columns)
        done = self.stored(mode, columns, f"SELECT {chosen} FROM {raw.table} WHERE {rejects.condition(columns)}")
        return replace(done, aside=aside, in_all=in_all)

    def stored(self, mode: Mode, columns: tuple[Column, ...], source: str) -> Stored:
        schema, table, writer = typed.schema(columns), self.table(), self.writer
        if mode != "replace" and self.current is not None:
            writer.settle(table, self.current.snapshot, self.current.schema)  # rows join what readers see
        verb = {"replace": writer.replace, "append": writer.append, "upsert": writer.upsert}[mode]
        written = verb(table, schema, source)
        where = f"{LAKE}.{quoted(table)} AT (VERSION => {written.snapshot})"
        covered = coverage(writer.con, where, schema, self.delivery.bytes)
        return Stored(NewVersion(table, written.snapshot, written.rows, 0, schema, covered))


@dataclass(frozen=True, slots=True)
class Landed:
    """All that the card's pointer needs to move."""

    key: str
    delivery: DeliveryCard
    stored: Stored
    metadata: Metadata | None
    policy: dict[str, Any] | None


def enter(landed: Landed, media_type: str, note: str, *, by: str, at: datetime) -> Published:
    """Move the pointer, in one transaction with the record of it."""
    key, delivery, aside, in_all = landed.key, landed.delivery, landed.stored.aside, landed.stored.in_all
    rows = landed.stored.version.rows
    version = replace(
        landed.stored.version, set_aside=in_all, delivery=delivery.uid, checksum=delivery.checksum,
        file_name=delivery.file_name, format=media_type[:30], note=note,
    )  # fmt: skip
    keep_aside(delivery.path.parent, aside)
    with transaction.atomic():
        stewardship.admit_version(key=key, policy=landed.policy, by=by, at=at, schema=version.schema)
        if landed.metadata:
            catalog_actions.set_metadata(key=key, metadata=landed.metadata, by=by, at=at)
        number = catalog_actions.set_version(key=key, version=version, by=by, at=at)
        Delivery.objects.filter(uid=delivery.uid).update(dataset=key)
        ledger.record(events.DeliveryLanded(delivery.uid, key, number, rows, in_all), by=by, at=at)
    return Published(key, number, rows, in_all, reasons(aside), set_aside=aside)


def keep_aside(folder: Path, aside: tuple[SetAside, ...]) -> None:
    if aside:
        (folder / "set-aside.json").write_text(json.dumps([asdict(one) for one in aside], ensure_ascii=False))


def keep_recipe(folder: Path, overrides: Mapping[str, FieldOverride]) -> None:
    """What was decided about the columns, for the next delivery of this dataset (`intake.queries.recipe`)."""
    if overrides:
        (folder / "recipe.json").write_text(
            json.dumps({name: asdict(one) for name, one in overrides.items()}, ensure_ascii=False)
        )


def reasons(aside: tuple[SetAside, ...]) -> tuple[str, ...]:
    """The first reasons in words, and how many more of each column there are."""
    shown = [f"Row {one.row}{f', {one.column}' if one.column else ''}: {one.reason}" for one in aside[:REASONS_SHOWN]]
    rest = Counter(one.column or "line" for one in aside[REASONS_SHOWN:])
    return (*shown, *(f"{count} more in {column}" for column, count in rest.items()))
