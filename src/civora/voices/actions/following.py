"""Following a subject, and being told once at each of its turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.models import Follow, Notice
from civora.voices.types import Cadence


@transaction.atomic
def follow(*, subject: str, follower: str, at: datetime, cadence: Cadence = Cadence.DAILY) -> None:
    """Hear of a subject from now on; following it again changes how often. `follower` is an address. Raises BadSubject."""
    rules.check_subject(subject)
    _, is_new = Follow.objects.update_or_create(
        subject=subject, follower=follower, defaults={"cadence": cadence.value}, create_defaults={"cadence": cadence.value, "at": at}
    )  # fmt: skip
    if is_new:
        ledger.record(events.SubjectFollowed(subject), by="", at=at)


@transaction.atomic
def unfollow(*, subject: str, follower: str, at: datetime) -> None:
    """Hear no more of it; what was told about it is forgotten too."""
    gone, _ = Follow.objects.filter(subject=subject, follower=follower).delete()
    Notice.objects.filter(subject=subject, follower=follower).delete()
    if gone:
        ledger.record(events.SubjectUnfollowed(subject), by="", at=at)


@transaction.atomic
def announce(*, subject: str, turn: str, facts: Mapping[str, Any], at: datetime, by: str = "") -> int:
    """Something has happened to the subject: each follower gets one notice of this turn, however often it is announced.

    Who did it (`by`) is not told of her own act. Returns how many were told now. Raises BadSubject.
    """
    rules.check_subject(subject)
    rows = Follow.objects.filter(subject=subject).exclude(cadence=Cadence.NEVER.value)
    if by:
        rows = rows.exclude(follower=by)
    told = set(Notice.objects.filter(subject=subject, turn=turn).values_list("follower", flat=True))
    new = [
        Notice(follower=row.follower, subject=subject, turn=turn, facts=dict(facts), at=at, cadence=row.cadence)
        for row in rows.iterator()
        if row.follower not in told
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    ledger.record(events.TurnAnnounced(subject, turn, len(new)), by=by, at=at)
    return len(new)


@transaction.atomic
def tell(*, follower: str, subject: str, turn: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Tell one person, whether she follows or not: what was decided about her own words. Once for each turn."""
    if follower:
        given = {"facts": dict(facts), "at": at, "cadence": Cadence.AT_ONCE.value}
        Notice.objects.get_or_create(follower=follower, subject=subject, turn=turn, defaults=given)


@transaction.atomic
def move_followers(*, old: str, new: str, at: datetime) -> None:
    """The two subjects are one now: who followed the old one follows the new one. Raises BadSubject."""
    rules.check_subject(new)
    for row in Follow.objects.filter(subject=old):
        Follow.objects.get_or_create(subject=new, follower=row.follower, defaults={"cadence": row.cadence, "at": at})


@transaction.atomic
def set_cadence(*, follower: str, cadence: Cadence, at: datetime) -> int:
    """How often somebody wants to hear of all that she follows; what waits for a letter waits for the new turn.

    Returns how many subjects she follows.
    """
    Notice.objects.filter(follower=follower, sent_at=None).update(cadence=cadence.value)
    changed = Follow.objects.filter(follower=follower).update(cadence=cadence.value)
    ledger.record(events.CadenceSet(cadence.value), by=follower, at=at)
    return changed


@transaction.atomic
def mark_seen(*, follower: str, at: datetime) -> int:
    """The follower has looked at her notices."""
    return Notice.objects.filter(follower=follower, seen_at=None).update(seen_at=at)


@transaction.atomic
def mark_sent(*, notices: Iterable[int], at: datetime) -> int:
    """These notices have gone out."""
    return Notice.objects.filter(pk__in=list(notices), sent_at=None).update(sent_at=at)
