"""A dataset in the words of schema.org, for search engines.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

from typing import Any

from civora.catalog.types import DatasetCard

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}


def structured(card: DatasetCard, base: str) -> dict[str, Any]:
    """`base` is the portal's address, with a slash at its end."""
    exports = f"{base}api/explore/v2.1/catalog/datasets/{card.key}/exports/"
    found: dict[str, Any] = {
        "@context": "https://schema.org/", "@type": "Dataset", "name": card.title, "url": f"{base}datasets/{card.key}/",
        "description": (card.description or card.title).ljust(50, " ")[:5000], "identifier": f"{base}datasets/{card.key}/",
        "keywords": list(card.keywords), "isAccessibleForFree": True, "version": str(card.version),
        "dateModified": card.modified_at.isoformat(), "license": card.licence.url or None,
        "creator": {"@type": "Organization", "name": card.publisher.name or "Unknown"},
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{base}datasets/"},
        "variableMeasured": [one.label or one.name for one in card.schema.fields],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": exports + key}
            for key, media in MEDIA.items()
            if key in card.formats
        ],
    }  # fmt: skip
    if card.temporal:
        found["temporalCoverage"] = f"{card.temporal[0]:%Y-%m-%d}/{card.temporal[1]:%Y-%m-%d}"
    if card.bbox:
        west, south, east, north = card.bbox
        found["spatialCoverage"] = {
            "@type": "Place",
            "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
        }
    return found
