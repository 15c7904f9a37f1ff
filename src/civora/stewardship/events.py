"""What happened to policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PolicySet:
    name: ClassVar[str] = "stewardship.policy.set"
    dataset: str
    cards: tuple[str, ...]
    rows: tuple[str, ...]
