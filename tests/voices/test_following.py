"""Followers are told once at each turn; addresses are counted and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from civora.voices import actions, queries
from civora.voices.models import Flood, Notice, Salt
from civora.voices.types import Cadence

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
EVA, BEN = "eva@example.org", "ben@example.org"
SUBJECT = "report:abc"


def test_each_follower_is_told_once_at_each_turn() -> None:
    actions.follow(subject=SUBJECT, follower=EVA, at=AT)
    actions.follow(subject=SUBJECT, follower=BEN, at=AT, cadence=Cadence.WEEKLY)
    assert actions.announce(subject=SUBJECT, turn="fixed", facts={"status": "fixed"}, at=AT) == 2
    assert actions.announce(subject=SUBJECT, turn="fixed", facts={"status": "fixed"}, at=AT) == 0
    assert actions.announce(subject=SUBJECT, turn="reopened", facts={}, at=AT, by=BEN) == 1
    assert [one.turn for one in queries.notices(BEN)] == ["fixed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(follower=EVA, subject=SUBJECT, turn="fixed", at=AT, cadence="daily")


def test_who_follows_twice_follows_once_with_the_newer_cadence() -> None:
    actions.follow(subject=SUBJECT, follower=EVA, at=AT)
    actions.follow(subject=SUBJECT, follower=EVA, at=AT, cadence=Cadence.NEVER)
    assert [(one.subject, one.cadence) for one in queries.follows(EVA)] == [(SUBJECT, Cadence.NEVER)]
    assert actions.announce(subject=SUBJECT, turn="x", facts={}, at=AT) == 0


def test_who_stops_is_forgotten() -> None:
    actions.follow(subject=SUBJECT, follower=EVA, at=AT)
    actions.announce(subject=SUBJECT, turn="x", facts={}, at=AT)
    actions.unfollow(subject=SUBJECT, follower=EVA, at=AT)
    assert not Notice.objects.exists()
    assert not queries.is_following(SUBJECT, EVA)


def test_letters_wait_by_cadence_until_they_are_sent() -> None:
    actions.follow(subject=SUBJECT, follower=EVA, at=AT, cadence=Cadence.AT_ONCE)
    actions.follow(subject=SUBJECT, follower=BEN, at=AT)
    actions.announce(subject=SUBJECT, turn="x", facts={}, at=AT)
    waiting = queries.unsent(Cadence.AT_ONCE, until=AT)
    assert [one.follower for one in waiting] == [EVA]
    actions.mark_sent(notices=[one.id for one in waiting], at=AT)
    assert queries.unsent(Cadence.AT_ONCE, until=AT) == ()
    assert [one.follower for one in queries.unsent(Cadence.DAILY, until=AT)] == [BEN]
    assert actions.mark_seen(follower=BEN, at=AT) == 1
    assert queries.notices(BEN)[0].seen_at == AT


def test_followers_move_when_two_subjects_become_one() -> None:
    for subject, follower in ((SUBJECT, EVA), (SUBJECT, BEN), ("report:new", BEN)):
        actions.follow(subject=subject, follower=follower, at=AT)
    actions.move_followers(old=SUBJECT, new="report:new", at=AT)
    assert queries.followers("report:new") == 2


def test_an_address_is_counted_under_a_secret_of_the_day() -> None:
    assert [actions.count_address(kind="report", address="192.0.2.1", at=AT) for _ in range(3)] == [1, 2, 3]
    assert actions.count_address(kind="report", address="192.0.2.2", at=AT) == 1
    assert actions.count_address(kind="comment", address="192.0.2.1", at=AT) == 1
    before = set(Flood.objects.values_list("address", flat=True))
    assert not any("192" in one for one in before)
    assert actions.count_address(kind="report", address="192.0.2.1", at=AT + timedelta(days=1)) == 1
    assert Salt.objects.count() == 1
    assert not before & set(Flood.objects.values_list("address", flat=True))
