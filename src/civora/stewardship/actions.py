"""Setting policies; spending quotas."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownDataset
from civora.core.schema import Schema
from civora.ledger import actions as ledger
from civora.stewardship import events, queries, rules
from civora.stewardship.errors import QuotaSpent
from civora.stewardship.models import AccessPolicy, Quota
from civora.stewardship.types import Allowance

_spent: Counter[tuple[str, date]] = Counter()
_unwritten: Counter[tuple[str, date]] = Counter()
_lock = threading.Lock()
BATCH = 100  # calls of one subject that a process keeps to itself, far from the limit
MARGIN = 1000  # calls before the limit from which on each is written at once


@transaction.atomic
def set_policy(*, key: str, policy: dict[str, Any], by: str, at: datetime, schema: Schema | None = None) -> None:
    """Decide who may see a dataset. The names in it are held against `schema`, else the current version's.

    Where the policy does not name who has access, access stays as it is: new rules alone open nothing.
    Raises UnknownDataset, BadPolicy.
    """
    if isinstance(policy, dict) and policy and not {"access", "rows"} & policy.keys():
        policy = {name: words for name, words in queries.written(key).items() if name in ("access", "cards")} | policy
    kept = rules.kept(policy, schema or catalog.dataset(key).schema, also=columns_ever(key))
    AccessPolicy.objects.update_or_create(dataset_id=catalog.number(key), defaults=kept | {"set_at": at})
    catalog_actions.turn_page()
    ledger.record(events.PolicySet(key, tuple(kept["cards"]), tuple(kept["rows"])), by=by, at=at)


@transaction.atomic
def set_access(*, key: str, access: str | list[str], by: str, at: datetime, schema: Schema | None = None) -> None:
    """Decide who may see card and rows, and leave hidden fields and row filters as they are.

    Raises UnknownDataset, BadPolicy.
    """
    rest = {name: words for name, words in queries.written(key).items() if name in ("default", "rules")}
    set_policy(key=key, policy={"access": access} | rest, by=by, at=at, schema=schema)


@transaction.atomic
def admit_version(*, key: str, policy: dict[str, Any] | None, schema: Schema, by: str, at: datetime) -> None:
    """Before a new version becomes the current one: the policy that comes with it, or only its access, is set; without
    one, the policy in force must fit the new columns. Raises BadPolicy."""
    if policy and policy.keys() != {"access"}:
        set_policy(key=key, policy=policy, by=by, at=at, schema=schema)
        return
    before = columns_now(key)
    if before is not None:
        rules.check_fits(queries.policy(key), before, schema)
    if policy:
        set_access(key=key, access=policy["access"], by=by, at=at, schema=schema)


def columns_now(key: str) -> Schema | None:
    """None for a dataset without a version yet."""
    try:
        return catalog.dataset(key).schema
    except UnknownDataset:
        return None


def columns_ever(key: str) -> frozenset[str]:
    """The columns of every version: those of older ones stay hidden when the newest has them no longer."""
    return frozenset(name for version in catalog.versions(key) for name in version.schema.names)


def spend(*, subject: str, has_key: bool, is_loopback: bool, at: datetime) -> Allowance:
    """Count one API call. Raises QuotaSpent when the day's calls are used up; loopback is counted, never refused.

    Far from the limit calls are counted in memory and written in batches; near it each is written at once, in one count for
    all processes, so that together they let through exactly as many as the limit says.
    """
    limit = settings.CIVORA_API_CALLS_KEY if has_key else settings.CIVORA_API_CALLS_ANONYMOUS
    day = at.astimezone(UTC).date()
    name = (hashlib.sha256(f"{settings.SECRET_KEY}{day}{rules.subject(subject)}".encode()).hexdigest(), day)
    due = 0
    with _lock:
        if name not in _spent:
            _spent[name] = _known(name)
        _spent[name] += 1
        _unwritten[name] += 1
        used = _spent[name]
        is_near = limit - max(MARGIN, limit // 5) < used <= limit + 1 and not is_loopback
        if is_near or _unwritten[name] >= BATCH:
            due = _unwritten.pop(name)
    if due:
        used = settled(name, due)
    resets_at = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    if used > limit and not is_loopback:
        raise QuotaSpent(limit, resets_at)
    return Allowance(limit, max(0, limit - used), resets_at, is_loopback)


def settled(name: tuple[str, date], due: int) -> int:
    """Write calls of one subject, and learn what all processes have counted together. What cannot be written now is kept
    for the next flush: a database that does not answer refuses nobody."""
    try:
        total = counted_up(name, due)
    except DatabaseError:
        with _lock:
            _unwritten[name] += due
            return _spent[name]
    with _lock:
        _spent[name] = max(total + _unwritten[name], _spent[name])
    return total


@transaction.atomic
def counted_up(name: tuple[str, date], calls: int) -> int:
    """One row for all processes: whoever updates it holds it, so that each call gets a number of its own."""
    subject, day = name
    if not Quota.objects.filter(subject=subject, day=day).update(calls=F("calls") + calls):
        row, is_new = Quota.objects.get_or_create(subject=subject, day=day, defaults={"calls": calls})
        if not is_new:
            Quota.objects.filter(pk=row.pk).update(calls=F("calls") + calls)
    return Quota.objects.values_list("calls", flat=True).get(subject=subject, day=day)


def _known(name: tuple[str, date]) -> int:
    return Quota.objects.filter(subject=name[0], day=name[1]).values_list("calls", flat=True).first() or 0


def flush_quotas(*, at: datetime) -> int:
    """Write what was spent since the last flush, so that it survives a restart; drop the days before.

    Returns how many calls. What cannot be written is kept.
    """
    today = at.astimezone(UTC).date()
    with _lock:
        counted = dict(_unwritten)
        _unwritten.clear()
        for name in [name for name in _spent if name[1] < today]:
            del _spent[name]
    try:
        totals = write_quotas(counted, today)
    except BaseException:
        with _lock:
            _unwritten.update(counted)
        raise
    with _lock:
        for name, total in totals.items():  # what other processes have counted meanwhile
            _spent[name] = total + _unwritten[name]
    return sum(counted.values())


@transaction.atomic
def write_quotas(counted: dict[tuple[str, date], int], today: date) -> dict[tuple[str, date], int]:
    """Returns the totals of those that were counted."""
    Quota.objects.filter(day__lt=today).delete()
    return {name: counted_up(name, calls) for name, calls in counted.items() if name[1] >= today and calls}
