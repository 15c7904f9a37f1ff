"""Keeping exhibits: save a version, show, withdraw."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from civora.core.keys import dataset_key
from civora.core.policy.types import Reader
from civora.exhibits import events
from civora.exhibits.errors import BadExhibit, ExhibitTaken, UnknownExhibit
from civora.exhibits.models import Exhibit, ExhibitVersion
from civora.exhibits.queries import figures
from civora.exhibits.rules import check, keeping, mapping, written
from civora.exhibits.types import Content, Kind, Status
from civora.ledger import actions as ledger


@transaction.atomic
def save(
    *, key: str, content: Content, reader: Reader, at: datetime, owner: str = "", status: Status | None = None, note: str = "",
    is_new: bool = False, is_example: bool = False,
) -> int:  # fmt: skip
    """Keep a version, the first one or the next; each question is asked once as this reader, the spec held against its columns.
    A new exhibit is a draft unless `status` says otherwise. What is the same as before makes no version.

    Raises NotSteward, BadExhibit, BadSpec, ExhibitTaken, and the errors of the questions. Returns the version.
    """
    row = Exhibit.objects.select_for_update().filter(key=key).first()
    if row is not None and is_new:
        raise ExhibitTaken(
            f"There is an exhibit {key[:100]} already.", next_step="Choose another key, or change that one."
        )
    keeping.check_may_keep(reader, row.owner if row else owner or settings.CIVORA_OWN_ORGANISATION)
    check_content(key, content, reader)
    if row is None:
        row = Exhibit.objects.create(
            key=key, kind=content.kind, status=Status.DRAFT, owner=owner or settings.CIVORA_OWN_ORGANISATION, is_example=is_example,
            created_at=at, changed_at=at,
        )  # fmt: skip
    kept = written.as_kept(content)
    last = ExhibitVersion.objects.filter(exhibit=row, number=row.current).first()
    if last is None or last.content != kept:
        row.current += 1
        row.changed_at, row.kind = at, content.kind
        ExhibitVersion.objects.create(
            exhibit=row, number=row.current, at=at, by=reader.person, note=note[:300], content=kept
        )
        row.save()
        ledger.record(events.ExhibitSaved(key, row.current, content.datasets), by=reader.person, at=at)
    if status is not None and status != row.status:
        set_status(key=key, status=status, reader=reader, at=at)
    return int(row.current)


def check_content(key: str, content: Content, reader: Reader) -> None:
    if "@" in dataset_key(key):
        raise BadExhibit(f"{key[:100]!r} cannot be a key.", next_step="Use small letters, digits, - and _.")
    written.check_title(content)
    is_chart = content.kind is Kind.CHART
    answers = {
        name: figures.answer(name, one, reader, rows=is_chart, door="desk") for name, one in content.queries.items()
    }
    columns = {name: [column for column, _, _ in one.columns] for name, one in answers.items()}
    if is_chart:
        check.check_spec(content.spec, dict(columns.items()))
    else:
        mapping.check_map(content.spec, {name: one.card.schema for name, one in answers.items()})


@transaction.atomic
def set_status(*, key: str, status: Status, reader: Reader, at: datetime) -> None:
    """Show it, take it back, withdraw it. Raises UnknownExhibit, NotSteward, WrongStatus."""
    row = Exhibit.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise UnknownExhibit(f"There is no exhibit {key[:100]}.", next_step="The desk lists them.")
    keeping.check_may_keep(reader, row.owner)
    keeping.check_can_become(Status(row.status), status)
    row.status, row.changed_at = status, at
    row.save(update_fields=["status", "changed_at"])
    ledger.record(events.ExhibitStatusChanged(key, status.value), by=reader.person, at=at)
