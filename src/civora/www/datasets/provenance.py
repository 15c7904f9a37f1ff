"""A card as the line under a figure."""

from __future__ import annotations

from django.urls import reverse

from civora.catalog.types import DatasetCard
from civora.www.parts import Provenance


def provenance(card: DatasetCard, *, table_url: str = "", embed_url: str = "", cite_url: str = "") -> Provenance:
    """For figures outside the dataset's own pages: names the dataset and leads to it, its version and its licence."""
    pinned = f"{card.key}@{card.version}"
    return Provenance(
        source=card.title,
        source_url=reverse("datasets:dataset", args=[card.key]),
        version=card.version,
        version_url=reverse("datasets:dataset", args=[pinned]),
        updated=card.modified_at,
        licence=card.licence.title,
        licence_url=card.licence.url,
        table_url=table_url or reverse("datasets:table", args=[card.key]),
        embed_url=embed_url or reverse("datasets:api", args=[card.key]) + "#embed",
        cite_url=cite_url or reverse("datasets:history", args=[card.key]) + "#cite",
    )
