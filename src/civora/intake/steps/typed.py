"""The columns of a delivery: name, type and the SQL that makes them, from the file and from what the publisher decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civora.core.schema import NUMERIC, Field, FieldType, Schema
from civora.intake.errors import BadOverride
from civora.intake.rules import casts
from civora.intake.rules.kinds import CLEAR, CODES, LONG, TEXT, Kind, kind, kinds
from civora.intake.steps import places
from civora.intake.types import Column, FieldOverride, Raw
from civora.lake.connect import quoted

SAMPLE_ROWS = 20_000
FACET_AT_MOST = 60
FACET_LENGTH = 60


def columns(raw: Raw, con: Any, zone: str, overrides: Mapping[str, FieldOverride]) -> tuple[Column, ...]:
    """One `Column` per column of the file that is not left out, and a point where two of them are a place.

    `overrides` are by the name that the file's heading became, or by the heading itself.
    Raises BadOverride for a name that the file does not have.
    """
    check_known(raw, overrides)
    found = [column(raw, con, index, zone, overrides) for index in range(len(raw.names))]
    kept = [one for one, override in found if not override.is_left_out]
    return places.with_point(tuple(kept), con, raw)


def check_known(raw: Raw, overrides: Mapping[str, FieldOverride]) -> None:
    unknown = [name for name in overrides if name not in raw.names and name not in raw.labels and name != places.POINT]
    if unknown:
        raise BadOverride(
            f"The file has no column {unknown[0]!r}.", next_step=f"Its columns are {', '.join(raw.names)[:500]}."
        )


def column(
    raw: Raw, con: Any, index: int, zone: str, overrides: Mapping[str, FieldOverride]
) -> tuple[Column, FieldOverride]:
    name, label = raw.names[index], raw.labels[index]
    override = overrides.get(name) or overrides.get(label) or FieldOverride()
    values = sample(con, raw.table, name)
    found = geometry_kind(values) if name in raw.geometry else settled(con, raw, name, kinds(values, raw.decimal))
    if override.type and override.type is not found.type:
        found = replace(decided(override.type, values), why="decided by the publisher")
    separator = override.separator or ""
    field = Field(
        name=override.name or name,
        type=FieldType.TEXT if separator else found.type,
        label=override.label or label,
        description=override.description or "",
        unit=override.unit or unit_in(label),
        is_facet=is_facet(con, raw, name, found) if override.is_facet is None else override.is_facet,
        is_key=bool(override.is_key),
        is_disjunctive=bool(override.is_disjunctive),
        separator=separator,
        hierarchy=override.hierarchy or "",
    )
    sql = casts.typed(name, found, zone, separator)
    return Column(field, sql, found.why, (name,), found.form), override


def sample(con: Any, table: str, name: str) -> list[str]:
    """Values spread over the whole column."""
    rows = con.execute(
        f"SELECT {quoted(name)} FROM (SELECT {quoted(name)} FROM {table} USING SAMPLE reservoir({SAMPLE_ROWS} ROWS) REPEATABLE (7)) "
        f"WHERE {quoted(name)} IS NOT NULL LIMIT 2000"
    ).fetchall()
    return [str(row[0]).strip() for row in rows]


def settled(con: Any, raw: Raw, name: str, found: tuple[Kind, ...]) -> Kind:
    """Of all that the sample may be, what most values of the whole column are; text where fewer than 95 of 100 fit.

    Digits that a number would lose keep the column text.
    """
    typed = tuple(one for one in found if one.type is not FieldType.TEXT)
    if not typed:
        return found[0] if found else TEXT
    value = quoted(name)
    counts = ", ".join(f"count({casts.typed(name, one, 'UTC')})" for one in typed)
    filled, zeros, long, *fitting = con.execute(
        f"SELECT count({value}) FILTER (NOT {casts.is_nothing(name)}), "
        f"count(*) FILTER (regexp_full_match({value}, '[+-]?0[0-9]+|[+][0-9]+')), "
        f"count(*) FILTER (regexp_full_match({value}, '[+-]?[0-9]{{16,}}')), {counts} FROM {raw.table}"
    ).fetchone()
    most = max(fitting)
    best = typed[fitting.index(most)]
    if zeros and best.type in NUMERIC:
        return CODES
    if long and (best.type is FieldType.DOUBLE or (best.type is FieldType.INT and most < filled)):
        return LONG
    return best if most and most >= CLEAR * filled else TEXT


def geometry_kind(values: list[str]) -> Kind:
    points = values and all('"Point"' in value[:80] for value in values)
    return Kind(FieldType.GEO_POINT if points else FieldType.GEO_SHAPE, "geojson", "places" if points else "shapes")


def decided(wanted: FieldType, values: list[str]) -> Kind:
    """The publisher's type, read in the spelling that the values have."""
    guess = kind([value for value in values if kind([value]).type is wanted] or values)
    if guess.type is wanted:
        return guess
    spelling = {FieldType.INT: "any", FieldType.DOUBLE: "point", FieldType.DATE: "%Y-%m-%d", FieldType.DATETIME: "offset",
                FieldType.GEO_SHAPE: "geojson", FieldType.GEO_POINT: "pair"}  # fmt: skip
    return Kind(wanted, spelling.get(wanted, ""))


def unit_in(label: str) -> str:
    """`Power [kW]`, `Temp (°C)`: the unit that a heading ends with."""
    for left, right in (("[", "]"), ("(", ")")):
        if label.rstrip().endswith(right) and left in label:
            inside = label.rstrip()[label.rindex(left) + 1 : -1].strip()
            if 0 < len(inside) <= 12 and not inside.isdigit():  # noqa: PLR2004 (units are short)
                return inside
    return ""


def is_facet(con: Any, raw: Raw, name: str, found: Kind) -> bool:
    """Short texts that repeat are worth a filter."""
    if found.type is FieldType.BOOLEAN:
        return True
    if found.type is not FieldType.TEXT:
        return False
    value = quoted(name)
    distinct, filled, longest = con.execute(
        f"SELECT approx_count_distinct({value}), count({value}), max(length({value})) FROM {raw.table}"
    ).fetchone()
    return (
        bool(filled)
        and 1 < distinct <= FACET_AT_MOST
        and distinct <= max(2, filled // 3)
        and (longest or 0) <= FACET_LENGTH
    )


def schema(found: tuple[Column, ...]) -> Schema:
    return Schema(tuple(one.field for one in found))


def numbers(found: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(one for one in found if one.field.type in NUMERIC)
