"""Forgetting: a person, a subject, what is kept for a time only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from civora.voices import rules
from civora.voices.models import (
    Appeal,
    Comment,
    Correction,
    Decision,
    FeedAddress,
    Flag,
    Follow,
    Notice,
    Picture,
    Submission,
)
from civora.voices.queries.pictures import place
from civora.voices.types import FlagState


def erase_person(address: str, pseudonym: str) -> None:
    """A pseudonym takes the place of an account. Her words stay where others answered them, without her name."""
    Comment.objects.filter(author=address).update(author=pseudonym, name="")
    Flag.objects.filter(by=address).update(by=pseudonym)
    Flag.objects.filter(email=address).update(name="", email="")
    Decision.objects.filter(author=address).update(author=pseudonym)
    Decision.objects.filter(by=address).update(by=pseudonym)
    Appeal.objects.filter(by=address).update(by=pseudonym)
    Appeal.objects.filter(decided_by=address).update(decided_by=pseudonym)
    Picture.objects.filter(by=address).update(by=pseudonym)
    Correction.objects.filter(by=address).update(by=pseudonym)
    Correction.objects.filter(decided_by=address).update(decided_by=pseudonym)
    Submission.objects.filter(by=address).update(by=pseudonym, observer="")
    Follow.objects.filter(follower=address).delete()
    FeedAddress.objects.filter(follower=address).delete()
    Notice.objects.filter(follower=address).delete()


@transaction.atomic
def erase_subject(*, subject: str) -> None:
    """Everything that was said about a subject which is itself gone: words, pictures, followers."""
    Comment.objects.filter(subject=subject).delete()
    for key in Picture.objects.filter(subject=subject).values_list("key", flat=True):
        for small in (False, True):
            place(key, is_small=small).unlink(missing_ok=True)
    Picture.objects.filter(subject=subject).delete()
    Follow.objects.filter(subject=subject).delete()
    Notice.objects.filter(subject=subject).delete()


@transaction.atomic
def forget_notices(*, at: datetime) -> int:
    """Remove what is kept no longer: who gave notice after half a year, decisions after three, notices after two."""
    old = Flag.objects.exclude(state=FlagState.OPEN.value).filter(decision__at__lt=at - rules.FLAG_KEPT)
    named = old.exclude(name="", email="", by="", explanation="").update(name="", email="", by="", explanation="")
    decisions, _ = Decision.objects.filter(is_in_force=False, at__lt=at - rules.DECISION_KEPT).delete()
    told, _ = Notice.objects.filter(at__lt=at - rules.NOTICE_KEPT).delete()
    return named + decisions + told
