"""A person's own feed, under an address that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.models import FeedAddress


@transaction.atomic
def make_feed(*, follower: str, at: datetime) -> str:
    """The secret of a new address, shown this once; an older address is a feed no longer."""
    secret = secrets.token_urlsafe(24)
    given = {"digest": rules.feed_digest(secret), "at": at}
    FeedAddress.objects.update_or_create(follower=follower, defaults=given)
    ledger.record(events.FeedMade(), by=follower, at=at)
    return secret


@transaction.atomic
def end_feed(*, follower: str, at: datetime) -> None:
    """The address is a feed no longer."""
    if FeedAddress.objects.filter(follower=follower).delete()[0]:
        ledger.record(events.FeedEnded(), by=follower, at=at)
