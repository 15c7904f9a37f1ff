"""What happened to cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DatasetCreated:
    name: ClassVar[str] = "catalog.dataset.created"
    dataset: str


@dataclass(frozen=True, slots=True)
class MetadataChanged:
    name: ClassVar[str] = "catalog.metadata.changed"
    dataset: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionPublished:
    name: ClassVar[str] = "catalog.version.published"
    dataset: str
    version: int
    rows: int


@dataclass(frozen=True, slots=True)
class VersionRolledBack:
    name: ClassVar[str] = "catalog.version.rolled-back"
    dataset: str
    version: int
    to: int


@dataclass(frozen=True, slots=True)
class DatasetRenamed:
    name: ClassVar[str] = "catalog.dataset.renamed"
    dataset: str
    old: str


@dataclass(frozen=True, slots=True)
class DatasetWithdrawn:
    name: ClassVar[str] = "catalog.dataset.withdrawn"
    dataset: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionsErased:
    name: ClassVar[str] = "catalog.versions.erased"
    dataset: str
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttachmentAdded:
    name: ClassVar[str] = "catalog.attachment.added"
    dataset: str
    attachment: str
    checksum: str


@dataclass(frozen=True, slots=True)
class AttachmentRemoved:
    name: ClassVar[str] = "catalog.attachment.removed"
    dataset: str
    attachment: str
