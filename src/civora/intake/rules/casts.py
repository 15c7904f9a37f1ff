"""The SQL that makes a typed value of a raw text: null where it does not fit, so that the row can be set aside."""

from __future__ import annotations

from civora.core.schema import FieldType
from civora.intake.rules.kinds import NO, NOTHING, YES, Kind
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
            return f"TRY_CAST({value} AS BIGINT)"
        case FieldType.DOUBLE:
            return f"TRY_CAST({number(value, kind.form)} AS DOUBLE)"
        case FieldType.BOOLEAN:
            return f"CASE WHEN lower({value}) IN ({listed((*YES, '1'))}) THEN true WHEN lower({value}) IN ({listed((*NO, '0'))}) THEN false END"
        case FieldType.DATE:
            return f"CAST(TRY_STRPTIME({value}, {literal(kind.form or '%Y-%m-%d')}) AS DATE)"
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


def number(value: str, form: str) -> str:
    if form == "comma":
        return f"replace(replace({value}, '.', ''), ',', '.')"
    return f"replace({value}, ',', '')" if form == "grouped" else value


def instant(value: str, form: str, zone: str) -> str:
    if form in ("", "offset"):
        return f"TRY_CAST({value} AS TIMESTAMP WITH TIME ZONE)"
    naive = f"TRY_STRPTIME({value}, {literal(form)})"
    return f"timezone({literal('UTC' if form.endswith('UTC') else zone)}, {naive})"


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
