"""Text to `PbFile`. Whatever breaks the format is said with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from civora.core.tally.errors import BrokenFile
from civora.core.tally.pb.types import PbFile, Row, Table

SECTIONS = ("META", "PROJECTS", "VOTES")
FIRST_COLUMN = {"META": "key", "PROJECTS": "project_id", "VOTES": "voter_id"}
NEEDED_COLUMN = {"META": "value", "PROJECTS": "cost", "VOTES": "vote"}
LARGEST = 512 * 1024 * 1024


def read(data: bytes | str) -> PbFile:
    """The file's three sections. Raises `BrokenFile`."""
    text = data if isinstance(data, str) else decoded(data)
    bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise BrokenFile("The file is empty.", next_step="Give a file with the sections META, PROJECTS and VOTES.")
    newline = "\r\n" if "\r\n" in text else "\n"
    found = sections(text)
    return PbFile(
        found["META"], found["PROJECTS"], found["VOTES"],
        bom=bom, newline=newline, newline_at_end=text.endswith(("\n", "\r")),
    )  # fmt: skip


def decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise BrokenFile(f"The file has {len(data):,} bytes; {LARGEST:,} are the most that is read.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenFile("These bytes are not UTF-8 text.", line=line, next_step="Save the file as UTF-8.") from None


def sections(text: str) -> dict[str, Table]:
    """The rows under each section name, in the order META, PROJECTS, VOTES."""
    found: dict[str, Table] = {}
    current: Table | None = None
    for line, row in rows(text):
        name = row[0].strip() if len(row) == 1 else ""
        if name in SECTIONS:
            current = opened(name, found, line)
        elif current is None:
            raise BrokenFile(f"The file begins with “{';'.join(row)[:60]}”, not with META.", line=line)
        elif not current.header:
            current.header.extend(headings(row, list(found)[-1], line))
        else:
            current.rows.append(filled(row, current, line))
            current.lines.append(line)
    for name in SECTIONS:
        if name not in found or not found[name].header:
            raise BrokenFile(f"The section {name} is missing or empty.")
    return found


def rows(text: str) -> Iterator[tuple[int, Row]]:
    """Every row that is not blank, with the line on which it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise BrokenFile(f"The row cannot be read ({error}).", line=reader.line_num) from None


def opened(name: str, found: dict[str, Table], line: int) -> Table:
    expected = SECTIONS[len(found)] if len(found) < len(SECTIONS) else "nothing more"
    if name != expected:
        raise BrokenFile(f"The section {name} stands where {expected} was expected.", line=line)
    found[name] = Table([], [])
    return found[name]


def headings(row: Row, section: str, line: int) -> Row:
    names = [cell.strip() for cell in row]
    if names[0] != FIRST_COLUMN[section]:
        raise BrokenFile(f"{section} must begin with the column {FIRST_COLUMN[section]}, not “{names[0]}”.", line=line)
    if NEEDED_COLUMN[section] not in names:
        raise BrokenFile(f"{section} has no column {NEEDED_COLUMN[section]}.", line=line)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BrokenFile(f"{section} has the column “{twice}” twice.", line=line)
    return names


def filled(row: Row, table: Table, line: int) -> Row:
    """The row as it is; too many cells mean that a semicolon stands unquoted."""
    if len(row) > len(table.header):
        raise BrokenFile(
            f"The row has {len(row)} cells, the header {len(table.header)}.",
            line=line, next_step="Put double quotes around a cell that contains a semicolon.",
        )  # fmt: skip
    return row
