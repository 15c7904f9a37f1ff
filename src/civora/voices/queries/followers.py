"""Who follows what, and what she was told."""

from __future__ import annotations

from datetime import datetime

from civora.voices import rules
from civora.voices.models import FeedAddress, Follow, Notice
from civora.voices.types import Cadence, FollowCard, NoticeCard

MOST = 1_000


def followers(subject: str) -> int:
    return Follow.objects.filter(subject=subject).count()


def is_following(subject: str, follower: str) -> bool:
    return bool(follower) and Follow.objects.filter(subject=subject, follower=follower).exists()


def follows(follower: str) -> tuple[FollowCard, ...]:
    """All that somebody follows, newest first."""
    rows = Follow.objects.filter(follower=follower).order_by("-at")[:MOST]
    return tuple(FollowCard(row.subject, row.follower, Cadence(row.cadence), row.at) for row in rows)


def notices(follower: str, *, limit: int = 100) -> tuple[NoticeCard, ...]:
    """What somebody was told, newest first."""
    rows = Notice.objects.filter(follower=follower).order_by("-at", "-id")[:limit]
    return tuple(card(row) for row in rows)


def feed_owner(secret: str) -> str:
    """Whose feed this address is; empty for one that nobody has."""
    found = FeedAddress.objects.filter(digest=rules.feed_digest(secret)).values_list("follower", flat=True).first()
    return str(found or "")


def has_feed(follower: str) -> bool:
    return FeedAddress.objects.filter(follower=follower).exists()


def unsent(cadence: Cadence, *, until: datetime, limit: int = MOST) -> tuple[NoticeCard, ...]:
    """Notices that wait for their letter, by follower, so that one letter can carry several."""
    rows = Notice.objects.filter(cadence=cadence.value, sent_at=None, at__lte=until).order_by("follower", "at")[:limit]
    return tuple(card(row) for row in rows)


def card(row: Notice) -> NoticeCard:
    return NoticeCard(
        row.pk, row.follower, row.subject, row.turn, row.facts, row.at, Cadence(row.cadence), row.seen_at, row.sent_at
    )
