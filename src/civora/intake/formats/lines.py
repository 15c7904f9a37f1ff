"""Rows from Python into a temporary table of text columns: written as JSON lines, read back by the engine at its speed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from civora.intake.errors import FileRefused
from civora.intake.rules.names import field_names
from civora.intake.types import Raw
from civora.lake.connect import literal, quoted

COLUMNS_AT_MOST = 2000
LINE_AT_LEAST = 1 << 20  # bytes; the reader sets aside a few such buffers


def table(
    con: Any, spool: Path, records: Iterable[Mapping[str, Any]], note: str, geometry: frozenset[str] = frozenset()
) -> Raw:
    """Any mappings: columns are the union of their keys, in order of appearance; values become text, null stays null."""
    path = spool / f"{uuid.uuid4().hex}.jsonl"
    headings: dict[str, None] = {}
    rows = longest = 0
    try:
        with path.open("w", encoding="utf-8") as file:
            for record in records:
                headings.update(dict.fromkeys(record))
                rows += 1
                line = json.dumps({key: text(value) for key, value in record.items()}, ensure_ascii=False) + "\n"
                longest = max(longest, 4 * len(line))
                file.write(line)
        check_shape(tuple(headings), rows)
        return loaded(con, path, tuple(headings), rows, note, geometry, max(longest, LINE_AT_LEAST))
    finally:
        path.unlink(missing_ok=True)


def loaded(
    con: Any, path: Path, headings: tuple[str, ...], rows: int, note: str, geometry: frozenset[str], longest: int
) -> Raw:
    names = field_names(headings)
    by_heading = dict(zip(headings, names, strict=True))
    columns = ", ".join(f"{literal(heading)}: 'VARCHAR'" for heading in headings)
    chosen = ", ".join(f"nullif(trim({quoted(heading)}), '') AS {quoted(by_heading[heading])}" for heading in headings)
    source = f"read_json({literal(str(path))}, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {longest})"
    con.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {chosen} FROM {source}")
    return Raw(
        "raw", names, headings, rows, note, frozenset(by_heading[name] for name in geometry if name in by_heading)
    )


def check_shape(headings: Sequence[str], rows: int) -> None:
    if not rows or not headings:
        raise FileRefused("The file holds no rows.", next_step="Check that it was exported completely.")
    if len(headings) > COLUMNS_AT_MOST:
        raise FileRefused(
            f"The file has {len(headings):,} columns; {COLUMNS_AT_MOST:,} is the most.",
            next_step="Turn columns into rows: one row per measurement.",
        )


def text(value: Any) -> str | None:
    """The value as text, exactly as written."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
