"""Kept deliveries."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from civora.intake.errors import UnknownDelivery
from civora.intake.models import Delivery
from civora.intake.types import DeliveryCard, SetAside


def folder(uid: str) -> Path:
    return Path(settings.CIVORA_LAKE["deliveries"]) / uid


def delivery(uid: str) -> DeliveryCard:
    """Raises UnknownDelivery."""
    row = Delivery.objects.filter(uid=uid).first()
    if row is None:
        raise UnknownDelivery("This delivery is not known.", next_step="Send the file again.")
    return DeliveryCard(row.uid, row.file_name, row.size, row.checksum, folder(uid) / "content", row.source)


def set_aside(uid: str) -> tuple[SetAside, ...]:
    """The rows that did not fit, as they were kept with the delivery."""
    path = folder(uid) / "set-aside.json"
    return tuple(SetAside(**entry) for entry in json.loads(path.read_text())) if path.exists() else ()
