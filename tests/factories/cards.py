"""Datasets of the catalogue without rows in the lake: a card and versions that point at nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from civora.catalog import actions
from civora.catalog.types import Coverage, Metadata, NewVersion
from civora.core.schema import Field, FieldType, Schema

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
SCHEMA = Schema((
    Field("id", FieldType.INT, "Number", is_key=True),
    Field("kind", FieldType.TEXT, "Kind", is_facet=True),
    Field("salary", FieldType.DOUBLE),
    Field("place", FieldType.GEO_POINT),
))  # fmt: skip


def version(rows: int = 3, *, snapshot: int = 1, schema: Schema = SCHEMA, note: str = "") -> NewVersion:
    covered = Coverage((7.5, 51.9, 7.7, 52.0), (AT, AT), ("analyze", "geo"), 1234, (("kind", ("oak", "lime")),))
    return NewVersion("d1", snapshot, rows, 1, schema, covered, "de_1", "c0ffee", "trees.csv", "text/csv", note)


def dataset(key: str = "trees", *, versions: int = 1, schema: Schema = SCHEMA, **said: object) -> None:
    """A card with as many versions, of 3, 4, 5… rows."""
    given = {"title": {"en": key.title()}, **said}
    actions.create_dataset(key=key, metadata=Metadata(**given), by="t", at=AT)  # type: ignore[arg-type]  # a test's words
    for number in range(versions):
        new = version(3 + number, snapshot=number + 1, schema=schema)
        actions.set_version(key=key, version=new, by="eva@example.org", at=AT)
