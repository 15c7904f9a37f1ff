"""What crosses the ledger's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass whose `name` is `<room>.<noun>.<past verb>`; its fields are what is recorded."""

    name: ClassVar[str]


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the audit record."""

    at: datetime
    by: str
    event: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadKey:
    """What is counted of an open read: which dataset, through which door, in which hour."""

    dataset: str
    door: str
    hour: datetime
