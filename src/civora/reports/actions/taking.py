"""What comes and goes without a person: updates of other servers, reports sent on, the question after four weeks."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.reports import events, models, rules
from civora.reports.actions.handling import set_status
from civora.reports.actions.lines import announce, enter, known
from civora.reports.errors import BadReport
from civora.reports.types import Status, Turn, Who
from civora.voices import actions as voices


@transaction.atomic
def take_update(*, key: str, update: str, status: Status | None, text: str, reader: Reader, at: datetime) -> str:
    """An update from another program, once for each of its own ids. Returns our key of it.

    A status that cannot follow is taken as a word only. Raises UnknownReport, NotCaseWorker, BadReport.
    """
    row = known(key)
    rules.check_may_handle(reader, row.body, settings.CIVORA_OWN_ORGANISATION)
    if not update.strip():
        raise BadReport("The update has no id.", next_step="Send update_id.")
    found = models.Update.objects.filter(report=row, external=update[:100]).first()
    if found:
        return found.key
    words = rules.words(text)
    if status and status is not Status.DUPLICATE and status in rules.NEXT[Status(row.status)]:
        set_status(row, status, words, by=reader.person, at=at, external=update[:100])
        return models.Update.objects.get(report=row, external=update[:100]).key
    line = enter(row, turn=Turn.UPDATE, who=Who.BODY, at=at, text=words, by=reader.person, external=update[:100])
    models.Report.objects.filter(pk=row.pk).update(changed_at=at, is_dirty=True)
    ledger.record(events.ReportUpdated(key, Turn.UPDATE.value), by=reader.person, at=at)
    announce(row, line, at, reader.person)
    return line.key


@transaction.atomic
def mark_forwarded(*, key: str, external: str, by: str, at: datetime) -> None:
    """Another server has the report, under its own number. Raises UnknownReport."""
    row = known(key)
    models.Report.objects.filter(pk=row.pk).update(
        forwarded_at=at, external=external[:100], changed_at=at, is_dirty=True
    )
    line = enter(row, turn=Turn.FORWARDED, who=Who.SYSTEM, at=at, text=external[:100])
    ledger.record(events.ReportForwarded(key, row.body), by=by, at=at)
    announce(row, line, at)


@transaction.atomic
def ask_reporters(*, at: datetime) -> int:
    """Four weeks after the last word of an open report, its followers are asked whether it is fixed. Once. How many reports."""
    rows = models.Report.objects.select_related("category").filter(
        closed_at=None, asked_at=None, is_erased=False, changed_at__lt=at - rules.ASK_AFTER
    )
    asked = list(rows[:500])
    for row in asked:
        voices.announce(
            subject=f"report:{row.key}",
            turn=f"asked-{row.changed_at:%Y%m%d}",
            facts={"report": row.key, "turn": "asked"},
            at=at,
        )
        ledger.record(events.ReporterAsked(row.key), by="", at=at)
    models.Report.objects.filter(pk__in=[row.pk for row in asked]).update(asked_at=at)
    return len(asked)
