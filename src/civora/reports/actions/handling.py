"""What case workers do."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.reports import events, models, queries, rules
from civora.reports.actions.lines import announce, enter, known
from civora.reports.errors import BadReport, WrongStatus
from civora.reports.types import Status, Turn, Who
from civora.voices import actions as voices
from civora.voices import queries as said


def handled(key: str, reader: Reader) -> models.Report:
    """Raises UnknownReport, NotCaseWorker."""
    row = known(key)
    rules.check_may_handle(reader, row.body, settings.CIVORA_OWN_ORGANISATION)
    return row


@transaction.atomic
def change_status(*, key: str, status: Status, text: str, reader: Reader, at: datetime) -> None:
    """The next status, with a public word. Raises UnknownReport, NotCaseWorker, WrongStatus, BadReport."""
    row = handled(key, reader)
    words = rules.words(text, "message")
    rules.check_next(Status(row.status), status, words)
    if status is Status.DUPLICATE:
        raise WrongStatus("Say which report it is the same as.", next_step="Merge it into the other one.")
    set_status(row, status, words, by=reader.person, at=at)


def set_status(row: models.Report, status: Status, words: str, *, by: str, at: datetime, external: str = "") -> None:
    before, row.status = row.status, status.value
    is_end = status in rules.ENDS
    models.Report.objects.filter(pk=row.pk).update(
        status=status.value, reason=words if is_end else "", changed_at=at, closed_at=at if is_end else None, is_dirty=True,
        asked_at=None,
    )  # fmt: skip
    line = enter(row, turn=Turn.STATUS, who=Who.BODY, at=at, text=words, by=by, external=external)
    ledger.record(events.StatusChanged(row.key, before, status.value), by=by, at=at)
    announce(row, line, at, by)


@transaction.atomic
def add_update(*, key: str, text: str, reader: Reader, at: datetime) -> None:
    """A public word without another status. Raises UnknownReport, NotCaseWorker, BadReport."""
    row = handled(key, reader)
    words = rules.words(text, "message")
    if not words:
        raise BadReport("There are no words yet.", next_step="Write the message.")
    line = enter(row, turn=Turn.UPDATE, who=Who.BODY, at=at, text=words, by=reader.person)
    models.Report.objects.filter(pk=row.pk).update(changed_at=at, is_dirty=True)
    ledger.record(events.ReportUpdated(key, Turn.UPDATE.value), by=reader.person, at=at)
    announce(row, line, at, reader.person)


@transaction.atomic
def add_note(*, key: str, text: str, reader: Reader, at: datetime) -> None:
    """An internal note, read by case workers only. Raises UnknownReport, NotCaseWorker, BadReport."""
    row = handled(key, reader)
    words = rules.words(text, "note")
    if not words:
        raise BadReport("There are no words yet.", next_step="Write the note.")
    models.Note.objects.create(report=row, at=at, by=reader.person, text=words)
    ledger.record(events.NoteAdded(key), by=reader.person, at=at)


@transaction.atomic
def assign(*, key: str, to: str, reader: Reader, at: datetime) -> None:
    """Somebody works on it; empty: nobody. Raises UnknownReport, NotCaseWorker."""
    row = handled(key, reader)
    models.Report.objects.filter(pk=row.pk).update(assignee=to.strip().lower()[:254])
    ledger.record(events.ReportAssigned(key), by=reader.person, at=at)


@transaction.atomic
def move(*, key: str, category: str, reader: Reader, at: datetime, body: str = "") -> None:
    """Another category, or another body: what was routed wrongly reaches who can mend it.

    Raises UnknownReport, NotCaseWorker, UnknownCategory.
    """
    row = handled(key, reader)
    service = queries.category(category)
    to = body or queries.body_for(service.key, row.area)
    models.Report.objects.filter(pk=row.pk).update(
        category=models.Category.objects.get(key=service.key),
        body=to,
        changed_at=at,
        is_dirty=True,
        assignee="",
        forwarded_at=None,
    )
    ledger.record(events.ReportMoved(key, service.key, to), by=reader.person, at=at)


@transaction.atomic
def clear_text(*, key: str, text: str, reader: Reader, at: datetime) -> None:
    """What of the description everybody reads, as somebody decided who looked at it. Raises UnknownReport, NotCaseWorker, BadReport."""
    row = handled(key, reader)
    models.Report.objects.filter(pk=row.pk).update(text=rules.words(text), changed_at=at, is_dirty=True)
    ledger.record(events.TextCleared(key), by=reader.person, at=at)


@transaction.atomic
def merge(*, key: str, into: str, reader: Reader, at: datetime) -> None:
    """Two reports are one: this one is closed and points at the other, which counts its reporter and is followed by its
    followers. Both stay. Raises UnknownReport, NotCaseWorker, WrongStatus."""
    row, other = handled(key, reader), known(into)
    rules.check_next(Status(row.status), Status.DUPLICATE, "")
    if other.pk == row.pk or other.duplicate_of_id == row.pk or other.duplicate_of_id:  # type: ignore[attr-defined]  # Django's column
        raise WrongStatus(
            "A report cannot be merged into itself or into a duplicate.", next_step="Choose the first report."
        )
    models.Report.objects.filter(pk=row.pk).update(
        status=Status.DUPLICATE.value, closed_at=at, changed_at=at, duplicate_of=other, is_dirty=True
    )
    models.Report.objects.filter(pk=other.pk).update(joined=F("joined") + 1 + row.joined, is_dirty=True)
    models.Report.objects.filter(duplicate_of=row).update(duplicate_of=other)
    row.status = Status.DUPLICATE.value
    line = enter(row, turn=Turn.MERGED, who=Who.BODY, at=at, text=into, by=reader.person)
    voices.move_followers(old=f"report:{key}", new=f"report:{into}", at=at)
    ledger.record(events.ReportMerged(key, into), by=reader.person, at=at)
    announce(row, line, at, reader.person)


@transaction.atomic
def heed_moderation(*, key: str, at: datetime) -> None:
    """What moderators decided about a report holds on the map and in the dataset too."""
    is_hidden = said.is_hidden(f"report:{key}")
    models.Report.objects.filter(key=key).exclude(is_hidden=is_hidden).update(
        is_hidden=is_hidden, changed_at=at, is_dirty=True
    )
