"""File formats, one small file each. `recognised` asks them in order; the content decides, not the name."""

from __future__ import annotations

from pathlib import Path

from civora.intake.errors import FileRefused
from civora.intake.formats import archive, geo, json_files, parquet, tables, xlsx
from civora.intake.types import Format

FORMATS: tuple[Format, ...] = (
    parquet.Parquet(), xlsx.Xlsx(), geo.Shapefile(), archive.Archive(), geo.Kml(), geo.Gpx(),
    json_files.Json(), json_files.JsonLines(), tables.Csv(),
)  # fmt: skip
HEAD = 65_536


def recognised(path: Path, name: str) -> Format:
    """The format of the file's content. Raises FileRefused, saying what the file is instead."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileRefused(f"{name} is empty.", next_step="Export it once more from its source and send it again.")
    refuse_foreign(head, name)
    found = next((one for one in FORMATS if one.fits(head, name)), None)
    if found is None:
        raise FileRefused(
            f"{name} holds no table: it looks like a program, picture or other binary file.",
            next_step="Send CSV, Excel, JSON, GeoJSON, Parquet or a zipped Shapefile.",
        )
    if isinstance(found, tables.Csv):
        refuse_prose(head)
    promised = next((one for one in FORMATS if Path(name).suffix.lower() in one.endings), None)
    if promised and promised is not found and Path(name).suffix.lower() in (".xlsx", ".parquet"):
        raise FileRefused(
            f"The file is named {Path(name).suffix} but holds {found.name}.",
            next_step="Name it by what it holds, or download it again from its source.",
        )
    return found


def refuse_foreign(head: bytes, name: str) -> None:
    """Web pages and old Excel files are the two that people send by mistake."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    suffix = Path(name).suffix or "like a table"
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<!--") and b"<html" in head.lower()):
        raise FileRefused(
            f"The file is named {suffix} but holds a web page.",
            next_step="Download it again from its source, then try once more.",
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("This is an old Excel file (.xls).", next_step="Save it as .xlsx or CSV and send that.")
    if head.startswith(b"%PDF"):
        raise FileRefused("This is a PDF, not a table.", next_step="Ask its author for the table as CSV or Excel.")


def refuse_prose(head: bytes) -> None:
    """Text that is no table although it has lines: XML other than maps, calendars."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if start.startswith((b"<?xml", b"<rdf", b"<!doctype")):
        raise FileRefused("This is XML, not a table.", next_step="Export the table as CSV, Excel or JSON.")
    if start.startswith(b"begin:v"):
        raise FileRefused("This is a calendar or an address card, not a table.", next_step="Export the dates as CSV.")
