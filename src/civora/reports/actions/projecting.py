"""The dataset `service-requests`: every public report a row, without anything of persons, within seconds.

New and changed reports are upserted by their number. A row that must go (hidden, taken back) makes the whole table be
written anew, so that the current version does not have it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson
from django.conf import settings

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import FieldChange, Metadata
from civora.core.schema import FieldType
from civora.intake import actions as intake
from civora.intake.types import FieldOverride
from civora.reports import models
from civora.reports.rules import ENDS
from civora.reports.types import Status

KEY = "service-requests"
BATCH = 500
MOST = 1_000_000
PUBLIC: dict[str, Any] = {"is_public": True, "is_hidden": False, "is_erased": False}
TYPES: dict[str, FieldType] = {
    "service_request_id": FieldType.TEXT, "service_code": FieldType.TEXT, "service_name": FieldType.TEXT, "status": FieldType.TEXT,
    "status_detail": FieldType.TEXT, "status_notes": FieldType.TEXT, "description": FieldType.TEXT,
    "requested_datetime": FieldType.DATETIME, "updated_datetime": FieldType.DATETIME, "closed_datetime": FieldType.DATETIME,
    "expected_datetime": FieldType.DATETIME, "days_to_close": FieldType.DOUBLE, "agency_responsible": FieldType.TEXT,
    "area": FieldType.TEXT, "address": FieldType.TEXT, "lat": FieldType.DOUBLE, "long": FieldType.DOUBLE,
    "also_seen_by": FieldType.INT, "reopened": FieldType.INT, "duplicate_of": FieldType.TEXT, "source": FieldType.TEXT,
    "is_example": FieldType.BOOLEAN, "geo_point": FieldType.GEO_POINT,
}  # fmt: skip
FACETS = ("service_name", "status", "status_detail", "agency_responsible", "area", "source")
LABELS: dict[str, dict[str, str]] = {
    "service_request_id": {"en": "Number", "fr": "Numéro", "de": "Nummer"},
    "service_code": {"en": "Category key", "fr": "Clé de la catégorie", "de": "Schlüssel der Kategorie"},
    "service_name": {"en": "Category", "fr": "Catégorie", "de": "Kategorie"},
    "status": {"en": "Open or closed", "fr": "Ouvert ou clos", "de": "Offen oder abgeschlossen"},
    "status_detail": {"en": "Status", "fr": "État", "de": "Stand"},
    "status_notes": {"en": "Reason", "fr": "Motif", "de": "Begründung"},
    "description": {"en": "Description", "fr": "Description", "de": "Beschreibung"},
    "requested_datetime": {"en": "Reported", "fr": "Signalé", "de": "Gemeldet"},
    "updated_datetime": {"en": "Changed", "fr": "Modifié", "de": "Geändert"},
    "closed_datetime": {"en": "Closed", "fr": "Clos", "de": "Abgeschlossen"},
    "expected_datetime": {"en": "8 in 10 such reports are done by", "fr": "8 signalements sur 10 sont traités avant", "de": "8 von 10 solchen Meldungen sind erledigt bis"},
    "days_to_close": {"en": "Days until closed", "fr": "Jours jusqu’à la clôture", "de": "Tage bis zum Abschluss"},
    "agency_responsible": {"en": "Responsible", "fr": "Responsable", "de": "Zuständig"},
    "area": {"en": "Part of the city", "fr": "Quartier", "de": "Stadtteil"},
    "address": {"en": "Place", "fr": "Lieu", "de": "Ort"},
    "lat": {"en": "Latitude", "fr": "Latitude", "de": "Breite"},
    "long": {"en": "Longitude", "fr": "Longitude", "de": "Länge"},
    "also_seen_by": {"en": "Others who saw it too", "fr": "Autres personnes l’ayant vu", "de": "Weitere, die es auch sahen"},
    "reopened": {"en": "Times reopened", "fr": "Fois rouvert", "de": "Wieder geöffnet"},
    "duplicate_of": {"en": "Same as", "fr": "Identique à", "de": "Dasselbe wie"},
    "source": {"en": "Sent by", "fr": "Envoyé par", "de": "Gesendet über"},
    "is_example": {"en": "Example", "fr": "Exemple", "de": "Beispiel"},
    "geo_point": {"en": "On the map", "fr": "Sur la carte", "de": "Auf der Karte"},
}  # fmt: skip
METADATA = Metadata(
    title={"en": "Reports from residents (311)", "fr": "Signalements des habitants (311)", "de": "Meldungen von Einwohnern (311)"},
    description={
        "en": "Every problem that residents reported and that may be public: what, where, when, who looks after it, what became of it. New within ten seconds. Nothing about persons. Reports are not incidence: where few people report, little is seen.",
        "fr": "Chaque problème signalé par les habitants et qui peut être public : quoi, où, quand, qui s’en occupe, ce qu’il est devenu. À jour en dix secondes. Rien sur les personnes. Les signalements ne mesurent pas la réalité : là où peu de gens signalent, on voit peu.",
        "de": "Jedes Problem, das gemeldet wurde und öffentlich sein darf: was, wo, wann, wer sich kümmert, was daraus wurde. Neu in zehn Sekunden. Nichts über Personen. Meldungen sind kein Maß der Wirklichkeit: Wo wenige melden, sieht man wenig.",
    },
    licence="cc-by-4.0", themes=("GOVE",), keywords=("311", "Open311", "reports", "signalements", "Meldungen"), frequency="continuous", language="en",
)  # fmt: skip


def project(*, by: str, at: datetime, everything: bool = False) -> int:
    """Enter what has changed since the last time. Returns how many rows were entered or taken out.

    Reports are marked as entered first and marked back where that fails: what changes meanwhile is entered next time.
    """
    changed = models.Report.objects.filter(is_dirty=True)
    keys = list(changed.values_list("pk", flat=True)[:MOST])
    if not keys and not everything:
        return 0
    is_known = catalog.exists(KEY)
    gone = models.Report.objects.filter(is_projected=True, is_dirty=True).exclude(**PUBLIC)
    is_whole = everything or not is_known or gone.exists()
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    mark(batches, is_dirty=False)
    try:
        with tempfile.NamedTemporaryFile(suffix=".jsonl", dir=settings.CIVORA_LAKE["spool"]) as file:
            if write(Path(file.name), batches, is_whole=is_whole):
                enter(Path(file.name), "replace" if is_whole else "upsert", is_known=is_known, by=by, at=at)
    except BaseException:
        mark(batches, is_dirty=True)
        raise
    mark(batches, is_projected=True)
    return len(keys)


def mark(batches: list[list[int]], **what: bool) -> None:
    for keys in batches:
        models.Report.objects.filter(pk__in=keys).update(**what)


def write(path: Path, batches: list[list[int]], *, is_whole: bool) -> int:
    """One line of JSON for each public report; of those in `batches`, or all."""
    number = 0
    areas = dict(models.Area.objects.values_list("key", "name"))
    rows = models.Report.objects.filter(**PUBLIC).select_related("category", "duplicate_of").order_by("pk")
    parts = [rows] if is_whole else [rows.filter(pk__in=keys) for keys in batches]
    with path.open("wb") as out:
        for part in parts:
            for row in part.iterator(chunk_size=2_000):
                out.write(orjson.dumps(line(row, areas)) + b"\n")
                number += 1
    return number


def line(row: models.Report, areas: dict[str, str]) -> dict[str, Any]:
    days = (row.closed_at - row.at).total_seconds() / 86_400 if row.closed_at else None
    point = None if row.lat is None else f"{row.lat}, {row.lon}"
    return {
        "service_request_id": row.key, "service_code": row.category.key, "service_name": name(row.category.name),
        "status": "closed" if Status(row.status) in ENDS else "open", "status_detail": row.status, "status_notes": row.reason or None,
        "description": row.text or None, "requested_datetime": row.at, "updated_datetime": row.changed_at,
        "closed_datetime": row.closed_at, "expected_datetime": row.expected_at,
        "days_to_close": None if days is None else round(days, 3), "agency_responsible": row.body,
        "area": areas.get(row.area) or None, "address": row.address or None, "lat": row.lat, "long": row.lon,
        "also_seen_by": row.joined, "reopened": row.reopened, "duplicate_of": row.duplicate_of.key if row.duplicate_of else None,
        "source": row.channel, "is_example": row.is_example, "geo_point": point,
    }  # fmt: skip


def name(texts: dict[str, str]) -> str:
    return texts.get(settings.LANGUAGE_CODE) or texts.get("en") or next(iter(texts.values()), "")


def enter(path: Path, mode: Literal["upsert", "replace"], *, is_known: bool, by: str, at: datetime) -> None:
    delivery = intake.receive(name=f"{KEY}.jsonl", path=path, by=by, at=at)
    overrides = {
        column: FieldOverride(type=kind, is_key=column == "service_request_id", is_facet=column in FACETS)
        for column, kind in TYPES.items()
    }
    intake.publish(
        delivery=delivery, key=KEY, mode=mode, overrides=overrides, by=by, at=at, zone="UTC",
        metadata=None if is_known else metadata(),
    )  # fmt: skip
    if not is_known:
        changes = {column: FieldChange(label=texts) for column, texts in LABELS.items()}
        catalog_actions.set_fields(key=KEY, changes=changes, by=by, at=at)


def metadata() -> Metadata:
    only_examples = not models.Report.objects.filter(is_example=False).exists()
    return replace(
        METADATA, publisher=settings.CIVORA_OWN_ORGANISATION, timezone=settings.CITY_ZONE, is_example=only_examples
    )
