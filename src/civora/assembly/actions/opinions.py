"""Statements, and where people stand on them. No line of the record says who stood where."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, open_row, person_row, process_row, voice_of
from civora.assembly.actions.proposals import A_DAY
from civora.assembly.actions.taking_part import check_pace, take_part
from civora.assembly.errors import AlreadyDecided, BadWords, UnknownPart
from civora.assembly.models import Process, Stand, Statement
from civora.assembly.rules import words
from civora.assembly.rules.likeness import plain
from civora.assembly.types import Act
from civora.ledger import actions as ledger
from civora.voices import actions as voices

MOST_A_DAY = 10


@transaction.atomic
def state(*, process: str, text: str, language: str = "en", is_staff: bool = False, by: str, at: datetime) -> int:
    """Add a statement. Returns its number. It is shown once somebody of the staff has let it through; the staff's own at
    once. The same words again are the same statement. Raises UnknownProcess, NotOpen, NotYours, BadWords, TooMany."""
    row = process_row(process) if is_staff else open_row(process, Act.STATE, at)
    person = person_row(by)
    kept = words.check_text(text, gettext("The statement"), most=words.STATEMENT, is_line=True)
    known = same_words(row, kept)
    if known is not None:
        return known
    if not is_staff:
        check_pace(Statement.objects.filter(process=row, author=person, at__gt=at - A_DAY).count(), MOST_A_DAY)
    last = Statement.objects.filter(process=row).aggregate(last=Max("number"))["last"] or 0
    Statement.objects.create(
        process=row, number=last + 1, author=person, at=at, language=words.check_language(language), text=kept,
        state="shown" if is_staff else "waiting",
    )  # fmt: skip
    if not is_staff:
        take_part(row, person, at)
    ledger.record(events.StatementSent(process, last + 1), by=by, at=at)
    mark("statements")
    return int(last + 1)


def same_words(row: Process, text: str) -> int | None:
    """The number of a statement that says the same, letter for letter."""
    wanted = plain(text).strip(" .!?")
    rows = Statement.objects.filter(process=row).values_list("number", "text")
    return next((number for number, known in rows if plain(known).strip(" .!?") == wanted), None)


@transaction.atomic
def decide_statement(*, process: str, statement: int, is_shown: bool, reason: str = "", by: str, at: datetime) -> None:
    """Let a statement through, or keep it out with a reason that its author is told. Raises UnknownPart, BadWords."""
    row = statement_row(process, statement)
    kept = words.check_text(reason, gettext("The reason"), most=500, is_needed=not is_shown)
    outcome = "shown" if is_shown else "hidden"
    Statement.objects.filter(pk=row.pk).update(state=outcome, reason=kept)
    if row.author:
        voices.tell(
            follower=row.author.email, subject=f"statement:{process}/{statement}", turn=outcome, facts={"reason": kept}, at=at
        )  # fmt: skip
    ledger.record(events.StatementDecided(process, statement, outcome), by=by, at=at)
    mark("statements")


def statement_row(process: str, statement: int) -> Statement:
    row = Statement.objects.select_for_update().filter(process__key=process, number=statement).first()
    if row is None:
        raise UnknownPart("There is no such statement.", next_step="Load the page again.")
    return row


@transaction.atomic
def stand(*, process: str, statement: int, choice: int, by: str, at: datetime) -> None:
    """Agree (1), disagree (-1) or pass (0); another time is another mind, until the phase closes.

    Raises UnknownProcess, NotOpen, NotYours, UnknownPart, AlreadyDecided, BadWords.
    """
    row, person = open_row(process, Act.OPINE, at), person_row(by)
    found = statement_row(process, statement)
    if found.state != "shown":
        raise AlreadyDecided(gettext("This statement is not shown."), next_step=gettext("Go on with the next one."))
    if choice not in (-1, 0, 1):
        raise BadWords(gettext("This is no answer."), next_step=gettext("Agree, disagree or pass."))
    take_part(row, person, at)
    Stand.objects.update_or_create(voice=voice_of(row, person), statement=found, defaults={"choice": choice})
    mark("statements", "opinion-votes")
