"""Cards as `reading` gives them, so that pages are tested without a lake."""

from datetime import UTC, datetime

import pytest

from civora.catalog.types import DatasetCard, LicenceCard, PublisherCard, ThemeCard, VersionCard
from civora.core.errors import NotFound
from civora.core.schema import Field, FieldType, Schema
from civora.reading import queries as reading
from civora.reading.types import CatalogPage, Facet, FacetValue, Rows

AT = datetime(2025, 5, 13, 8, tzinfo=UTC)
SCHEMA = Schema(
    (Field("name", FieldType.TEXT), Field("place", FieldType.GEO_POINT), Field("height", FieldType.DOUBLE, unit="m"))
)


def card(key: str, title: str, **changes) -> DatasetCard:
    known = {
        "key": key, "title": title, "title_lang": "en", "description": f"All {title.lower()}.", "description_lang": "en",
        "publisher": PublisherCard("parks", "Parks Office"), "themes": (ThemeCard("ENVI", "Environment"),), "keywords": ("green",),
        "licence": LicenceCard("dl-de-by-2.0", "DL-DE-BY 2.0", "https://www.govdata.de/dl-de/by-2-0"), "languages": ("en",),
        "created_at": AT, "modified_at": AT, "metadata_modified_at": AT, "version": 2, "versions": 2, "rows": 1234,
        "bytes": 9000, "schema": SCHEMA, "features": ("geo", "analyze"), "formats": ("csv",), "bbox": (7.5, 51.9, 7.7, 52.0),
        "temporal": None, "frequency": "", "source_name": "", "source_url": "", "attribution": "", "timezone": "UTC",
        "territory": "", "is_example": False,
    }  # fmt: skip
    return DatasetCard(**(known | changes))


CARDS = (card("trees", "Trees"), card("fountains", "Fountains"), card("script", "<script>alert(1)</script>"))


def searched(text, filters, bbox, sort, page, reader, *, lang="en", size=20):
    found = [one for one in CARDS if text.lower() in one.title.lower()]
    values = (FacetValue("ENVI", "Environment", len(found), "refined" if filters.get("theme") else "displayed"),)
    return CatalogPage(tuple(found[(page - 1) * size : page * size]), len(found), (Facet("theme", "theme", values),))


def known(key, reader, version=None, lang="en"):
    for one in CARDS:
        if one.key == key:
            return one
    raise NotFound(f"There is no dataset {key}.")


def answered(query, reader, *, total=True, record_ids=False, door="page"):
    return Rows(
        (), [({"lon": 7.6, "lat": 51.95},), ({"lon": 7.65, "lat": 51.96},)], None, '"1"', known(query.dataset, reader)
    )


def history(key, reader):
    return tuple(
        VersionCard(number, AT.replace(day=10 + number), "eva", rows, 0, note, "t", number, SCHEMA, "", "")
        for number, rows, note in ((2, 1234, "Two trees fell"), (1, 1236, ""))
    )


@pytest.fixture
def shelf(monkeypatch, settings):
    """A portal with three datasets, in a city of the name of Münster."""
    monkeypatch.setattr(reading, "catalogue_search", searched)
    monkeypatch.setattr(reading, "card", known)
    monkeypatch.setattr(reading, "rows", answered)
    monkeypatch.setattr(reading, "versions", history)
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    return CARDS
