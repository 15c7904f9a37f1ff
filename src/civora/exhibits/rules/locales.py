"""Numbers and dates on axes, as each language writes them (d3's words for them)."""

from __future__ import annotations

from typing import Any

NUMBERS = {
    "en": {"decimal": ".", "thousands": ","}, "fr": {"decimal": ",", "thousands": "\u202f"}, "de": {"decimal": ",", "thousands": "."},
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
}
DAYS = {
    "en": "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
    "fr": "dimanche lundi mardi mercredi jeudi vendredi samedi",
    "de": "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
}


def locale(lang: str) -> dict[str, Any]:
    lang = lang if lang in NUMBERS else "en"
    days = DAYS[lang].split()
    return {
        "number": {**NUMBERS[lang], "grouping": [3], "currency": ["", ""], "minus": "−"},
        "time": {
            "dateTime": "%A, %e %B %Y, %X", "date": "%-d %b %Y", "time": "%H:%M:%S", "periods": ["AM", "PM"], "days": days,
            "shortDays": [day[:3] for day in days], "months": MONTHS[lang].split(), "shortMonths": SHORT[lang].split(),
        },
    }  # fmt: skip
