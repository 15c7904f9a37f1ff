"""Packed files with one table inside: zip and gzip. Sizes are checked before anything is unpacked."""

from __future__ import annotations

import gzip
import uuid
import zipfile
import zlib
from pathlib import Path
from typing import Any

from civora.intake.errors import FileRefused
from civora.intake.types import Raw

UNPACKED_AT_MOST = 5_000_000_000
RATIO_AT_MOST = 200
SMALL = 10_000_000
JUNK = ("__MACOSX/", ".DS_Store", "thumbs.db")
PROSE = (".md", ".pdf", ".xml", ".html")


class Archive:
    name = "an archive"
    endings = (".zip", ".gz")
    media_type = "application/zip"

    def fits(self, head: bytes, name: str) -> bool:
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"))

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        from civora.intake.formats import recognised  # noqa: PLC0415 (formats know this one; it asks them for the inside)

        try:
            inner, name = unpack(path, spool)
        except (EOFError, OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
            raise FileRefused(
                "This archive is broken, cut off or locked with a password.",
                next_step="Download it again, or send the table itself.",
            ) from error
        try:
            found = recognised(inner, name)
            if isinstance(found, Archive):
                raise FileRefused(
                    "There is an archive inside the archive.", next_step="Unpack it once and send the table."
                )
            return found.read(inner, con, spool)
        finally:
            inner.unlink(missing_ok=True)


def check(path: Path) -> list[zipfile.ZipInfo]:
    """The files in the archive. Raises FileRefused where it is broken or would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir() and not one.filename.startswith(JUNK[0])]
    except zipfile.BadZipFile as error:
        raise FileRefused("This archive is broken or cut off.", next_step="Download it again.") from error
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_AT_MOST or (total > SMALL and total > RATIO_AT_MOST * max(path.stat().st_size, 1)):
        raise FileRefused(
            f"This archive says that it unpacks to {total:,} bytes.",
            next_step="Send the table itself, or a smaller part.",
        )
    return entries


def unpack(path: Path, spool: Path) -> tuple[Path, str]:
    target = spool / uuid.uuid4().hex
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    if is_gzip:
        with gzip.open(path) as packed:
            copy(packed, target, min(UNPACKED_AT_MOST, max(SMALL, RATIO_AT_MOST * path.stat().st_size)))
        return target, path.name.removesuffix(".gz")
    entries = check(path)
    tables = [one for one in entries if not one.filename.lower().endswith((*JUNK, *PROSE))]
    if len(tables) != 1:
        raise FileRefused(
            f"The archive holds {len(tables)} files.", next_step="Send an archive with one table in it, or a folder."
        )
    with zipfile.ZipFile(path) as packed, packed.open(tables[0]) as source:
        copy(source, target, tables[0].file_size)
    return target, tables[0].filename


def copy(source: Any, target: Path, most: int) -> None:
    """Unpack, and stop where more comes out than was said."""
    written = 0
    try:
        with target.open("wb") as out:
            while chunk := source.read(1 << 20):
                written += len(chunk)
                if written > most:
                    raise FileRefused(
                        "The archive unpacks to far more than it weighs.", next_step="Send the table itself."
                    )
                out.write(chunk)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
