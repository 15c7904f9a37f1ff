"""The catalogue itself as a table of the engine, so that ODSQL, facets and exports work on it as on any dataset.

One table per language and revision; a column of audiences is the policy: a reader's rows are those that share one with her.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from civora.catalog import queries as catalog
from civora.catalog.types import DatasetCard, LicenceCard, PublisherCard
from civora.core.policy.types import Decision, Policy, Reader
from civora.core.query.ast import InList, Name, Or, Query, Value
from civora.core.query.check import check, check_condition
from civora.core.schema import Field, FieldType, Schema
from civora.lake.types import TableRef
from civora.lake.write import stored
from civora.reading import CATALOGUE
from civora.reading.queries import narrowed
from civora.reading.queries.asked import Asked, etag, kept
from civora.reading.queries.engine import lake
from civora.stewardship import queries as stewardship

AUDIENCES = "audiences"
TEXT, LIST = FieldType.TEXT, ","
SCHEMA = Schema(
    (
        Field("dataset_id", TEXT, "Identifier", is_key=True),
        Field("datasetid", TEXT, "Identifier"),
        Field("title", TEXT, "Title"),
        Field("description", TEXT, "Description"),
        Field("theme", TEXT, "Theme", is_facet=True, separator=LIST),
        Field("keyword", TEXT, "Keyword", is_facet=True, separator=LIST),
        Field("license", TEXT, "License", is_facet=True),
        Field("license_url", TEXT, "License URL"),
        Field("language", TEXT, "Language", is_facet=True),
        Field("metadata_languages", TEXT, "Metadata languages", separator=LIST),
        Field("timezone", TEXT, "Timezone"),
        Field("modified", FieldType.DATETIME, "Modified", is_facet=True),
        Field("data_processed", FieldType.DATETIME, "Data processed"),
        Field("metadata_processed", FieldType.DATETIME, "Metadata processed"),
        Field("publisher", TEXT, "Publisher", is_facet=True),
        Field("references", TEXT, "References"),
        Field("records_count", FieldType.INT, "Records count"),
        Field("attributions", TEXT, "Attributions"),
        Field("territory", TEXT, "Territory"),
        Field("features", TEXT, "Features", is_facet=True, separator=LIST),
        Field("update_frequency", TEXT, "Update frequency"),
        Field("example", FieldType.BOOLEAN, "Example"),
        Field(AUDIENCES, TEXT, "Audiences", separator=LIST),
    )
)
OPEN_SCHEMA = SCHEMA.without(frozenset({AUDIENCES}))
_lock = threading.Lock()
_made: dict[str, int] = {}


def catalogue_schema() -> Schema:
    """The fields that questions about the catalogue may name."""
    return OPEN_SCHEMA


def audiences(policy: Policy) -> list[str]:
    """Everyone who may see the card, in the words of Reader.audiences, and the owner's staff."""
    staff = [f"staff:{policy.owner}"] if policy.owner else []
    return sorted({*policy.cards, *policy.rows, *staff, "administrators"})


def values(card: DatasetCard, policy: Policy) -> tuple[Any, ...]:
    card = narrowed.least(card, policy)
    rows = None if narrowed.filters_rows(policy) else card.rows
    return (
        card.key, card.key, card.title, card.description, [theme.label for theme in card.themes], list(card.keywords),
        card.licence.title, card.licence.url, card.languages[0] if card.languages else "en", list(card.languages),
        card.timezone, card.modified_at, card.modified_at, card.metadata_modified_at, card.publisher.name, card.source_url,
        rows, card.attribution, card.territory, list(card.features), card.frequency, card.is_example, audiences(policy),
    )  # fmt: skip


def table(lang: str) -> TableRef:
    """The table of this revision, made when first asked for."""
    revision = kept.fresh()
    name = TableRef(f"catalogue_{lang}", None)
    with _lock:
        if _made.get(lang) != revision:
            policies = stewardship.policies()
            rows = [
                values(card, policies.get(card.key) or Policy(owner=card.publisher.key)) for card in catalog.cards(lang)
            ]
            lake().put(name, [(field.name, stored(field)) for field in SCHEMA.fields], rows)
            _made[lang] = revision
    return name


def asked_catalogue(query: Query, reader: Reader) -> Asked:
    """A question about the catalogue, narrowed to the cards that the reader may see."""
    mine = Or(tuple(InList(Value(audience), (Name(AUDIENCES),)) for audience in sorted(reader.audiences)))
    decision = Decision(sees_card=True, sees_rows=True, is_open=not reader.is_signed_in, digest="catalogue")
    return Asked(
        card=itself(query.lang), decision=decision, checked=check(query, OPEN_SCHEMA), whole=SCHEMA,
        guard=check_condition(mine, SCHEMA), table=table(query.lang), now=timezone.now(), etag=etag(query, reader),
    )  # fmt: skip


def itself(lang: str) -> DatasetCard:
    """The catalogue as a card, so that answers about it have one."""
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    return DatasetCard(
        key=CATALOGUE, title="Catalogue", title_lang=lang, description="", description_lang=lang,
        publisher=PublisherCard("", ""), themes=(), keywords=(), licence=LicenceCard("", ""), languages=(lang,),
        created_at=moment, modified_at=moment, metadata_modified_at=moment, version=kept.fresh(), versions=1, rows=0, bytes=0,
        schema=OPEN_SCHEMA, features=(), formats=("csv", "json", "xlsx"), bbox=None, temporal=None, frequency="",
        source_name="", source_url="", attribution="", timezone="UTC", territory="", is_example=False,
    )  # fmt: skip
