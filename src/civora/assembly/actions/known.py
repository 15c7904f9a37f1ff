"""Rows that an action begins with, found or refused."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from civora.assembly.errors import NotYours, UnknownProcess, UnknownProposal
from civora.assembly.models import Process, Projection, Proposal, Text, Voice
from civora.assembly.queries.processes import phase_card
from civora.assembly.rules.clock import check_open
from civora.assembly.types import Act
from civora.people.models import Person


def process_row(key: str) -> Process:
    """Locked until the end of the transaction. Raises UnknownProcess."""
    row = Process.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise UnknownProcess(f"There is no process {key[:60]}.", next_step="See all of them at /take-part/.")
    return row


def open_row(key: str, act: Act, at: datetime) -> Process:
    """The process, if a phase that runs opens this act. Raises UnknownProcess, NotOpen."""
    row = process_row(key)
    if row.opened_at is None:
        raise UnknownProcess(f"There is no process {key[:60]}.", next_step="See all of them at /take-part/.")
    check_open([phase_card(one, at, "", "", {}) for one in row.phases.all()], act)
    return row


def proposal_row(process: str, number: int) -> Proposal:
    """Locked. Raises UnknownProposal."""
    row = Proposal.objects.select_for_update().filter(process__key=process, number=number).first()
    if row is None:
        raise UnknownProposal(f"{process[:60]} has no proposal {number}.", next_step="See the list of proposals.")
    return row


def person_row(by: str) -> Person:
    """The account that acts. Raises NotYours for nobody."""
    row = Person.objects.filter(email=by.strip().lower(), is_active=True).first()
    if row is None:
        raise NotYours(gettext("Sign in first."), next_step=gettext("Then you come back to this page."))
    return row


def voice_of(process: Process, person: Person) -> Voice:
    """The person's number in this process, random, drawn at the first act."""
    import secrets  # noqa: PLC0415

    found = Voice.objects.filter(process=process, person=person).first()
    while found is None:
        number = secrets.randbelow(900_000_000) + 100_000_000
        if not Voice.objects.filter(process=process, number=number).exists():
            found = Voice.objects.create(process=process, person=person, number=number)
    return found


def write_texts(subject: str, **fields: dict[str, str] | None) -> None:
    """Set the texts of a row; languages that are not given go. None leaves a field as it is."""
    for field, by_language in fields.items():
        if by_language is None:
            continue
        Text.objects.filter(subject=subject, field=field, source="human").exclude(language__in=by_language).delete()
        for lang, text in by_language.items():
            Text.objects.update_or_create(
                subject=subject, field=field, language=lang, source="human", defaults={"text": text}
            )


def mark(*datasets: str) -> None:
    """These datasets lag behind from now on, until they are published again."""
    from django.db.models import F  # noqa: PLC0415

    for key in datasets:
        if not Projection.objects.filter(key=key).update(changes=F("changes") + 1):
            Projection.objects.create(key=key, changes=1)
