"""A language for looking at pages from right to left: the English words in Arabic letters, under `/ar/`.

`CIVORA_MIRRORED=1` switches it on, for tests and for whoever works on layouts; it is no translation. Whoever translates
Civora into Arabic or Hebrew takes its place. Its catalogue is made from the keys of a real one when the program starts.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

CODE, NAME = "ar", "العربية (mirrored English)"
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
MAGIC = 0x950412DE
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدعفغهيجكلمنوپقرستطڤظخشز", strict=True))
KEPT = re.compile(r"(\{[^{}]*\}|%\([^)]*\)[a-z]|%[a-z%]|<[^>]*>|&\w+;|https?://\S+|\S+@\S+)")


def turned(text: str) -> str:
    """The words in letters that run from right to left; placeholders, markup and addresses stay as they are."""
    pieces = KEPT.split(text)
    return "".join(piece if at % 2 else letters(piece) for at, piece in enumerate(pieces))


def letters(text: str) -> str:
    return "".join(LETTERS.get(one.lower(), one) for one in text)


def keys(catalogue: bytes) -> Iterator[str]:
    """The messages of a compiled catalogue: `context\\4` before and `\\0plural` after a message where it has them."""
    order = "<" if struct.unpack_from("<I", catalogue)[0] == MAGIC else ">"
    count, at = struct.unpack_from(f"{order}2I", catalogue, 8)
    for place in range(count):
        size, start = struct.unpack_from(f"{order}2I", catalogue, at + 8 * place)
        if size:
            yield catalogue[start : start + size].decode()


def compiled(messages: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it."""
    pairs = [(key.encode(), text.encode()) for key, text in sorted(messages.items())]
    begin, size = 28, 8 * len(pairs)
    texts, tables = b"", ([], [])
    for side, table in enumerate(tables):
        for pair in pairs:
            table.append(struct.pack("<2I", len(pair[side]), begin + 2 * size + len(texts)))
            texts += pair[side] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), begin, begin + size, 0, 0)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + texts


def catalogue(source: bytes) -> bytes:
    """The mirrored catalogue with the keys of `source`."""
    made = {key: "\0".join(map(turned, key.rpartition("\4")[2].split("\0"))) for key in keys(source)}
    return compiled({"": HEADER} | made)


def put(source: Path, folder: Path) -> Path:
    """Write it where Django looks for it. Returns the folder for `LOCALE_PATHS`."""
    place = folder / CODE / "LC_MESSAGES/django.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_suffix(f".{os.getpid()}")
    new.write_bytes(catalogue(source.read_bytes()))
    new.replace(place)
    return folder
