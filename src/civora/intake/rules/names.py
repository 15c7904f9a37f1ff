"""Headings become field names: small letters, digits and _, unique, never a number first; the heading stays as label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "µ": "u", "€": "eur", "%": "percent", "²": "2", "³": "3"}
)

ENGINES_OWN = "rowid"  # what the engine calls the place of a row


def field_name(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading.translate(SPECIAL)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    if name == ENGINES_OWN:
        return "row_id"
    return name if name and not name[0].isdigit() else f"_{name}" if name else "column"


def field_names(headings: Iterable[str]) -> tuple[str, ...]:
    """Unique names in order: `count`, `count_2`…"""
    seen: dict[str, int] = {}
    names = []
    for heading in headings:
        name = field_name(heading)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)
