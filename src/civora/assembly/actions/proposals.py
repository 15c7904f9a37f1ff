"""Proposing, rewriting, withdrawing, backing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, open_row, person_row, proposal_row
from civora.assembly.actions.taking_part import check_pace, take_part
from civora.assembly.errors import AlreadyDecided, NotYours
from civora.assembly.models import Process, Proposal, Revision, Support
from civora.assembly.rules import words
from civora.assembly.types import Act, NewProposal, subject_of
from civora.ledger import actions as ledger
from civora.people.models import Person

A_DAY = timedelta(days=1)
MOST_A_DAY = 10


@transaction.atomic
def propose(*, process: str, proposal: NewProposal, token: str, by: str, at: datetime) -> int:
    """Send a proposal. Returns its number. The same `token` twice is the same proposal, however often it is sent.

    Raises UnknownProcess, NotOpen, NotYours, BadWords, BadPlace, TooMany.
    """
    row, person = open_row(process, Act.PROPOSE, at), person_row(by)
    token = words.check_text(token, gettext("The form"), most=64, is_line=True)
    sent = Proposal.objects.filter(process=row, token=token).first()
    if sent is not None:
        return same(sent, person)
    check_pace(Proposal.objects.filter(process=row, author=person, at__gt=at - A_DAY).count(), MOST_A_DAY)
    number = row.proposals + 1
    Process.objects.filter(pk=row.pk).update(proposals=number)
    made = Proposal.objects.create(
        process=row, number=number, author=person, token=token, at=at, changed_at=at, **checked(proposal)
    )
    Revision.objects.create(proposal=made, number=1, at=at, title=made.title, text=made.text)
    take_part(row, person, at, subject_of(process, number))
    ledger.record(events.ProposalSent(process, number), by=by, at=at)
    mark("proposals")
    return number


def same(sent: Proposal, person: Person) -> int:
    """A form that was sent twice by the same person."""
    if sent.author_id != person.pk:
        raise NotYours(gettext("This form was sent by somebody else."), next_step=gettext("Load the page again."))
    return sent.number


def checked(given: NewProposal) -> dict[str, object]:
    lon, lat = words.check_place(given.lon, given.lat)
    return {
        "title": words.check_text(given.title, gettext("The title"), most=words.LINE, is_line=True),
        "text": words.check_text(given.text, gettext("The text")),
        "language": words.check_language(given.language),
        "place": words.check_text(given.place, gettext("The place"), most=words.LINE, is_line=True, is_needed=False),
        "signature": words.check_text(
            given.signature, gettext("Your name"), most=words.SIGNATURE, is_line=True, is_needed=False
        ),
        "cost": words.check_cost(given.cost), "lon": lon, "lat": lat,
    }  # fmt: skip


@transaction.atomic
def revise(*, process: str, number: int, proposal: NewProposal, seen: int, by: str, at: datetime) -> None:
    """Its author writes it anew; what stood before stays readable. `seen` is the revision that she had before her.

    Raises UnknownProposal, NotOpen, NotYours, AlreadyDecided, BadWords, BadPlace.
    """
    open_row(process, Act.PROPOSE, at)
    row = own_row(process, number, by)
    check_seen(row, seen)
    rewrite(row, checked(proposal), "", at)
    ledger.record(events.ProposalRevised(process, number, row.revision + 1), by=by, at=at)
    mark("proposals")


def rewrite(row: Proposal, fields: dict[str, object], why: str, at: datetime) -> None:
    """The proposal's new words, and a revision that keeps them."""
    revision = row.revision + 1
    Proposal.objects.filter(pk=row.pk).update(**fields, revision=revision, changed_at=at)
    title, text = fields.get("title", row.title), fields.get("text", row.text)
    Revision.objects.create(proposal=row, number=revision, at=at, title=title, text=text, why=why)


def check_seen(row: Proposal, seen: int) -> None:
    if row.revision != seen:
        raise AlreadyDecided(
            gettext("The proposal has been changed since you opened this page."),
            next_step=gettext("Load the page again and look at the new words first."),
        )


def own_row(process: str, number: int, by: str) -> Proposal:
    """A proposal that still stands, for its author. Raises UnknownProposal, NotYours, AlreadyDecided."""
    row, person = standing_row(process, number), person_row(by)
    if row.author_id != person.pk:
        raise NotYours(gettext("Only its author may do this."), next_step=gettext("You can propose an amendment."))
    return row


def standing_row(process: str, number: int) -> Proposal:
    """Raises UnknownProposal, AlreadyDecided."""
    row = proposal_row(process, number)
    if row.state != "open":
        raise AlreadyDecided(
            gettext("This proposal was withdrawn or became part of another."),
            next_step=gettext("Its page says what it became."),
        )
    return row


@transaction.atomic
def withdraw(*, process: str, number: int, by: str, at: datetime) -> None:
    """Its author takes it back: it stays readable, out of the list. Raises UnknownProposal, NotYours, AlreadyDecided."""
    row = own_row(process, number, by)
    if row.decision:
        raise AlreadyDecided(
            gettext("The city has answered it already."), next_step=gettext("It stays with its answer.")
        )
    Proposal.objects.filter(pk=row.pk).update(state="withdrawn", changed_at=at)
    ledger.record(events.ProposalWithdrawn(process, number), by=by, at=at)
    mark("proposals")


@transaction.atomic
def support(*, process: str, number: int, by: str, at: datetime) -> None:
    """Back a proposal; once, however often it is sent. Raises UnknownProposal, NotOpen, NotYours, AlreadyDecided."""
    asked, person = open_row(process, Act.SUPPORT, at), person_row(by)
    row = standing_row(process, number)
    _, is_new = Support.objects.get_or_create(proposal=row, person=person, defaults={"at": at.date()})
    if is_new:
        Proposal.objects.filter(pk=row.pk).update(supports=F("supports") + 1)
        take_part(asked, person, at, subject_of(process, number))
        mark("proposals")


@transaction.atomic
def unsupport(*, process: str, number: int, by: str, at: datetime) -> None:
    """Take one's backing back. Raises UnknownProposal, NotOpen, NotYours."""
    open_row(process, Act.SUPPORT, at)
    row, person = proposal_row(process, number), person_row(by)
    gone, _ = Support.objects.filter(proposal=row, person=person).delete()
    if gone:
        Proposal.objects.filter(pk=row.pk).update(supports=F("supports") - 1)
        mark("proposals")
