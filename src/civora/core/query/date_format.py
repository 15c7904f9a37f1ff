"""The format of `date_format(d, "…")`, read into parts: symbols that `lake.compile` writes as SQL, and literal text.

Source: Explore API v2.1 (Joda-Time's symbols, a subset).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civora.core.errors import Refused

SYMBOLS = {
    "yy": "year, two digits",
    "yyyy": "year, four digits",
    "xx": "ISO week-year, two digits",
    "xxxx": "ISO week-year, four digits",
    "w": "ISO week",
    "ww": "ISO week, two digits",
    "e": "weekday, Monday = 1",
    "E": "short weekday name",
    "EEEE": "full weekday name",
    "D": "day of the year",
    "DDD": "day of the year, three digits",
    "M": "month",
    "MM": "month, two digits",
    "MMM": "short month name",
    "MMMM": "full month name",
    "d": "day",
    "dd": "day, two digits",
    "H": "hour",
    "HH": "hour, two digits",
    "m": "minute",
    "mm": "minute, two digits",
    "s": "second",
    "ss": "second, two digits",
}
ALSO = {"YY": "yy", "YYYY": "yyyy", "y": "yyyy", "Y": "yyyy", "x": "xxxx", "EE": "E", "EEE": "E", "DD": "DDD"}
TOKEN = re.compile(r"(?P<quoted>'(?:[^']|'')*')|(?P<symbol>([A-Za-z])\3*)|(?P<other>[^A-Za-z']+)", re.DOTALL)
LONGEST = 200


class BadDateFormat(Refused):
    """A symbol that date_format does not know, or a quote without its end."""

    code = "core.bad_date_format"


@dataclass(frozen=True, slots=True)
class Part:
    """Either a symbol (a key of SYMBOLS) or literal text."""

    text: str
    is_symbol: bool


@lru_cache(maxsize=256)
def parts(text: str) -> tuple[Part, ...]:
    """The parts of a format, in order. Raises BadDateFormat."""
    if len(text) > LONGEST:
        raise BadDateFormat(f"A date format has at most {LONGEST} characters.")
    found: list[Part] = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise BadDateFormat(f"The date format has a quote without its end: {text[position:][:40]}.")
        found.append(_part(match))
        position = match.end()
    return tuple(found)


def _part(match: re.Match[str]) -> Part:
    if match["quoted"]:
        inner = match["quoted"][1:-1]
        return Part(inner.replace("''", "'") if inner else "'", is_symbol=False)
    if match["other"]:
        return Part(match["other"], is_symbol=False)
    symbol = ALSO.get(match["symbol"], match["symbol"])
    if symbol not in SYMBOLS:
        raise BadDateFormat(
            f"Unknown symbol in a date format: {match['symbol'][:20]}.",
            next_step=f"Use {' '.join(SYMBOLS)}, and put other letters in single quotes.",
        )
    return Part(symbol, is_symbol=True)
