"""Other words for a proposal: anyone offers them, its author takes or declines them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, open_row, person_row
from civora.assembly.actions.proposals import A_DAY, check_seen, own_row, rewrite, standing_row
from civora.assembly.actions.taking_part import check_pace, take_part
from civora.assembly.errors import AlreadyDecided, UnknownPart
from civora.assembly.models import Amendment, Proposal
from civora.assembly.rules import words
from civora.assembly.types import Act, subject_of
from civora.ledger import actions as ledger
from civora.voices import actions as voices

MOST_A_DAY = 10


@transaction.atomic
def amend(
    *, process: str, number: int, text: str, reason: str = "", language: str = "en", by: str, at: datetime
) -> int:
    """Offer other words. Returns the amendment's number. The same words once more are the same amendment.

    Raises UnknownProposal, NotOpen, NotYours, AlreadyDecided, BadWords, TooMany.
    """
    asked, person = open_row(process, Act.AMEND, at), person_row(by)
    row = standing_row(process, number)
    kept = words.check_text(text, gettext("The text"))
    why = words.check_text(reason, gettext("The reason"), most=words.REASON, is_needed=False)
    known = row.amendments.filter(author=person, text=kept, state="open").first()
    if known is not None:
        return int(known.number)
    if kept == row.text:
        raise AlreadyDecided(
            gettext("These are the words as they stand."), next_step=gettext("Change something in them.")
        )
    mine = Amendment.objects.filter(proposal__process=asked, author=person, at__gt=at - A_DAY)
    check_pace(mine.count(), MOST_A_DAY)
    made = row.amendments.create(
        number=row.amendments.count() + 1, author=person, at=at, language=words.check_language(language), text=kept,
        reason=why, revision=row.revision,
    )  # fmt: skip
    take_part(asked, person, at, subject_of(process, number))
    if row.author:
        turn = f"amendment-{made.number}"
        voices.tell(follower=row.author.email, subject=subject_of(process, number), turn=turn, facts={"title": row.title}, at=at)  # fmt: skip
    ledger.record(events.AmendmentSent(process, number, made.number), by=by, at=at)
    return int(made.number)


@transaction.atomic
def decide_amendment(
    *, process: str, number: int, amendment: int, is_taken: bool, seen: int, answer: str = "", by: str, at: datetime
) -> None:
    """Its author takes the words, or declines them with a reason. `seen` is the revision that she had before her.

    Raises UnknownProposal, UnknownPart, NotYours, AlreadyDecided, BadWords.
    """
    row: Proposal = own_row(process, number, by)
    found = row.amendments.select_for_update().filter(number=amendment).first()
    if found is None:
        raise UnknownPart("There is no such amendment.", next_step="Load the page again.")
    if found.state != "open":
        raise AlreadyDecided(gettext("This amendment has been decided."), next_step=gettext("Load the page again."))
    check_seen(row, seen)
    kept = words.check_text(answer, gettext("Your answer"), most=words.REASON, is_needed=not is_taken)
    state = "taken" if is_taken else "declined"
    Amendment.objects.filter(pk=found.pk).update(state=state, answer=kept)
    if is_taken:
        rewrite(row, {"text": found.text}, f"amendment {amendment}", at)
        ledger.record(events.ProposalRevised(process, number, row.revision + 1), by=by, at=at)
        mark("proposals")
    if found.author:
        voices.tell(follower=found.author.email, subject=subject_of(process, number), turn=f"amendment-{amendment}-{state}", facts={"title": row.title}, at=at)  # fmt: skip
    ledger.record(events.AmendmentDecided(process, number, amendment, state), by=by, at=at)
