"""Numbers, sizes, dates and ages as each language writes them. Pure: no request, no settings.

English 1,617.5 · French 1 617,5 (narrow no-break space) · German 1.617,5. A minus is `−`. Unknown languages read as English.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import dateformat, translation
from django.utils.translation import gettext, ngettext

NARROW = "\u202f"
MARKS = {"en": (",", "."), "fr": (NARROW, ","), "de": (".", ",")}
SPACED_PERCENT = {"fr", "de"}
DAY = {"en": "j F Y", "fr": "j F Y", "de": "j. F Y"}
SHORT_DAY = {"en": "j M Y", "fr": "j N Y", "de": "j. N Y"}
WEEKDAY = {"en": "l j F", "fr": "l j F", "de": "l, j. F"}
MONTH = {"en": "F Y", "fr": "F Y", "de": "F Y"}
UNITS = {"fr": ("o", "Ko", "Mo", "Go", "To")}
BYTES = ("B", "KB", "MB", "GB", "TB")

Number = int | float


def language() -> str:
    """The page's language as two letters."""
    return (translation.get_language() or "en")[:2]


def number(value: Number, digits: int | None = None, lang: str = "") -> str:
    """`digits` None: whole numbers as they are, others with at most two places, without trailing zeros."""
    group, point = MARKS.get(lang or language(), MARKS["en"])
    text = f"{abs(value):,.{2 if digits is None else digits}f}"
    if digits is None:
        text = text.rstrip("0").rstrip(".")
    negative = value < 0 and text.strip("0.,")
    whole, _, part = text.partition(".")
    return ("−" if negative else "") + whole.replace(",", group) + (point + part if part else "")


def percent(value: Number, digits: int = 0, lang: str = "") -> str:
    """20.4 → `20%`, `20 %`."""
    lang = lang or language()
    return number(value, digits, lang) + (NARROW + "%" if lang in SPACED_PERCENT else "%")


def short_number(value: Number) -> str:
    """A count for a list: exact below 100,000, then `2.6 million`."""
    if abs(value) < 100_000:
        return number(value)
    if abs(value) < 1_000_000:
        return number(round(value / 1000) * 1000)
    return gettext("{n} million").format(n=number(value / 1e6, 1))


def size(count: int, lang: str = "") -> str:
    """Bytes as 4 KB, 1.2 MB; powers of 1,000."""
    lang = lang or language()
    units = UNITS.get(lang, BYTES)
    value, step = float(count), 0
    while value >= 999.5 and step < len(units) - 1:
        value, step = value / 1000, step + 1
    digits = 1 if step > 1 and value < 9.95 else 0
    return f"{number(value, digits, lang)} {units[step]}"


def _dated(value: date, patterns: dict[str, str]) -> str:
    return dateformat.format(value, patterns.get(language(), patterns["en"]))


def day(value: date) -> str:
    """15 May 2025 · 15 mai 2025 · 15. Mai 2025. Datetimes must already be in the zone of the page."""
    return _dated(value, DAY)


def short_day(value: date) -> str:
    return _dated(value, SHORT_DAY)


def weekday(value: date) -> str:
    """Thursday 15 May · jeudi 15 mai · Donnerstag, 15. Mai."""
    return _dated(value, WEEKDAY)


def weekday_name(value: date) -> str:
    return dateformat.format(value, "l")


def month(value: date) -> str:
    return _dated(value, MONTH)


def clock(value: datetime) -> str:
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """15 May 2025, 09:15."""
    return f"{day(value)}, {clock(value)}"


def age(seconds: float) -> str:
    """How long ago, in one unit: `2 minutes old`. Times in the future read as just now."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 120:
        return ngettext("{n} minute old", "{n} minutes old", minutes).format(n=number(minutes))
    hours = minutes // 60
    if hours < 48:
        return ngettext("{n} hour old", "{n} hours old", hours).format(n=number(hours))
    days = hours // 24
    return ngettext("{n} day old", "{n} days old", days).format(n=number(days))


def recently(value: datetime, now: datetime) -> str:
    """A time in a list of what is new: the clock today, the weekday this week, else the day."""
    if value.date() == now.date():
        return clock(value)
    if timedelta() <= now.date() - value.date() < timedelta(days=7):
        return dateformat.format(value, "l")
    return short_day(value)
