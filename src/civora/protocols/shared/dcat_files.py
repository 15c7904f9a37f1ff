"""The files that every harvester is told of, with the codes of the EU's file types."""

from __future__ import annotations

from dataclasses import dataclass

from civora.catalog.types import DatasetCard
from civora.core.schema import GEOGRAPHIC


@dataclass(frozen=True, slots=True)
class File:
    key: str
    code: str
    media_type: str
    needs_place: bool = False

    def address(self, card: DatasetCard, base: str) -> str:
        """`base` is the portal's address with a slash at its end."""
        return f"{base}api/explore/v2.1/catalog/datasets/{card.key}/exports/{self.key}"


CSV = File("csv", "CSV", "text/csv")
FILES = (
    CSV,
    File("json", "JSON", "application/json"),
    File("parquet", "PARQUET", "application/vnd.apache.parquet"),
    File("geojson", "GEOJSON", "application/geo+json", needs_place=True),
)


def files(card: DatasetCard) -> tuple[File, ...]:
    has_place = card.schema.first(*GEOGRAPHIC) is not None
    return tuple(file for file in FILES if has_place or not file.needs_place)
