"""The catalogue itself as a table of the engine, so that ODSQL, facets and exports work on it as on any dataset.

One table per language and revision; a column of audiences is the policy: a reader's rows are those that share one with her.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from civora.catalog.types import DatasetCard, LicenceCard, PublisherCard
from civora.core.policy.types import Decision, Policy, Reader
from civora.core.query.ast import InList, Name, Or, Query, Value
from civora.core.query.check import check, check_condition
from civora.core.schema import Field, FieldType, Schema
from civora.lake.types import TableRef
from civora.lake.write import stored
from civora.reading import CATALOGUE
from civora.reading.queries import changes, narrowed
from civora.reading.queries.asked import Asked, etag, kept
from civora.reading.queries.engine import lake

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


@dataclass(slots=True)
class Copy:
    """The catalogue's rows in one language, by key, with the marks of the cards they were made of."""

    revision: int = -1
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    marks: dict[str, changes.Mark] = field(default_factory=dict)


_lock = threading.Lock()
_made: dict[str, Copy] = {}


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
    """The table of this revision, made when first asked for, and again with the rows that have changed."""
    revision = kept.fresh()
    name = TableRef(f"catalogue_{lang}", None)
    with _lock:
        copy = _made.setdefault(lang, Copy())
        if copy.revision != revision:
            follow(copy, lang)
            rows = [copy.rows[key] for key in sorted(copy.rows)]
            lake().put(name, [(one.name, stored(one)) for one in SCHEMA.fields], rows)
            copy.revision = revision
    return name


def follow(copy: Copy, lang: str) -> None:
    gone, cards = changes.since(copy.marks, lang)
    for key in gone:
        del copy.rows[key], copy.marks[key]
    for card, policy, mark in cards:
        copy.rows[card.key], copy.marks[card.key] = values(card, policy), mark


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
