"""Kept deliveries."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from civora.catalog import queries as catalog
from civora.core.schema import FieldType
from civora.intake.errors import UnknownDelivery
from civora.intake.models import Delivery
from civora.intake.types import DeliveryCard, DraftCard, FieldOverride, SetAside

DRAFTS = 30


def folder(uid: str) -> Path:
    return Path(settings.CIVORA_LAKE["deliveries"]) / uid


def delivery(uid: str) -> DeliveryCard:
    """Raises UnknownDelivery."""
    row = Delivery.objects.filter(uid=uid).first()
    if row is None:
        raise UnknownDelivery("This delivery is not known.", next_step="Send the file again.")
    return DeliveryCard(row.uid, row.file_name, row.size, row.checksum, folder(uid) / "content", row.source)


def brought_by(uid: str) -> str:
    """The account that delivered; nothing for a delivery that nobody knows."""
    return Delivery.objects.filter(uid=uid).values_list("by", flat=True).first() or ""


def set_aside(uid: str) -> tuple[SetAside, ...]:
    """The rows that did not fit, as they were kept with the delivery."""
    path = folder(uid) / "set-aside.json"
    return tuple(SetAside(**entry) for entry in json.loads(path.read_text())) if path.exists() else ()


def draft(uid: str) -> dict[str, list[str]]:
    """The words of the form as they were kept; empty where nothing was."""
    path = folder(uid) / "draft.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def drafts(by: str) -> tuple[DraftCard, ...]:
    """What this person has delivered and not published, newest first."""
    rows = Delivery.objects.filter(by=by, dataset="").order_by("-at")[:DRAFTS]
    return tuple(_draft_card(row) for row in rows if (folder(row.uid) / "content").exists())


def _draft_card(row: Delivery) -> DraftCard:
    said = draft(row.uid)
    title, dataset = ((said.get(name) or [""])[0] for name in ("title", "existing"))
    return DraftCard(row.uid, row.file_name, row.at, row.size, title, dataset)


def recipe(key: str) -> dict[str, FieldOverride]:
    """What was decided about the columns of the current version's file, so that the next delivery needs no mending again.

    Empty for a dataset without versions, or one whose file was taken as it came.
    """
    current = catalog.versions(key)[:1]
    path = folder(current[0].delivery) / "recipe.json" if current and current[0].delivery else None
    if path is None or not path.exists():
        return {}
    kept = json.loads(path.read_text())
    return {
        name: FieldOverride(**one | {"type": FieldType(one["type"]) if one["type"] else None})
        for name, one in kept.items()
    }
