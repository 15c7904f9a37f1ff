"""The words that specs use beside the names of columns, in one language; exhibits keep them in all."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from civora.exhibits.types import LANGUAGES


def words(lang: str) -> dict[str, str]:
    with translation.override(lang):
        return {
            "rest": gettext("all others"), "target": gettext("Target"), "hour": gettext("Hour of the day"), "day": gettext("Day of the month"),
            "row": gettext("Day"), "from": gettext("From"), "below": gettext("Below"), "count": gettext("Number of rows"),
            "p5": gettext("5 % lie below"), "q1": gettext("A quarter lies below"), "middle": gettext("Median"),
            "q3": gettext("A quarter lies above"), "p95": gettext("5 % lie above"), "day1": gettext("Mon"), "day2": gettext("Tue"),
            "day3": gettext("Wed"), "day4": gettext("Thu"), "day5": gettext("Fri"), "day6": gettext("Sat"), "day7": gettext("Sun"),
        }  # fmt: skip


def in_all_languages() -> dict[str, dict[str, str]]:
    """By word, then by language."""
    by_language = {lang: words(lang) for lang in LANGUAGES}
    return {name: {lang: by_language[lang][name] for lang in LANGUAGES} for name in by_language["en"]}
