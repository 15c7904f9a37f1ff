"""What a column of texts clearly is, judged on a sample; the whole column is then held against it.

A type is clear when at least 95 of 100 filled values have it. Identifiers stay text: leading zeros, more than 18 digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from civora.core.schema import FieldType

CLEAR = 0.95
LIKELY = 0.8
INT = re.compile(r"-?(0|[1-9]\d{0,17})")
CODE = re.compile(r"[+-]?0\d+|\d{19,}|\+\d+")
DOUBLE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
COMMA = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)")
POINT = re.compile(r"\(?\s*[+-]?\d{1,2}(\.\d+)?\s*,\s*[+-]?\d{1,3}(\.\d+)?\s*\)?")
WKT = re.compile(r"(SRID=4326;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z\s*)?\(.*\)", re.IGNORECASE | re.DOTALL)
GEOJSON = re.compile(r'\{.*"type"\s*:\s*"(Multi)?(Point|LineString|Polygon)".*\}', re.DOTALL)
YES = ("true", "yes", "oui", "ja", "vrai", "wahr", "t", "y", "j")
NO = ("false", "no", "non", "nein", "faux", "falsch", "f", "n")
NOTHING = frozenset(
    {"-", "–", "—", "n/a", "na", "nan", "null", "none", "k.a.", "k. a.", "..", "...", "#n/a", "nd", "n.d."}
)
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y%m%d", "%d.%m.%y", "%Y-%m")
CLOCKS = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%f", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M:%S UTC",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A type and how its texts are written: `form` is a date format, or names the number's or place's spelling."""

    type: FieldType
    form: str = ""
    why: str = ""


TEXT = Kind(FieldType.TEXT, why="text")
CODES = Kind(FieldType.TEXT, "code", "digits with leading zeros, kept as they are")
LONG = Kind(FieldType.TEXT, "code", "more digits than a number keeps")
Candidates = tuple[tuple[Callable[[str], bool], Kind], ...]


def kind(values: Sequence[str], decimal: str = ".") -> Kind:
    """What the sample most likely is. No value at all is text."""
    return (*kinds(values, decimal), TEXT)[0]


def kinds(values: Sequence[str], decimal: str = ".") -> tuple[Kind, ...]:
    """All that the sample may be, the likeliest first: the whole column decides between them. None: text.

    `decimal` is the file's decimal sign; it settles what `51,961` is where the column itself does not.
    """
    filled = [value for value in values if value and value.lower() not in NOTHING]
    if not filled:
        return (Kind(FieldType.TEXT, why="empty"),)
    if sum(bool(CODE.fullmatch(value)) for value in filled) > 0 and share(filled, is_digits) >= CLEAR:
        return (CODES,)
    return likely(filled, numbers(decimal)) or likely(filled, OTHERS) or moments(filled)


def likely(values: Sequence[str], candidates: Candidates) -> tuple[Kind, ...]:
    """The candidates that most values have, best first, the first of equals before the second."""
    shares = [(share(values, test), found) for test, found in candidates]
    return tuple(found for part, found in sorted(shares, key=lambda pair: -pair[0]) if part >= LIKELY)


def is_digits(value: str) -> bool:
    return value.lstrip("+-").isdigit()


def is_place(value: str) -> bool:
    """`51.96, 7.62`, with decimals: two whole numbers in a row are more likely something else."""
    return bool(POINT.fullmatch(value)) and value.count(".") == 2  # noqa: PLR2004 (two decimal points)


def moments(values: Sequence[str]) -> tuple[Kind, ...]:
    """The formats that read most values. Day before month where both would do."""
    few = values[:: max(1, len(values) // 40)][:40]
    if not any(any(sign in value for sign in "-./: ") or len(value) == len("20240131") for value in few):
        return ()
    some = [form for form in DATES + CLOCKS if share(few, lambda value, form=form: reads(value, form)) >= LIKELY / 2]
    shares = [(share(values, lambda value, form=form: reads(value, form)), form) for form in some]
    return tuple(dated(form) for part, form in sorted(shares, key=lambda pair: -pair[0]) if part >= LIKELY)


def dated(form: str) -> Kind:
    return Kind(FieldType.DATE if form in DATES else FieldType.DATETIME, form, words(form))


def words(form: str) -> str:
    for code, word in (("%Y", "year"), ("%m", "month"), ("%d", "day"), ("%H:%M:%S", "time"), ("%H:%M", "time"),
                       ("%I:%M:%S %p", "12 h time"), ("%I:%M %p", "12 h time"), ("%y", "year"), (".%f", "")):  # fmt: skip
        form = form.replace(code, word)
    return form


def reads(value: str, form: str) -> bool:
    try:
        found = datetime.strptime(value, form)  # noqa: DTZ007 (only whether it reads)
    except ValueError:
        return False
    return found.year >= 1000 and (form != "%Y%m%d" or len(value) == 8)  # noqa: PLR2004 (years of people)


def share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for value in values if test(value)) / len(values)


WHOLE = (lambda value: bool(INT.fullmatch(value)), Kind(FieldType.INT, why="whole numbers"))
WITH_POINT = (lambda value: bool(DOUBLE.fullmatch(value)), Kind(FieldType.DOUBLE, "point", "numbers"))
WITH_GROUPS = (
    lambda value: bool(GROUPED.fullmatch(value) or DOUBLE.fullmatch(value)),
    Kind(FieldType.DOUBLE, "grouped", "commas group thousands"),
)
WITH_COMMA = (lambda value: bool(COMMA.fullmatch(value)), Kind(FieldType.DOUBLE, "comma", "decimal comma"))


def numbers(decimal: str) -> Candidates:
    last = (WITH_COMMA, WITH_GROUPS) if decimal == "," else (WITH_GROUPS, WITH_COMMA)
    return (WHOLE, WITH_POINT, *last)


OTHERS: Candidates = (
    (lambda value: value.lower() in YES or value.lower() in NO, Kind(FieldType.BOOLEAN, why="yes or no")),
    (lambda value: bool(OFFSET.fullmatch(value)), Kind(FieldType.DATETIME, "offset", "instants with their offset")),
    (lambda value: bool(WKT.fullmatch(value)), Kind(FieldType.GEO_SHAPE, "wkt", "shapes as WKT")),
    (lambda value: bool(GEOJSON.fullmatch(value)), Kind(FieldType.GEO_SHAPE, "geojson", "shapes as GeoJSON")),
    (is_place, Kind(FieldType.GEO_POINT, "pair", "latitude and longitude")),
)  # fmt: skip
