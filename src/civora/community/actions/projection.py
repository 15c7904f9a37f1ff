"""Reuses as a dataset: what has changed becomes a new version of `reuses`, through `intake`, without persons."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime

from django.conf import settings
from django.db import transaction

from civora.catalog import queries as catalog
from civora.catalog.types import Metadata
from civora.community import events
from civora.community.queries.reuses import hidden_keys, rows_of_all
from civora.core.schema import FieldType
from civora.intake import actions as intake
from civora.intake.types import FieldOverride
from civora.ledger import actions as ledger

KEY = "reuses"
TEXTS = ("title", "text", "url", "organisation")
AT_ONCE = 50  # hidden rows that one condition names
HIDDEN = "Hidden by a moderator; the statement of reasons says why."
TITLE = {
    "en": "Reuses of the city’s data",
    "fr": "Réutilisations des données de la ville",
    "de": "Nutzungen der städtischen Daten",
}
DESCRIPTION = {
    "en": "What people and organisations made of the city’s data and show in the gallery: kind, address, datasets, and organisation. Names of persons stand in the gallery alone.",
    "fr": "Ce que des personnes et des organisations ont fait des données de la ville et montrent dans la galerie : type, adresse, jeux de données et organisation. Les noms de personnes ne figurent que dans la galerie.",
    "de": "Was Menschen und Organisationen aus den Daten der Stadt gemacht haben und in der Galerie zeigen: Art, Adresse, Datensätze und Organisation. Namen von Personen stehen nur in der Galerie.",
}  # fmt: skip
TEXT, DAY, YES_NO = FieldType.TEXT, FieldType.DATE, FieldType.BOOLEAN
COLUMNS: dict[str, FieldOverride] = {
    "reuse": FieldOverride(type=TEXT, is_key=True), "title": FieldOverride(type=TEXT), "text": FieldOverride(type=TEXT),
    "kind": FieldOverride(type=TEXT, is_facet=True), "theme": FieldOverride(type=TEXT, is_facet=True), "url": FieldOverride(type=TEXT),
    "organisation": FieldOverride(type=TEXT, is_facet=True), "language": FieldOverride(type=TEXT, is_facet=True),
    "datasets": FieldOverride(type=TEXT, is_facet=True, separator=";"), "calls": FieldOverride(type=TEXT, separator=";"),
    "highlighted": FieldOverride(type=YES_NO), "shown": FieldOverride(type=DAY), "changed": FieldOverride(type=DAY), "example": FieldOverride(type=YES_NO),
}  # fmt: skip


def project(*, by: str, at: datetime) -> bool:
    """Publish the reuses that everyone sees as a version of `reuses`, where they are not what the current one holds."""
    rows = rows_of_all()
    is_known = catalog.exists(KEY)
    if not rows and not is_known:
        return False
    content = written(rows)
    current = next((one.checksum for one in catalog.versions(KEY)), "") if is_known else ""
    if current == hashlib.sha256(content).hexdigest():
        return False
    withhold(by, at)
    delivery = intake.receive(name=f"{KEY}.csv", chunks=[content], source="community", by=by, at=at)
    done = intake.publish(
        delivery=delivery, key=KEY, overrides=COLUMNS, metadata=None if is_known else metadata(), by=by, at=at
    )
    with transaction.atomic():
        ledger.record(events.DatasetProjected(KEY, done.version), by=by, at=at)
    return True


def withhold(by: str, at: datetime) -> None:
    """Empty what a moderator has hidden in the versions that are there, before the next one leaves it out."""
    hidden = hidden_keys()
    for start in range(0, len(hidden), AT_ONCE):
        some = ", ".join(f'"{key}"' for key in hidden[start : start + AT_ONCE])
        where = f"reuse in ({some}) and title is not null"
        intake.withhold(key=KEY, where=where, cells=TEXTS, reason=HIDDEN, by=by, at=at)


def written(rows: object) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for row in rows:  # type: ignore[attr-defined]  # dictionaries of rows_of_all
        writer.writerow({name: str(value).lower() if isinstance(value, bool) else value for name, value in row.items()})
    return out.getvalue().encode()


def metadata() -> Metadata:
    return Metadata(
        title=TITLE, description=DESCRIPTION, publisher=settings.CIVORA_OWN_ORGANISATION, licence="cc-by-4.0", themes=("GOVE",),
        keywords=("reuse", "réutilisation", "Nutzung"), language="en", frequency="irregular",
    )  # fmt: skip
