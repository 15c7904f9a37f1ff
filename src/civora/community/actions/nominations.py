"""Datasets that people miss: asked for, backed, answered, taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.community import events, rules
from civora.community.errors import BadNomination, UnknownNomination
from civora.community.models import Backing, Nomination
from civora.community.queries.reuses import dataset_names
from civora.community.rules import nominations as checks
from civora.community.types import NominationState
from civora.core.policy.types import ANYONE, Reader
from civora.ledger import actions as ledger
from civora.voices import actions as voices
from civora.voices.rules import key


@transaction.atomic
def nominate(
    *, title: str, text: str, use: str, author: str, lang: str, sent: str, reader: Reader, at: datetime, is_example: bool = False
) -> str:  # fmt: skip
    """Ask for a dataset that is missing; whoever asks backs it and follows it. The same `sent` gives the same key back.

    Raises BadNomination, TooManyToday.
    """
    known = Nomination.objects.filter(by=reader.person, sent=sent[:64]).first()
    if known is not None:
        return known.key
    given = {
        "title": rules.line(title, BadNomination, "title"), "text": rules.words(text, BadNomination, "text"),
        "use": rules.words(use, BadNomination, "use", 2_000) if use.strip() else "", "author": rules.name(author), "lang": rules.language(lang),
    }  # fmt: skip
    rules.check_today(voices.count_address(kind="nomination", address=reader.person, at=at))
    made = given | {"key": key(), "at": at, "is_example": is_example}
    row, is_new = Nomination.objects.get_or_create(by=reader.person, sent=sent[:64], defaults=made)
    if not is_new:
        return row.key
    Backing.objects.create(nomination=row, by=reader.person, at=at)
    voices.follow(subject=f"nomination:{row.key}", follower=reader.person, at=at)
    ledger.record(events.DatasetNominated(row.key), by=reader.person, at=at)
    return row.key


@transaction.atomic
def back_nomination(*, nomination: str, is_backed: bool, reader: Reader, at: datetime) -> None:
    """Somebody else needs it too, or no longer; who backs it is told of each turn. Raises UnknownNomination."""
    row = known_nomination(nomination)
    subject = f"nomination:{nomination}"
    if not is_backed:
        Backing.objects.filter(nomination=row, by=reader.person).delete()
        voices.unfollow(subject=subject, follower=reader.person, at=at)
        return
    _, is_new = Backing.objects.get_or_create(nomination=row, by=reader.person, defaults={"at": at})
    if is_new:
        voices.follow(subject=subject, follower=reader.person, at=at)
        ledger.record(events.NominationBacked(nomination), by=reader.person, at=at)


@transaction.atomic
def answer_nomination(
    *, nomination: str, state: NominationState, answer: str, lang: str, reader: Reader, at: datetime, planned_for: date | None = None,
    dataset: str = "",
) -> None:  # fmt: skip
    """The city answers: planned by a day, published as a dataset, or refused with reasons. Followers are told once at each turn.

    Raises NotOurs, UnknownNomination, BadNomination.
    """
    rules.check_may_decide(reader)
    row = known_nomination(nomination)
    found = dataset.strip()
    checks.check_answer(
        NominationState(row.state), state, answer=answer, planned_for=planned_for, dataset=found, today=at.date()
    )
    if state is NominationState.PUBLISHED and found not in dataset_names([found], ANYONE):
        raise BadNomination(
            gettext("There is no open dataset {key}.").format(key=found[:60]),
            next_step=gettext("Publish it first, open to everyone."),
            field="dataset",
        )
    Nomination.objects.filter(pk=row.pk).update(
        state=state.value, answer=rules.words(answer, BadNomination, "answer") if answer.strip() else "", answer_lang=rules.language(lang),
        answered_by=reader.person, answered_at=at, first_answered_at=row.first_answered_at or at,
        planned_for=planned_for if state is NominationState.PLANNED else row.planned_for, dataset=found if state is NominationState.PUBLISHED else "",
    )  # fmt: skip
    turn = f"planned:{planned_for}" if state is NominationState.PLANNED else state.value
    facts = {"title": row.title, "step": str(planned_for or found)}
    voices.announce(subject=f"nomination:{nomination}", turn=turn, facts=facts, at=at, by=reader.person)
    ledger.record(events.NominationAnswered(nomination, state.value), by=reader.person, at=at)


@transaction.atomic
def withdraw_nomination(*, nomination: str, reader: Reader, at: datetime) -> None:
    """Whoever asked takes it back while it has neither an answer nor other backers. Raises UnknownNomination, NotMine, BadNomination."""
    row = known_nomination(nomination)
    rules.check_mine(row.by, reader.person)
    if row.state != NominationState.OPEN.value or row.backings.exclude(by=reader.person).exists():
        raise BadNomination(
            gettext("Others back it, or it has an answer: it stays."), next_step=gettext("You can stop following it.")
        )
    Nomination.objects.filter(pk=row.pk).update(
        state=NominationState.WITHDRAWN.value, title="", text="", use="", author=""
    )
    ledger.record(events.NominationWithdrawn(nomination), by=reader.person, at=at)


def known_nomination(wanted: str) -> Nomination:
    """Raises UnknownNomination."""
    row = (
        Nomination.objects.select_for_update().filter(key=wanted).exclude(state=NominationState.WITHDRAWN.value).first()
    )
    if row is None:
        raise UnknownNomination(
            gettext("Nobody has asked for this."), next_step=gettext("See what others have asked for.")
        )
    return row
