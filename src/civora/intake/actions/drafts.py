"""What somebody has mended of a file before it is published, kept beside the file so that she may go on another day."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from civora.intake import events
from civora.intake.errors import UnknownDelivery
from civora.intake.models import Delivery
from civora.intake.queries.deliveries import folder
from civora.intake.types import DeliveryCard
from civora.ledger import actions as ledger

LARGEST = 2_000_000


@transaction.atomic
def keep_draft(*, delivery: DeliveryCard, said: Mapping[str, Sequence[str]], by: str, at: datetime) -> None:
    """Keep the words of the form as they stand. A draft beyond two million signs is not kept: no form has so many."""
    text = json.dumps({name: list(values) for name, values in said.items()}, ensure_ascii=False)
    if len(text) > LARGEST:
        return
    place = folder(delivery.uid) / "draft.json"
    whole = place.with_suffix(".new")
    whole.write_text(text)
    whole.replace(place)
    ledger.record(events.DraftKept(delivery.uid), by=by, at=at)


@transaction.atomic
def drop_draft(*, delivery: DeliveryCard, by: str, at: datetime) -> None:
    """Throw a delivery away that was never published, its bytes too. Raises UnknownDelivery."""
    if not Delivery.objects.filter(uid=delivery.uid, by=by, dataset="").delete()[0]:
        raise UnknownDelivery("This delivery is not known.", next_step="Send the file again.")
    ledger.record(events.DeliveryDropped(delivery.uid), by=by, at=at)
    transaction.on_commit(lambda: shutil.rmtree(folder(delivery.uid), ignore_errors=True))
