"""Texts: present, short enough, and text."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext

from civora.assembly.errors import BadPlace, BadWords

LINE, TEXT, STATEMENT, REASON, SIGNATURE = 150, 10_000, 280, 1_000, 80
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
COST_AT_MOST = 10**12


def check_text(given: str, name: str, *, most: int = TEXT, is_line: bool = False, is_needed: bool = True) -> str:
    """The text without control signs and outer spaces. Raises BadWords; `name` is what people call the field."""
    text = NO_TEXT.sub("", unicodedata.normalize("NFC", given.replace("\r\n", "\n"))).strip()
    if is_line:
        text = " ".join(text.split())
    if is_needed and not text:
        raise BadWords(gettext("{field} is empty.").format(field=name), next_step=gettext("Write it in a few words."))
    if len(text) > most:
        raise BadWords(
            gettext("{field} has {n} characters, {most} fit.").format(field=name, n=len(text), most=most),
            next_step=gettext("Shorten it; details can be added as an attachment."),
        )
    return text


def check_texts(given: dict[str, str] | None, name: str, *, most: int = TEXT, is_needed: bool = True) -> dict[str, str]:
    """The same by language; empty ones are left out. Raises BadWords."""
    found = {
        check_language(lang): check_text(text, name, most=most, is_needed=False) for lang, text in (given or {}).items()
    }
    kept = {lang: text for lang, text in found.items() if text}
    if is_needed and not kept:
        raise BadWords(
            gettext("{field} is empty.").format(field=name), next_step=gettext("Write it in one language at least.")
        )
    return kept


def check_language(code: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise BadWords(f"{code[:20]!r} is no language.", next_step="Use a code such as en, fr or de.")
    return code


def check_place(lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    """Both or none, on earth. Raises BadPlace."""
    if lon is None and lat is None:
        return None, None
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 (degrees)
        raise BadPlace(
            gettext("This place is not on earth."),
            next_step=gettext("Give longitude and latitude in degrees, or neither."),
        )
    return round(lon, 6), round(lat, 6)


def check_cost(cost: int | None) -> int | None:
    """Raises BadPlace."""
    if cost is not None and not 0 <= cost <= COST_AT_MOST:
        raise BadPlace(
            gettext("This cost is not possible."), next_step=gettext("Give a whole amount from 0 on, or leave it open.")
        )
    return cost
