"""The city's own texts, each in the language that can be had: asked for, the city's, the one it was written in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings

from civora.assembly.models import Text
from civora.assembly.types import Said

ByField = dict[str, dict[str, str]]


def texts(subjects: Iterable[str]) -> dict[str, ByField]:
    """All texts of several rows, in one query. Human words win over a machine's in the same language."""
    found: dict[str, ByField] = defaultdict(lambda: defaultdict(dict))
    for row in Text.objects.filter(subject__in=list(subjects)).order_by("source"):  # human, then machine
        found[row.subject][row.field].setdefault(row.language, row.text)
    return found


def said(known: dict[str, ByField], subject: str, field: str, lang: str, original: str) -> Said:
    by_language = known.get(subject, {}).get(field, {})
    for code in (lang, settings.LANGUAGE_CODE, original, *by_language):
        if by_language.get(code):
            return Said(by_language[code], "" if code == lang else code)
    return Said()


def in_all_languages(subject: str) -> ByField:
    """As the desk edits them: field → language → text."""
    return {field: dict(words) for field, words in texts([subject]).get(subject, {}).items()}
