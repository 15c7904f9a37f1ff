"""Floods: how often one address did something today, without keeping the address."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import F

from civora.voices.models import Flood, Salt


@transaction.atomic
def count_address(*, kind: str, address: str, at: datetime) -> int:
    """Count one act of an address (a network address or a name). Returns which one of the day it is.

    The salt of a day and its counts are removed as soon as another day is counted, so that no address can be found again.
    """
    day = at.astimezone(UTC).date()
    digest = hmac.new(salt(day).encode(), f"{kind}|{address}".encode(), hashlib.sha256).hexdigest()
    row, is_new = Flood.objects.get_or_create(day=day, kind=kind, address=digest, defaults={"count": 1})
    if is_new:
        return 1
    Flood.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return row.count + 1


def salt(day: date) -> str:
    row = Salt.objects.filter(day=day).first()
    if row is None:
        Salt.objects.exclude(day=day).delete()
        Flood.objects.exclude(day=day).delete()
        row, _ = Salt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    return row.salt
