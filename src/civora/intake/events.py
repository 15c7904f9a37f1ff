"""What happened to deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DeliveryReceived:
    name: ClassVar[str] = "intake.delivery.received"
    delivery: str
    file_name: str
    bytes: int
    checksum: str


@dataclass(frozen=True, slots=True)
class DraftKept:
    name: ClassVar[str] = "intake.draft.kept"
    delivery: str


@dataclass(frozen=True, slots=True)
class DeliveryDropped:
    name: ClassVar[str] = "intake.delivery.dropped"
    delivery: str


@dataclass(frozen=True, slots=True)
class DeliveryLanded:
    name: ClassVar[str] = "intake.delivery.landed"
    delivery: str
    dataset: str
    version: int
    rows: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class RowsErased:
    """`columns` is empty where whole rows went. What was erased stands nowhere."""

    name: ClassVar[str] = "intake.rows.erased"
    dataset: str
    versions: tuple[int, ...]
    rows: int
    columns: tuple[str, ...]
    reason: str
