"""Excel workbooks, written row by row to a spool file. A sheet holds 1,048,576 rows and 16,384 columns."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.reading.errors import FormatTooSmall
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import heading, iso, over
from civora.reading.writers.types import Source

ROWS_AT_MOST = 1_048_575
COLUMNS_AT_MOST = 16_384
CELL_AT_MOST = 32_767
NO_SIGN = "\x01"
CHUNK = 1 << 20


class Xlsx:
    card = FormatCard(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        "Excel",
        rows_at_most=ROWS_AT_MOST,
    )

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        if len(source.columns) > COLUMNS_AT_MOST:
            raise FormatTooSmall(f"Excel holds {COLUMNS_AT_MOST:,} columns.", next_step="Choose CSV or Parquet.")
        path = source.spool / f"{uuid.uuid4().hex}.xlsx"
        try:
            write(path, source, use_labels=options.use_labels)
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        finally:
            path.unlink(missing_ok=True)


def write(path: Path, source: Source, *, use_labels: bool) -> None:
    import openpyxl  # noqa: PLC0415 (heavy; only those who write a workbook pay)

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title_of(source.title))
    sheet.append([heading(column, use_labels=use_labels) for column in source.columns])
    zone = ZoneInfo(source.zone)
    for row in rows(source):
        sheet.append([cell(value, column, zone) for value, column in zip(row, source.columns, strict=True)])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def rows(source: Source) -> Iterator[list[Any]]:
    """Row by row out of a stream, so that a million of them need no memory."""
    values = ", ".join(value(column) for column in source.columns)
    statement = over(source, f"CAST(json_array({values}) AS VARCHAR) AS row")
    copy = f"FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER {literal(NO_SIGN)}"
    rest = b""
    for chunk in source.lake.stream(statement, copy):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (json.loads(line) for line in lines)


def value(column: ColumnOut) -> str:
    name = quoted(column.name)
    if column.type is FieldType.DATETIME:
        return iso(column, "UTC")
    if column.type is FieldType.DOUBLE:
        return f"CASE WHEN isfinite({name}) THEN {name} END"
    return name


def title_of(text: str) -> str:
    return "".join(sign for sign in text if sign not in "[]:*?/\\")[:31] or "Data"


def cell(value: Any, column: ColumnOut, zone: ZoneInfo) -> Any:
    """A value of JSON as a workbook has it."""
    if value is None:
        return None
    if column.type is FieldType.DATETIME:
        return moment(value, datetime.fromisoformat(value).astimezone(zone).replace(tzinfo=None))
    if column.type is FieldType.DATE:
        return moment(value, date.fromisoformat(value))
    if column.type is FieldType.GEO_POINT and isinstance(value, dict):
        return f"{value['lat']}, {value['lon']}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)  # Excel keeps 15 digits
    return clean(value) if isinstance(value, str) else value


def moment(text: str, value: date) -> date | str:
    """Excel's days begin with 1900; what is older stays text."""
    return value if value.year >= 1900 else text  # noqa: PLR2004 (the first year of its calendar)


def clean(text: str) -> str:
    """Without the control signs that a workbook may not hold, cut at a cell's length."""
    return "".join(sign for sign in text if sign in "\t\n\r" or ord(sign) >= 32)[:CELL_AT_MOST]  # noqa: PLR2004 (space)
