"""Excel workbooks: the first sheet with a table; the headings are the first row with most cells filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from civora.intake.errors import FileRefused
from civora.intake.formats import lines
from civora.intake.types import Raw

UNPACKED_AT_MOST = 2_000_000_000
RATIO_AT_MOST = 300


class Xlsx:
    name = "an Excel workbook"
    endings = (".xlsx",)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def fits(self, head: bytes, name: str) -> bool:
        return head.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in head or b"xl/" in head[:4096])

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        import openpyxl  # noqa: PLC0415 (heavy; only those who read a workbook pay)

        check_zip(path)
        try:
            book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise FileRefused(
                "This workbook is broken.", next_step="Open it in Excel and save it once more."
            ) from error
        for sheet in book.worksheets:
            found = list(records(sheet))
            if found:
                note = f"Sheet “{sheet.title}”" + (
                    f", first of {len(book.worksheets)}." if len(book.worksheets) > 1 else "."
                )
                return lines.table(con, spool, found, note)
        raise FileRefused("No sheet of this workbook holds a table.", next_step="Put headings in its first row.")


def check_zip(path: Path) -> None:
    """Refuse a workbook that would unpack to far more than it weighs. Raises FileRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileRefused("This file ends too early.", next_step="Download it again from its source.") from error
    if total > UNPACKED_AT_MOST or total > RATIO_AT_MOST * max(path.stat().st_size, 1):
        raise FileRefused(f"This file would unpack to {total:,} bytes.", next_step="Send the table as CSV.")


def records(sheet: Any) -> Iterator[dict[str, Any]]:
    """Rows by heading. Leading rows with a single cell (titles) are passed over."""
    rows = (tuple(row) for row in sheet.iter_rows(values_only=True))
    headings: list[str] = []
    for row in rows:
        filled = [cell for cell in row if cell not in (None, "")]
        if not headings:
            if len(filled) > 1 or (len(row) == 1 and filled):
                headings = [
                    str(cell).strip() if cell not in (None, "") else f"Column {n}" for n, cell in enumerate(row, 1)
                ]
        elif filled:
            yield {heading: cell_text(cell) for heading, cell in zip(unique(headings), row, strict=False)}


def unique(headings: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        found.append(heading if seen[heading] == 1 else f"{heading} {seen[heading]}")
    return found


def cell_text(value: Any) -> Any:
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return value
