"""The catalogue as DCAT-US 1.1 `data.json`, which most harvesters of the United States poll.

Source: https://resources.data.gov/resources/dcat-us/.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civora.catalog.types import DatasetCard
from civora.protocols.shared.dcat_files import files

SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"


def catalogue(cards: Iterable[DatasetCard], base: str) -> dict[str, Any]:
    return {
        "@context": f"{SCHEMA}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
        "dataset": [dataset(card, base) for card in cards],
    }


def dataset(card: DatasetCard, base: str) -> dict[str, Any]:
    publisher = card.publisher.name or "Unknown"
    page = f"{base}datasets/{card.key}/"
    made: dict[str, Any] = {
        "@type": "dcat:Dataset", "identifier": page, "title": card.title, "description": card.description or card.title,
        "keyword": list(card.keywords) or [card.key], "modified": card.modified_at.isoformat(), "accessLevel": "public",
        "publisher": {"@type": "org:Organization", "name": publisher},
        "contactPoint": {"@type": "vcard:Contact", "fn": publisher}, "landingPage": page,
        "distribution": [
            {"@type": "dcat:Distribution", "downloadURL": file.address(card, base), "mediaType": file.media_type, "format": file.code}
            for file in files(card)
        ],
    }  # fmt: skip
    if card.licence.url:
        made["license"] = card.licence.url
    if card.themes:
        made["theme"] = [theme.label for theme in card.themes]
    if card.bbox is not None:
        made["spatial"] = ",".join(str(edge) for edge in card.bbox)
    if card.temporal is not None:
        made["temporal"] = "/".join(moment.isoformat() for moment in card.temporal)
    return made
