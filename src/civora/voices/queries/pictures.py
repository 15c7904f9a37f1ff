"""Pictures: their cards, and where their files lie."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from civora.voices.errors import UnknownPicture
from civora.voices.models import Picture
from civora.voices.types import PictureCard

KEY = re.compile(r"[a-z0-9-]{8,40}")


def place(key: str, *, is_small: bool = False) -> Path:
    """Where a picture's file lies. Raises UnknownPicture for what is no key."""
    if not KEY.fullmatch(key):
        raise UnknownPicture("There is no such picture.", next_step="It may have been removed.")
    return Path(settings.CIVORA_ATTACHMENTS) / key[:2] / f"{key}{'-small' if is_small else ''}.jpg"


def card(row: Picture) -> PictureCard:
    return PictureCard(
        row.key, row.subject, row.alt, row.width, row.height, row.size, row.at, row.redacted_at is not None
    )


def picture(key: str) -> PictureCard:
    """Raises UnknownPicture."""
    row = Picture.objects.filter(key=key).first()
    if row is None:
        raise UnknownPicture("There is no such picture.", next_step="It may have been removed.")
    return card(row)


def picture_file(key: str, *, is_small: bool = False) -> bytes:
    """The JPEG itself. Raises UnknownPicture."""
    picture(key)
    try:
        return place(key, is_small=is_small).read_bytes()
    except FileNotFoundError as error:
        raise UnknownPicture("There is no such picture.", next_step="It may have been removed.") from error


def pictures(subject: str) -> tuple[PictureCard, ...]:
    return tuple(card(row) for row in Picture.objects.filter(subject=subject).order_by("at", "id"))


def pictures_of(subjects: Iterable[str]) -> dict[str, tuple[PictureCard, ...]]:
    """The pictures of several subjects, in one query."""
    found: defaultdict[str, list[PictureCard]] = defaultdict(list)
    for row in Picture.objects.filter(subject__in=list(subjects)).order_by("at", "id"):
        found[row.subject].append(card(row))
    return {subject: tuple(cards) for subject, cards in found.items()}
