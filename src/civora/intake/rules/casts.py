"""The SQL that makes a typed value of a raw text: null where it does not fit, so that the row can be set aside."""

from __future__ import annotations

from civora.core.schema import FieldType
from civora.intake.rules.kinds import COMMA, DOUBLE, GROUPED, NO, NOTHING, YES, Kind
from civora.lake.connect import literal, quoted


def typed(column: str, kind: Kind, zone: str, separator: str = "") -> str:
    """An expression over the raw text column. `zone` reads times without offset."""
    value = quoted(column)
    if kind.type not in (FieldType.TEXT, FieldType.FILE, FieldType.JSON):
        value = f"(CASE WHEN lower({value}) NOT IN ({listed(tuple(sorted(NOTHING)))}) THEN {value} END)"
    if separator:
        return f"list_filter(list_transform(string_split({value}, {literal(separator)}), x -> trim(x)), x -> x <> '')"
    match kind.type:
        case FieldType.INT:
            return whole(value, kind.form)
        case FieldType.DOUBLE:
            return number(value, kind.form)
        case FieldType.BOOLEAN:
            return f"CASE WHEN lower({value}) IN ({listed((*YES, '1'))}) THEN true WHEN lower({value}) IN ({listed((*NO, '0'))}) THEN false END"
        case FieldType.DATE:
            return f"CAST({naive(value, kind.form or '%Y-%m-%d')} AS DATE)"
        case FieldType.DATETIME:
            return instant(value, kind.form, zone)
        case FieldType.GEO_SHAPE:
            return shape(value, kind.form)
        case FieldType.GEO_POINT:
            return point(value, kind.form)
        case FieldType.JSON:
            return f"TRY_CAST({value} AS JSON)"
        case _:
            return value


def is_nothing(column: str) -> str:
    """True where a text stands for "no value": -, n/a, null…"""
    return f"lower({quoted(column)}) IN ({listed(tuple(sorted(NOTHING)))})"


def listed(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)


def whole(value: str, form: str) -> str:
    """Only what prints as it was written: the engine's own cast rounds `1.5` and reads `007` and `0x10`.

    The form `any`, which a publisher decides, takes signs and leading zeros away.
    """
    number = f"TRY_CAST({value} AS BIGINT)"
    if form == "any":
        return f"CASE WHEN regexp_full_match({value}, '[+-]?[0-9]{{1,19}}') THEN {number} END"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {value} THEN {number} END"


def number(value: str, form: str) -> str:
    """Only what is written in the column's spelling: `1.5` among decimal commas is no 15."""
    plain, grouped = f"TRY_CAST({value} AS DOUBLE)", f"TRY_CAST(replace({value}, ',', '') AS DOUBLE)"
    fits = f"regexp_full_match({value}, {literal(DOUBLE.pattern)})"
    if form == "comma":
        turned = f"TRY_CAST(replace(replace({value}, '.', ''), ',', '.') AS DOUBLE)"
        return f"CASE WHEN regexp_full_match({value}, {literal(COMMA.pattern)}) THEN {turned} END"
    if form == "grouped":
        return f"CASE WHEN {fits} OR regexp_full_match({value}, {literal(GROUPED.pattern)}) THEN {grouped} END"
    return f"CASE WHEN {fits} THEN {plain} END"


def naive(value: str, form: str) -> str:
    """A time without zone. Years before 1000 are two-digit years in a four-digit column."""
    found = f"TRY_STRPTIME({value}, {literal(form)})"
    return f"CASE WHEN {found} >= TIMESTAMP '1000-01-01' THEN {found} END"


def instant(value: str, form: str, zone: str) -> str:
    if form in ("", "offset"):
        return f"TRY_CAST({value} AS TIMESTAMP WITH TIME ZONE)"
    return f"timezone({literal('UTC' if form.endswith('UTC') else zone)}, {naive(value, form)})"


def shape(value: str, form: str) -> str:
    if form == "wkt":
        return f"TRY(ST_GeomFromText(regexp_replace({value}, '^SRID=4326;', '')))"
    return f"TRY(ST_Force2D(ST_GeomFromGeoJSON({value})))"


def point(value: str, form: str) -> str:
    if form == "geojson":
        made = f"TRY(ST_GeomFromGeoJSON({value}))"
        return f"CASE WHEN {made} IS NULL THEN NULL ELSE {{'lon': ST_X({made}), 'lat': ST_Y({made})}} END"
    if form == "wkt":
        made = f"TRY(ST_GeomFromText({value}))"
        return f"CASE WHEN {made} IS NULL THEN NULL ELSE {{'lon': ST_X({made}), 'lat': ST_Y({made})}} END"
    return place(
        f"TRY_CAST(split_part(trim({value}, '() '), ',', 1) AS DOUBLE)",
        f"TRY_CAST(split_part(trim({value}, '() '), ',', 2) AS DOUBLE)",
    )


def place(lat: str, lon: str) -> str:
    """A point where both numbers are degrees, else null."""
    return f"CASE WHEN {lat} BETWEEN -90 AND 90 AND {lon} BETWEEN -180 AND 180 THEN {{'lon': {lon}, 'lat': {lat}}} END"
