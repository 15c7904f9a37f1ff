"""Keys: the names that people and addresses use (`trees`, `harvested@domain`), and `key@version`."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

from civora.core.errors import Refused

DatasetKey = NewType("DatasetKey", str)

KEY = re.compile(r"[a-z0-9_][a-z0-9_-]{0,99}(@[a-z0-9][a-z0-9.-]*)?")
VERSION = re.compile(r"[0-9]+")


class BadKey(Refused):
    """A key with characters that no address can carry."""

    code = "core.bad_key"


def dataset_key(text: str) -> DatasetKey:
    """Check a dataset key. Raises BadKey."""
    if not KEY.fullmatch(text) or VERSION.fullmatch(text.partition("@")[2]):
        raise BadKey(
            f"{text[:120]!r} cannot be a key.",
            next_step="Use small letters, digits, - and _, at most 100, beginning with a letter or digit.",
        )
    return DatasetKey(text)


def split_version(text: str) -> tuple[str, int | None]:
    """`trees@7` → (`trees`, 7); `trees@city.example` and `trees` → (whole text, None)."""
    head, at, tail = text.rpartition("@")
    if at and VERSION.fullmatch(tail):
        return head, int(tail)
    return text, None


def key_from(text: str) -> DatasetKey:
    """The nearest lawful key to a title or file name: `Bäume (2024).csv` → `baume-2024-csv`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return dataset_key(re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")[:100] or "dataset")
