"""What happened to exhibits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ExhibitSaved:
    """A new version of an exhibit, the first one included."""

    name: ClassVar[str] = "exhibits.exhibit.saved"
    exhibit: str
    version: int
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExhibitStatusChanged:
    """Published, withdrawn, published again."""

    name: ClassVar[str] = "exhibits.exhibit.status_changed"
    exhibit: str
    status: str
