"""CSV and its kin: any delimiter, any encoding, headings or none; ragged lines are set aside."""

from __future__ import annotations

import csv
import uuid
from pathlib import Path
from typing import Any

import duckdb
from charset_normalizer import from_bytes

from civora.intake.errors import FileRefused
from civora.intake.rules.kinds import DOUBLE, INT
from civora.intake.rules.names import field_names
from civora.intake.types import Raw, SetAside
from civora.lake.connect import literal, quoted

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 1 << 18
WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ASIDE_AT_MOST = 10_000
CELL_AT_MOST = 10_000_000
csv.field_size_limit(CELL_AT_MOST)  # outlines of districts stand in cells
RAGGED = 0.05  # of the lines; more, and the file leaves out empty cells at the end of its lines by habit


class Csv:
    name = "a text table"
    endings = (".csv", ".tsv", ".txt", ".tab")
    media_type = "text/csv"

    def fits(self, head: bytes, name: str) -> bool:
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return True
        return b"\x00" not in head and sum(byte < 9 or 13 < byte < 32 for byte in head[:4096]) < 3  # noqa: PLR2004 (control signs)

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        encoding = encoding_of(path)
        plain = path if encoding in ("utf-8", "ascii") else recoded(path, encoding, spool)
        try:
            return read_plain(plain, con, encoding)
        finally:
            if plain is not path:
                plain.unlink(missing_ok=True)


def encoding_of(path: Path) -> str:
    """`utf-8` where it reads as such from beginning to end, else the best guess. Raises FileRefused."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if is_utf8(path):
        return "utf-8"
    guess = from_bytes(
        sample_around(path),
        cp_isolation=[
            "cp1252",
            "latin_1",
            "cp1250",
            "iso8859_15",
            "mac_roman",
            "cp1251",
            "shift_jis",
            "gb18030",
            "big5",
        ],
    ).best()
    if guess is None:
        raise FileRefused("The letters of this file cannot be read.", next_step="Save it as CSV in UTF-8.")
    return "cp1252" if guess.encoding in ("latin_1", "cp1252", "iso8859_15", "cp1250", "mac_roman") else guess.encoding


def is_utf8(path: Path) -> bool:
    import codecs  # noqa: PLC0415 (used here alone)

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 22):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def sample_around(path: Path) -> bytes:
    """Lines with letters beyond ASCII tell the encoding; the head of a large file may have none."""
    found = bytearray()
    with path.open("rb") as file:
        for line in file:
            if any(byte > 127 for byte in line):  # noqa: PLR2004 (ASCII ends there)
                found += line
            if len(found) > SAMPLE:
                break
    return bytes(found)


def recoded(path: Path, encoding: str, spool: Path) -> Path:
    target = spool / f"{uuid.uuid4().hex}.csv"
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        while chunk := source.read(1 << 22):
            out.write(chunk)
    return target


def head(path: Path) -> tuple[str, tuple[str, ...], bool]:
    """Delimiter, headings, and whether they stand in the file. Raises FileRefused."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(SAMPLE)
    delimiter = delimiter_of(sample)
    lines = [line for line in csv.reader(sample.splitlines(), delimiter=delimiter) if line][:200]
    if not lines:
        raise FileRefused("The file holds no rows.", next_step="Check that it was exported completely.")
    return delimiter, *headings_of(lines)


def read_plain(path: Path, con: Any, encoding: str) -> Raw:
    delimiter, headings, has_header = head(path)
    note = f"{WORDS[delimiter].capitalize()}, {'UTF-8' if encoding == 'utf-8' else encoding}."
    aside, refused = load(path, con, delimiter, headings, has_header=has_header)
    rows = con.execute("SELECT count(*) FROM raw").fetchone()[0]
    if refused > RAGGED * (rows + refused):
        aside, refused = load(path, con, delimiter, headings, has_header=has_header, is_padded=True)
        rows = con.execute("SELECT count(*) FROM raw").fetchone()[0]
        note += " Short lines are filled with empty cells."
    check_rows(rows, refused, len(headings))
    return Raw(
        "raw",
        field_names(headings),
        headings,
        rows,
        note,
        set_aside=aside,
        refused=refused,
        decimal=decimal_of(delimiter),
    )


def check_rows(rows: int, refused: int, cells: int) -> None:
    if not rows and not refused:
        raise FileRefused("The file has headings but no rows.", next_step="Check that it was exported completely.")
    if refused > rows:
        raise FileRefused(
            f"{refused:,} of {rows + refused:,} lines do not have the {cells} cells of the first line.",
            next_step="Check that the headings are the first line and that every line has as many cells.",
        )


def delimiter_of(sample: str) -> str:
    """The sign that splits most lines into the same number of parts, more than one if any does."""
    lines = sample.splitlines()[:100]
    whole = lines[:-1] if len(lines) > 1 else lines

    def score(sign: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(whole, delimiter=sign) if row]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0, usual)

    return max(DELIMITERS, key=score)


def headings_of(lines: list[list[str]]) -> tuple[tuple[str, ...], bool]:
    """The first line, unless a number stands in it: then the columns are numbered."""
    first = [cell.strip() for cell in lines[0]]
    numbers = sum(bool(INT.fullmatch(cell) or DOUBLE.fullmatch(cell)) for cell in first)
    has_header = len(lines) == 1 or numbers <= len(first) // 3
    usual = max(len(line) for line in lines[:50]) if not has_header else len(first)
    if not has_header:
        return tuple(f"Column {number}" for number in range(1, usual + 1)), False
    return tuple(cell or f"Column {number}" for number, cell in enumerate(first, 1)), True


def decimal_of(delimiter: str) -> str:
    """Who separates cells by semicolons does so because the comma stands in numbers."""
    return "," if delimiter == ";" else "."


def load(
    path: Path, con: Any, delimiter: str, headings: tuple[str, ...], *, has_header: bool, is_padded: bool = False
) -> tuple[tuple[SetAside, ...], int]:
    """Read all lines as text into `raw`. Returns the first lines with too many or too few cells, and how many there are."""
    names = field_names(headings)
    options = dialect(names, delimiter, has_header=has_header) + ", store_rejects = true"
    if is_padded:
        options += ", null_padding = true, parallel = false"
    trimmed = ", ".join(f"nullif(trim({quoted(name)}), '') AS {quoted(name)}" for name in names)
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {trimmed} FROM read_csv({literal(str(path))}, {options})"
        )
    except duckdb.Error as error:
        raise FileRefused(
            "The lines of this file cannot be told apart.",
            next_step="Check its quotation marks, or save it once more as CSV.",
        ) from error
    found = con.execute(
        f"SELECT line, column_name, csv_line, error_message FROM reject_errors ORDER BY line LIMIT {ASIDE_AT_MOST}"
    ).fetchall()
    refused = con.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchone()[0]
    con.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    shift = 1 if has_header else 0
    once = {line: (column, text, message) for line, column, text, message in reversed(found)}
    kept = tuple(
        SetAside(line - shift, column or "", (text or "")[:500], reason(message, len(headings)))
        for line, (column, text, message) in sorted(once.items())
    )
    return kept, int(refused)


def dialect(names: tuple[str, ...], delimiter: str, *, has_header: bool) -> str:
    """The reader's options: nothing is guessed, everything is text."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"columns = {{{columns}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"header = {str(has_header).lower()}, auto_detect = false, strict_mode = true, max_line_size = {CELL_AT_MOST}"
    )


def reason(message: str, columns: int) -> str:
    if "xpected Number of Columns" in message or "columns" in message.lower():
        return f"This line does not have {columns} cells."
    return message.split("\n")[0][:200]
