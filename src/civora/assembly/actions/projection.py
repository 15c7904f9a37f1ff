"""Every act ends as a dataset: what has changed here is published as a new version, through `intake`, without persons."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from civora.assembly import events
from civora.assembly.models import Projection
from civora.assembly.queries.tables import TABLES, Table, survey_tables
from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownDataset
from civora.catalog.types import Metadata
from civora.intake import actions as intake
from civora.intake.types import FieldOverride
from civora.ledger import actions as ledger

log = logging.getLogger(__name__)
A_DAY, LOOK_AGAIN = timedelta(days=1), timedelta(minutes=10)
LICENCE, BATCH = "cc-by-4.0", 2_000
AT_ONCE = 50  # hidden rows that one condition names
HIDDEN = "Hidden by a moderator; the statement of reasons says why."


def project(*, by: str, at: datetime, is_forced: bool = False) -> list[str]:
    """Publish every table that has changed since it was published last. Returns the keys of those that have a new version.

    Votes are published once a day, surveys when they have closed: no version tells when somebody voted. Tables are looked
    at every ten minutes even where nothing here has changed, because a moderator may have hidden something.
    """
    done = [table.key for table in TABLES if is_due(table, at, is_forced=is_forced) and published(table, by, at)]
    return done + [table.key for table in survey_tables(at) if published(table, by, at)]


def is_due(table: Table, at: datetime, *, is_forced: bool) -> bool:
    row = Projection.objects.filter(key=table.key).first()
    if row is None:
        return False
    if is_forced or row.published_at is None:
        return True
    waited = at - row.published_at
    if table.is_slow:
        return row.changes > row.published and waited >= A_DAY
    return row.changes > row.published or waited >= LOOK_AGAIN


def published(table: Table, by: str, at: datetime) -> bool:
    """The table as a new version of its dataset, if it is not the same as the current one."""
    mark = Projection.objects.filter(key=table.key).values_list("changes", flat=True).first() or 0
    chunks = list(written(table))
    is_new = bool(chunks[1:]) and current(table.key) != hashlib.sha256(b"".join(chunks)).hexdigest()
    if is_new:
        withhold(table, by, at)
        enter(table, chunks, by, at)
    Projection.objects.update_or_create(
        key=table.key, defaults={"published": mark, "published_at": at}, create_defaults={"published": mark, "published_at": at, "changes": mark}
    )  # fmt: skip
    return is_new


def withhold(table: Table, by: str, at: datetime) -> None:
    """Empty what a moderator has hidden in the versions that are there, before the next one leaves it out."""
    hidden = table.hidden()
    for start in range(0, len(hidden), AT_ONCE):
        some = hidden[start : start + AT_ONCE]
        rows = " or ".join(f"({' and '.join(f'{name} = {value}' for name, value in one.items())})" for one in some)
        where = f"({rows}) and {table.texts[0]} is not null"
        intake.withhold(key=table.key, where=where, cells=table.texts, reason=HIDDEN, by=by, at=at)


def current(key: str) -> str:
    try:
        return next((one.checksum for one in catalog.versions(key)), "")
    except UnknownDataset:
        return ""


def enter(table: Table, chunks: Iterable[bytes], by: str, at: datetime) -> None:
    delivery = intake.receive(name=f"{table.key}.csv", chunks=chunks, source="assembly", by=by, at=at)
    overrides = {name: FieldOverride(type=kind, is_key=name in table.keys or None, is_facet=is_facet(name)) for name, kind in table.types.items()}  # fmt: skip
    done = intake.publish(
        delivery=delivery, key=table.key, overrides=overrides, by=by, at=at,
        metadata=None if catalog.exists(table.key) else metadata(table),
    )  # fmt: skip
    with transaction.atomic():
        ledger.record(events.DatasetProjected(table.key, done.version), by=by, at=at)


def is_facet(name: str) -> bool | None:
    return True if name in ("process", "kind", "state", "decision", "language", "vote") else None


def metadata(table: Table) -> Metadata:
    return Metadata(
        title=table.title, description=table.description, publisher=settings.CIVORA_OWN_ORGANISATION, licence=LICENCE,
        themes=("GOVE",), keywords=("participation",), language="en", frequency="daily" if table.is_slow else "irregular",
    )  # fmt: skip


def written(table: Table) -> Iterator[bytes]:
    """The table as CSV, the heading first, then rows in pieces."""
    yield (",".join(table.types) + "\n").encode()
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(table.types), lineterminator="\n", extrasaction="ignore")
    for number, row in enumerate(table.rows(), 1):
        writer.writerow({name: said(value) for name, value in row.items()})
        if number % BATCH == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    if out.tell():
        yield out.getvalue().encode()


def said(value: Any) -> Any:
    return (
        str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, datetime) else value
    )
