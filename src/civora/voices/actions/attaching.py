"""Pictures: made anew, kept under HOME/attachments, redacted, removed."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.errors import UnknownPicture
from civora.voices.models import Picture
from civora.voices.queries.pictures import place
from civora.voices.rules import pictures
from civora.voices.rules.pictures import Made
from civora.voices.types import Box


@transaction.atomic
def attach(*, subject: str, data: bytes, at: datetime, alt: str = "", by: str = "") -> str:
    """Keep a picture beside a subject. Returns its key. Raises BadSubject, BadPicture, PictureTooLarge."""
    rules.check_subject(subject)
    made = pictures.made(data)
    row = Picture.objects.create(
        key=secrets.token_urlsafe(16).replace("_", "-").lower().strip("-"), subject=subject, alt=alt.strip()[:300],
        width=made.width, height=made.height, size=len(made.whole), by=by, at=at,
    )  # fmt: skip
    keep(row.key, made)
    ledger.record(events.PictureAttached(row.key, subject), by=by, at=at)
    return row.key


def keep(key: str, made: Made) -> None:
    """Both files, whole or not at all."""
    for small, data in ((False, made.whole), (True, made.small)):
        target = place(key, is_small=small)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_suffix(".part")
        part.write_bytes(data)
        part.replace(target)


@transaction.atomic
def describe_picture(*, key: str, alt: str, by: str, at: datetime) -> None:
    """Say in words what it shows. Raises UnknownPicture."""
    if not Picture.objects.filter(key=key).update(alt=alt.strip()[:300]):
        raise unknown()
    ledger.record(events.PictureAttached(key, ""), by=by, at=at)


@transaction.atomic
def redact(*, key: str, boxes: tuple[Box, ...], reader: Reader, at: datetime) -> None:
    """Faces and plates in these boxes become unrecognisable; the picture without it is gone for good.

    For moderators and case workers, as the caller's room decides. Raises UnknownPicture, BadPicture.
    """
    row = Picture.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise unknown()
    made = pictures.redacted(place(key).read_bytes(), boxes)
    keep(key, made)
    Picture.objects.filter(pk=row.pk).update(redacted_at=at, size=len(made.whole))
    ledger.record(events.PictureRedacted(key, len(boxes)), by=reader.person, at=at)


@transaction.atomic
def remove_picture(*, key: str, by: str, at: datetime) -> None:
    """The picture and its files are gone. Raises UnknownPicture."""
    if not Picture.objects.filter(key=key).delete()[0]:
        raise unknown()
    for small in (False, True):
        place(key, is_small=small).unlink(missing_ok=True)
    ledger.record(events.PictureRemoved(key), by=by, at=at)


@transaction.atomic
def move_pictures(*, old: str, new: str, at: datetime) -> int:
    """What waited beside a draft stands beside the thing itself. Returns how many. Raises BadSubject."""
    moved = Picture.objects.filter(subject=old).update(subject=rules.check_subject(new), at=at)
    if moved:
        ledger.record(events.PictureAttached("", new), by="", at=at)
    return moved


@transaction.atomic
def remove_drafts(*, at: datetime) -> int:
    """Pictures of forms that were never sent, after a day. Returns how many."""
    left = list(Picture.objects.filter(subject__startswith="draft:", at__lt=at - rules.DRAFT_KEPT))
    for row in left:
        remove_picture(key=row.key, by="", at=at)
    return len(left)


def unknown() -> UnknownPicture:
    return UnknownPicture("There is no such picture.", next_step="It may have been removed.")
