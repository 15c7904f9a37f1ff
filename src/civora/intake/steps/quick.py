"""Large text tables in one pass: types are taken from a sample of the whole file, and every value is held against them
while it is stored. The first that does not fit stops the pass; the file is then read with care, row by row set aside.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from civora.core.schema import FieldType
from civora.intake.formats import tables
from civora.intake.rules import casts, zones
from civora.intake.rules.names import field_names
from civora.intake.steps import typed
from civora.intake.types import Column, FieldOverride, Raw
from civora.lake.connect import literal, quoted

AT_LEAST = 32_000_000  # bytes; smaller files are read with care at once
PLACES, PIECE = 48, 1 << 16
LENGTHS = {
    "%Y-%m-%d": 10, "%Y-%m-%d %H:%M": 16, "%Y-%m-%dT%H:%M": 16, "%Y-%m-%d %H:%M:%S": 19, "%Y-%m-%dT%H:%M:%S": 19,
}  # fmt: skip
MISFIT = "error('a value does not fit its column')"


@dataclass(frozen=True, slots=True)
class Pass:
    """The columns, and the SELECT that reads the file and stops at the first value that does not fit."""

    columns: tuple[Column, ...]
    source: str


def one_pass(path: Path, con: Any, spool: Path, zone: str, overrides: Mapping[str, FieldOverride]) -> Pass | None:
    """None where the file is small, or its sample already shows lines or columns that need care."""
    if path.stat().st_size < AT_LEAST:
        return None
    pieces = sampled(path)
    if pieces is None:
        return None
    raw, delimiter, has_header = pieces_read(pieces, con, spool)
    if raw.set_aside:
        return None
    columns = typed.columns(raw, con, zone, overrides)
    strict = tuple(strictly(one) for one in columns)
    if any(one is None for one in strict):
        return None
    file = f"read_csv({literal(str(path))}, {tables.dialect(raw.names, delimiter, has_header=has_header)})"
    return Pass(columns, selected(columns, tuple(one or "" for one in strict), zone, file))


def selected(columns: tuple[Column, ...], strict: tuple[str, ...], zone: str, file: str) -> str:
    """Every column typed below; above, points are made of two of them, and times get their zone."""
    by_source = {one.sources[0]: one for one in columns if len(one.sources) == 1}
    inner = ", ".join(
        f"{sql} AS {quoted(one.sources[0])}" for one, sql in zip(columns, strict, strict=True) if len(one.sources) == 1
    )
    return f"SELECT {', '.join(outer(one, zone, by_source) for one in columns)} FROM (SELECT {inner} FROM {file})"


def outer(column: Column, zone: str, by_source: Mapping[str, Column]) -> str:
    source, name = quoted(column.sources[0]), quoted(column.field.name)
    if len(column.sources) > 1:
        return f"{casts.place(source, quoted(column.sources[1]))} AS {name}"
    if is_naive(column):
        return f"{zones.instant(source, 'UTC' if column.form.endswith('UTC') else zone)} AS {name}"
    return f"{source} AS {name}"


def is_naive(column: Column) -> bool:
    return column.field.type is FieldType.DATETIME and "%" in column.form


# ---- one value ----------------------------------------------------------------------------------------------------


def strictly(column: Column) -> str | None:
    """SQL that reads the column's text, or stops the pass. None where the column needs care."""
    value = quoted(column.sources[0])
    if len(column.sources) > 1:
        return ""
    if column.field.type is FieldType.TEXT and not column.field.separator:
        return (
            f"CASE WHEN {value} IS NOT NULL THEN {MISFIT} END"
            if column.why == "empty"
            else f"nullif(trim({value}), '')"
        )
    if column.field.type is FieldType.INT and column.form != "any":
        return whole(value)
    if column.form in LENGTHS:
        kind = "DATE" if column.field.type is FieldType.DATE else "TIMESTAMP"
        return f"CASE WHEN strlen({value}) = {LENGTHS[column.form]} THEN CAST({value} AS {kind}) WHEN {value} IS NOT NULL THEN {MISFIT} END"
    made = casts.naive(value, column.form) if is_naive(column) else column.sql
    nothing = casts.is_nothing(column.sources[0])
    return f"CASE WHEN {value} IS NULL OR {made} IS NOT NULL OR {nothing} THEN {made} ELSE {MISFIT} END"


def whole(value: str) -> str:
    """Only what prints as it was written: the engine's own cast reads `007`, `1_000` and `1e3`, and rounds `1.5`."""
    number = f"CAST({value} AS BIGINT)"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {value} THEN {number} WHEN {value} IS NOT NULL THEN {MISFIT} END"


# ---- the sample ---------------------------------------------------------------------------------------------------


def sampled(path: Path) -> bytes | None:
    """The head, and whole lines from places all over the file. None where it is not UTF-8."""
    size = path.stat().st_size
    with path.open("rb") as file:
        found = [file.read(tables.SAMPLE)]
        found[0] = found[0][: found[0].rfind(b"\n") + 1]
        for number in range(1, PLACES):
            file.seek(max(size * number // PLACES, len(found[0])))
            piece = file.read(PIECE)
            found.append(piece[piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1])
    text = b"".join(found)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text


def pieces_read(text: bytes, con: Any, spool: Path) -> tuple[Raw, str, bool]:
    path = spool / f"{uuid.uuid4().hex}.csv"
    path.write_bytes(text)
    try:
        raw = tables.read_plain(path, con, "utf-8")
        delimiter, headings, has_header = tables.head(path)
        return replace(raw, names=field_names(headings)), delimiter, has_header
    finally:
        path.unlink()
