"""Rows with a value that does not fit its column are set aside whole, with row number, column, value and reason."""

from __future__ import annotations

from typing import Any

from civora.core.schema import FieldType
from civora.intake.rules import casts
from civora.intake.types import Column, Raw, SetAside
from civora.lake.connect import quoted

SHOWN_AT_MOST = 10_000
ROW, WHICH = '"civora row"', '"civora column"'  # no field name has a blank
WORDS = {
    FieldType.INT: "a whole number", FieldType.DOUBLE: "a number", FieldType.BOOLEAN: "yes or no",
    FieldType.DATE: "a date", FieldType.DATETIME: "a date and time", FieldType.GEO_POINT: "a place",
    FieldType.GEO_SHAPE: "a shape", FieldType.JSON: "JSON",
}  # fmt: skip


def misfit(column: Column) -> str:
    """True where the text is there and its typed value is not."""
    filled = " AND ".join(f"{quoted(one)} IS NOT NULL AND NOT {casts.is_nothing(one)}" for one in column.sources)
    return f"({filled} AND ({column.sql}) IS NULL)"


def strict(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns that can refuse a value. A point made of two columns cannot: its numbers are kept anyway."""
    return tuple(one for one in columns if one.field.type in WORDS and len(one.sources) == 1)


def condition(columns: tuple[Column, ...]) -> str:
    """True for rows that fit everywhere."""
    tests = [misfit(one) for one in strict(columns)]
    return f"NOT ({' OR '.join(tests)})" if tests else "true"


def count(raw: Raw, columns: tuple[Column, ...], con: Any) -> int:
    """How many rows are set aside in all."""
    row = con.execute(f"SELECT count(*) FROM {raw.table} WHERE NOT {condition(columns)}").fetchone()
    return int(row[0]) + raw.refused


def found(raw: Raw, columns: tuple[Column, ...], con: Any) -> tuple[SetAside, ...]:
    """The first rows set aside, in the order of the file: what the format refused and what the columns refuse."""
    checked = strict(columns)
    if not checked:
        return raw.set_aside
    any_misfit = " OR ".join(misfit(one) for one in checked)
    which = "CASE " + " ".join(f"WHEN {misfit(one)} THEN {index}" for index, one in enumerate(checked)) + " END"
    texts = ", ".join(quoted(one.sources[0]) for one in checked)
    rows = con.execute(
        f"SELECT {ROW}, {which} AS {WHICH}, {texts} FROM (SELECT row_number() OVER () AS {ROW}, * FROM {raw.table}) "
        f"WHERE {any_misfit} ORDER BY {ROW} LIMIT {SHOWN_AT_MOST}"
    ).fetchall()
    places = numbered([int(row[0]) for row in rows], [one.row for one in raw.set_aside])
    refused = (_reason(row, checked, place) for row, place in zip(rows, places, strict=True))
    return tuple(sorted((*raw.set_aside, *refused), key=lambda one: one.row))


def numbered(rows: list[int], gaps: list[int]) -> list[int]:
    """Row numbers of the file from those of the table, which lacks the rows in `gaps`. Both ascend."""
    found, before = [], 0
    for row in rows:
        while before < len(gaps) and gaps[before] <= row + before:
            before += 1
        found.append(row + before)
    return found


def _reason(row: tuple[Any, ...], checked: tuple[Column, ...], place: int) -> SetAside:
    column = checked[row[1]]
    value = str(row[2 + row[1]])
    words = WORDS[column.field.type]
    detail = f" ({column.why})" if column.why and column.field.type in (FieldType.DATE, FieldType.DATETIME) else ""
    return SetAside(place, column.field.name, value[:300], f"“{value[:80]}” is not {words}{detail}.")
