"""Forgetting: what a reporter takes back, contacts after their time, an account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from civora.ledger import actions as ledger
from civora.reports import events, models, rules
from civora.reports.actions.reporting import of_code
from civora.reports.types import Status, Turn
from civora.voices import actions as voices


@transaction.atomic
def erase(*, code: str, at: datetime) -> None:
    """The reporter takes everything back: words, photos, contact are gone, and the row leaves the dataset. That there was
    a report of this category stays, for the counts. Raises UnknownCode."""
    row = of_code(code)
    models.Report.objects.filter(pk=row.pk).update(
        description="", text="", address="", answers={}, asset_id="", asset_label="", owner="", status=Status.WITHDRAWN.value,
        lat=None, lon=None, closed_at=at, changed_at=at, is_erased=True, is_public=False, is_dirty=True, code=rules.digest(f"erased|{row.key}"),
    )  # fmt: skip
    models.Update.objects.filter(report=row, turn__in=(Turn.MESSAGE.value, Turn.REOPENED.value)).update(text="")
    models.Contact.objects.filter(report=row).delete()
    models.Note.objects.filter(report=row).delete()
    voices.erase_subject(subject=f"report:{row.key}")
    ledger.record(events.ReportErased(row.key), by="", at=at)


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """90 days after closing: contacts, notes and what was masked are removed for good. How many contacts."""
    old = models.Report.objects.filter(closed_at__lt=at - rules.CONTACT_KEPT)
    contacts = list(models.Contact.objects.filter(report__in=old).select_related("report"))
    for one in contacts:
        if one.email:
            voices.unfollow(subject=f"report:{one.report.key}", follower=one.email, at=at)
    models.Contact.objects.filter(pk__in=[one.pk for one in contacts]).delete()
    models.Note.objects.filter(report__in=old).delete()
    old.exclude(description=F("text")).update(description=F("text"))
    if contacts:
        ledger.record(events.ContactsForgotten(len(contacts)), by="", at=at)
    return len(contacts)


def erase_person(address: str, pseudonym: str) -> None:
    """An account is forgotten: reports stay, without it."""
    models.Report.objects.filter(owner=address).update(owner="")
    models.Report.objects.filter(assignee=address).update(assignee="")
    models.Contact.objects.filter(email=address).delete()
    models.Update.objects.filter(by=address).update(by=pseudonym)
    models.Note.objects.filter(by=address).update(by=pseudonym)
