"""Parts of an export: `Range: bytes=…` (RFC 9110, 14.2), one range at a time.

An export is made anew for every request, so its length is not known before it was written once. For a part it is written to
a temporary file, which is kept while few other files are asked for in parts: going on with a broken download, or reading the
foot of a Parquet file and then its columns, costs one export.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from django.conf import settings

from civora.core.errors import TooMuch
from civora.reading.types import Export

RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,15})\s*-\s*([0-9]{0,15})")
KEPT_FILES = 4
MOST_BYTES = 4_000_000_000
CHUNK = 1 << 18


class TooLargeForParts(TooMuch):
    """A file that is not kept for its parts; whole, it can be had."""

    code = "protocols.too_large_for_parts"


@dataclass(frozen=True, slots=True)
class Wanted:
    """First and last byte; no first: as many bytes from the end as `last` says."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Part:
    first: int
    last: int
    size: int
    chunks: Iterator[bytes]


@dataclass(slots=True)
class Spooled:
    """A whole file, and the lock of whoever reads from it."""

    file: IO[bytes]
    size: int
    lock: threading.Lock


_kept: OrderedDict[str, Spooled] = OrderedDict()
_lock = threading.Lock()


def asked_for(headers: Mapping[str, str], etag: str) -> Wanted | None:
    """None for the whole: no range, several, one that cannot be read, or of a file that has changed since (If-Range)."""
    found = RANGE.fullmatch(headers.get("Range", "").strip())
    if found is None or found.groups() == ("", "") or headers.get("If-Range", etag) != etag:
        return None
    first, last = (int(text) if text else None for text in found.groups())
    if first is not None and last is not None and last < first:
        return None
    return Wanted(first, last)


def part(export: Export, wanted: Wanted) -> Part | None:
    """None where the file is shorter than that. Raises TooLargeForParts and what the export raises."""
    whole = spooled(export)
    if wanted.first is None:
        first, last = max(0, whole.size - (wanted.last or 0)), whole.size - 1
    else:
        last = whole.size - 1 if wanted.last is None else min(wanted.last, whole.size - 1)
        first = wanted.first
    return Part(first, last, whole.size, read(whole, first, last)) if first <= last else None


def size(export: Export) -> int:
    return spooled(export).size


def spooled(export: Export) -> Spooled:
    with _lock:
        if export.etag in _kept:
            _kept.move_to_end(export.etag)
            return _kept[export.etag]
    made = written(export)
    with _lock:
        _kept[export.etag] = made
        while len(_kept) > KEPT_FILES:
            _kept.popitem(last=False)  # its file goes when its last reader is done
    return made


def written(export: Export) -> Spooled:
    folder = settings.CIVORA_LAKE["spool"]
    folder.mkdir(parents=True, exist_ok=True)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (kept open: it has no name to open it by again)
    length = 0
    for chunk in export.chunks:
        length += file.write(chunk)
        if length > MOST_BYTES:
            file.close()
            raise TooLargeForParts(
                f"Files over {MOST_BYTES:,} bytes are sent whole.", next_step="Ask without Range, or for fewer rows."
            )
    return Spooled(file, length, threading.Lock())


def read(whole: Spooled, first: int, last: int) -> Iterator[bytes]:
    while first <= last:
        with whole.lock:
            whole.file.seek(first)
            chunk = whole.file.read(min(CHUNK, last - first + 1))
        first += len(chunk)
        yield chunk
