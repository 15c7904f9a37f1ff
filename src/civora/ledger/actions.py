"""Writing down what happened."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from civora.ledger.models import AccessEvent, Entry, ReadCount
from civora.ledger.types import Event, ReadKey

KEPT_ACTS, KEPT_READS = timedelta(days=3653), timedelta(days=731)
_counts: Counter[ReadKey] = Counter()
_lock = threading.Lock()


def record(event: Event, *, by: str, at: datetime) -> None:
    """Add one line to the audit record, in the transaction of the act itself."""
    facts: dict[str, Any] = asdict(event)  # type: ignore[call-overload]  # every event is a dataclass
    Entry.objects.create(at=at, by=by, event=event.name, facts=facts)


def record_access(*, by: str, dataset: str, version: int, door: str, at: datetime) -> None:
    """Somebody read data that is not open."""
    AccessEvent.objects.create(at=at, by=by, dataset=dataset, version=version, door=door)


def count_read(*, dataset: str, door: str, at: datetime) -> None:
    """An open read: counted in memory, written by `flush_reads`."""
    with _lock:
        _counts[ReadKey(dataset, door, at.replace(minute=0, second=0, microsecond=0))] += 1


def flush_reads() -> int:
    """Write the counts since the last flush. Returns how many reads they were. What cannot be written is kept."""
    with _lock:
        counted = dict(_counts)
        _counts.clear()
    try:
        write_counts(counted)
    except BaseException:
        with _lock:
            _counts.update(counted)
        raise
    return sum(counted.values())


@transaction.atomic
def write_counts(counted: dict[ReadKey, int]) -> None:
    for key, reads in counted.items():
        row, is_new = ReadCount.objects.get_or_create(
            dataset=key.dataset, door=key.door, hour=key.hour, defaults={"reads": reads}
        )
        if not is_new:
            ReadCount.objects.filter(pk=row.pk).update(reads=F("reads") + reads)


@transaction.atomic
def rename_dataset(*, old: str, new: str) -> None:
    """A dataset has another key: its reads are counted under that one."""
    with _lock:
        for key in [key for key in _counts if key.dataset == old]:
            _counts[ReadKey(new, key.door, key.hour)] += _counts.pop(key)
    AccessEvent.objects.filter(dataset=old).update(dataset=new)
    for row in ReadCount.objects.filter(dataset=old):
        write_counts({ReadKey(new, row.door, row.hour): row.reads})
        row.delete()


@transaction.atomic
def rename_actor(*, old: str, new: str) -> None:
    """A pseudonym takes the place of an account that is forgotten, in acts, reads and facts."""
    Entry.objects.filter(by=old).update(by=new)
    AccessEvent.objects.filter(by=old).update(by=new)
    for entry in Entry.objects.filter(facts__email=old):
        Entry.objects.filter(pk=entry.pk).update(facts=entry.facts | {"email": new})


@transaction.atomic
def remove_expired(*, at: datetime) -> int:
    """Remove what is kept no longer: reads after two years, acts after ten. Returns how many lines."""
    reads, _ = AccessEvent.objects.filter(at__lt=at - KEPT_READS).delete()
    acts, _ = Entry.objects.filter(at__lt=at - KEPT_ACTS).delete()
    return reads + acts
