"""Writing down what happened."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from civora.ledger.models import AccessEvent, Entry, ReadCount
from civora.ledger.types import Event, ReadKey

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


@transaction.atomic
def flush_reads() -> int:
    """Write the counts since the last flush. Returns how many reads they were."""
    with _lock:
        counted = dict(_counts)
        _counts.clear()
    for key, reads in counted.items():
        row, is_new = ReadCount.objects.get_or_create(
            dataset=key.dataset, door=key.door, hour=key.hour, defaults={"reads": reads}
        )
        if not is_new:
            ReadCount.objects.filter(pk=row.pk).update(reads=F("reads") + reads)
    return sum(counted.values())
