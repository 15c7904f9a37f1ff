"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from civora.ledger.models import AccessEvent, Entry, ReadCount
from civora.ledger.types import EntryCard


def entries(*, event: str = "", limit: int = 100) -> tuple[EntryCard, ...]:
    """The newest lines of the audit record, of one kind of event if named."""
    rows = Entry.objects.filter(event=event) if event else Entry.objects.all()
    return tuple(EntryCard(row.at, row.by, row.event, row.facts) for row in rows.order_by("-id")[:limit])


def entries_by(person: str, limit: int = 10_000) -> tuple[EntryCard, ...]:
    """What one account did, newest first: for the person herself."""
    rows = Entry.objects.filter(by=person).order_by("-id")[:limit] if person else ()
    return tuple(EntryCard(row.at, row.by, row.event, row.facts) for row in rows)


def reads(dataset: str) -> int:
    """How often a dataset has been read, open reads and others."""
    counted = ReadCount.objects.filter(dataset=dataset).aggregate(all=Sum("reads"))["all"] or 0
    return int(counted) + AccessEvent.objects.filter(dataset=dataset).count()


def reads_by_door(
    keys: Iterable[str], since: datetime | None = None, until: datetime | None = None
) -> dict[tuple[str, str], int]:
    """(dataset or subject, door) → open reads in the hours from `since` on and before `until`. One query."""
    rows = ReadCount.objects.filter(dataset__in=list(keys))
    rows = rows.filter(hour__gte=since.replace(minute=0, second=0, microsecond=0)) if since else rows
    rows = rows.filter(hour__lt=until) if until else rows
    counted = rows.values_list("dataset", "door").annotate(all=Sum("reads")).order_by()
    return {(key, door): int(count) for key, door, count in counted}
