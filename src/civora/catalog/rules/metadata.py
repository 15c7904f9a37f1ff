"""What may be said of a dataset: lengths, languages, addresses, time zones. Pages make links of addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from civora.catalog.errors import BadMetadata
from civora.catalog.types import FieldChange, Metadata

LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
URL = re.compile(r"https?://[^\s<>\"]{1,980}", re.IGNORECASE)
LENGTHS = {"frequency": 40, "source_name": 300, "attribution": 500, "territory": 200}
TITLE_AT_MOST, TEXT_AT_MOST, KEYWORDS_AT_MOST, KEYWORD_AT_MOST = 300, 50_000, 100, 100


def checked(metadata: Metadata) -> Metadata:
    """The same with surrounding blanks and repeated keywords gone. Raises BadMetadata, with the place."""
    check_texts(metadata.title, "title", TITLE_AT_MOST)
    check_texts(metadata.description, "description", TEXT_AT_MOST)
    for name, most in LENGTHS.items():
        check_length(getattr(metadata, name) or "", name, most)
    if metadata.source_url and not URL.fullmatch(metadata.source_url.strip()):
        raise BadMetadata(
            f"source_url: {metadata.source_url[:100]!r} is not an address on the web.", next_step="Begin with https://."
        )
    check_zone(metadata.timezone or "")
    if metadata.language:
        check_language(metadata.language, "language")
    url = metadata.source_url.strip() if metadata.source_url else metadata.source_url
    return replace(metadata, source_url=url, keywords=keywords(metadata.keywords))


def check_texts(by_language: dict[str, str] | None, place: str, most: int) -> None:
    for lang, text in (by_language or {}).items():
        check_language(lang, place)
        check_length(text, f"{place}, {lang}", most)


def check_field(name: str, change: FieldChange) -> None:
    """Raises BadMetadata."""
    check_texts(change.label, f"label of {name}", TITLE_AT_MOST)
    check_texts(change.description, f"description of {name}", TEXT_AT_MOST)
    check_length(change.unit or "", f"unit of {name}", 40)
    check_length(change.hierarchy or "", f"hierarchy of {name}", 5)


def check_language(lang: str, place: str) -> None:
    if not LANGUAGE.fullmatch(lang):
        raise BadMetadata(f"{place}: {lang[:20]!r} is no language.", next_step="Write two letters: en, fr, de.")


def check_length(text: str, place: str, most: int) -> None:
    if len(text) > most:
        raise BadMetadata(f"{place} has {len(text):,} letters.", next_step=f"Shorten it to {most:,}.")


def check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadMetadata(
            f"timezone: {zone[:60]!r} is no time zone.", next_step="Write it like Europe/Berlin."
        ) from error


def keywords(given: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Each once, in the order given. Raises BadMetadata."""
    if given is None:
        return None
    kept = tuple(dict.fromkeys(word for word in (one.strip() for one in given) if word))
    for word in kept:
        check_length(word, "keyword", KEYWORD_AT_MOST)
    if len(kept) > KEYWORDS_AT_MOST:
        raise BadMetadata(f"There are {len(kept)} keywords.", next_step=f"Keep the best {KEYWORDS_AT_MOST}.")
    return kept
