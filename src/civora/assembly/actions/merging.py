"""Several proposals become one, when every author has agreed. Who backed a part is asked anew, never moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, person_row, process_row
from civora.assembly.actions.proposals import rewrite, standing_row
from civora.assembly.errors import AlreadyDecided, BadWords, NotYours, UnknownPart
from civora.assembly.models import Merge, MergeConsent, Proposal, Support
from civora.assembly.rules import words
from civora.assembly.types import subject_of
from civora.ledger import actions as ledger
from civora.voices import actions as voices

MOST = 10


@transaction.atomic
def offer_merge(
    *,
    process: str,
    into: int,
    others: Sequence[int],
    title: str,
    text: str,
    is_staff: bool = False,
    by: str,
    at: datetime,
) -> int:
    """Offer to make them one, with these words. Returns the offer's number; who offers has agreed for her own.

    A proposal whose author has no account any more needs the staff to offer. Raises UnknownProposal, NotYours,
    AlreadyDecided, BadWords.
    """
    row, person = process_row(process), person_row(by)
    numbers = list(dict.fromkeys([into, *others]))
    if not 2 <= len(numbers) <= MOST:  # noqa: PLR2004 (as the sentence says)
        raise BadWords(
            gettext("Choose 2 to {most} different proposals.").format(most=MOST),
            next_step=gettext("Name the numbers of the others."),
        )
    parts = [standing_row(process, number) for number in numbers]
    is_author = any(one.author_id == person.pk for one in parts)
    if not is_author and not is_staff:
        raise NotYours(
            gettext("Only an author of one of them can offer this."), next_step=gettext("Write a comment to them.")
        )
    if not is_staff and any(one.author_id is None for one in parts):
        raise NotYours(
            gettext("An author of these has no account any more."),
            next_step=gettext("Ask the city’s staff to offer it."),
        )
    made = Merge.objects.create(
        process=row, into=parts[0], offered_by=person, at=at,
        title=words.check_text(title, gettext("The title"), most=words.LINE, is_line=True),
        text=words.check_text(text, gettext("The text")),
    )  # fmt: skip
    for one in parts:
        is_agreed = one.author_id in (None, person.pk)
        MergeConsent.objects.create(merge=made, proposal=one, given_at=at if is_agreed else None)
        ask(one, made, at)
    ledger.record(events.MergeOffered(process, into, tuple(numbers[1:])), by=by, at=at)
    finish(made, by, at)
    return int(made.pk)


def ask(one: Proposal, made: Merge, at: datetime) -> None:
    """Tell an author that her agreement is asked for."""
    if one.author and one.author_id != made.offered_by_id:
        subject = subject_of(made.process.key, one.number)
        voices.tell(
            follower=one.author.email, subject=subject, turn=f"merge-{made.pk}", facts={"title": one.title}, at=at
        )


@transaction.atomic
def agree(*, merge: int, by: str, at: datetime) -> None:
    """Agree for all of one's own proposals in the offer; the last agreement makes them one.

    Raises UnknownPart, NotYours, AlreadyDecided.
    """
    made = open_offer(merge)
    mine = MergeConsent.objects.filter(merge=made, proposal__author=person_row(by))
    if not mine.exists():
        raise NotYours(gettext("None of these proposals is yours."), next_step=gettext("Their authors decide."))
    mine.filter(given_at=None).update(given_at=at)
    finish(made, by, at)


@transaction.atomic
def refuse_merge(*, merge: int, by: str, at: datetime) -> None:
    """One author's no ends the offer. Raises UnknownPart, NotYours, AlreadyDecided."""
    made, person = open_offer(merge), person_row(by)
    if not MergeConsent.objects.filter(merge=made, proposal__author=person).exists():
        raise NotYours(gettext("None of these proposals is yours."), next_step=gettext("Their authors decide."))
    Merge.objects.filter(pk=made.pk).update(refused_at=at)
    ledger.record(events.MergeRefused(made.process.key, made.into.number), by=by, at=at)


def open_offer(merge: int) -> Merge:
    made = Merge.objects.select_for_update().select_related("process", "into").filter(pk=merge).first()
    if made is None:
        raise UnknownPart("There is no such offer.", next_step="Load the page again.")
    if made.done_at or made.refused_at:
        raise AlreadyDecided(gettext("This offer has been decided."), next_step=gettext("Load the page again."))
    return made


def finish(made: Merge, by: str, at: datetime) -> None:
    """Make them one, if nobody's agreement is missing."""
    if MergeConsent.objects.filter(merge=made, given_at=None).exists():
        return
    key = made.process.key
    into = standing_row(key, made.into.number)
    parts = [one.proposal for one in made.consents.select_related("proposal") if one.proposal_id != into.pk]
    for part in parts:
        standing_row(key, part.number)  # still standing, else nothing is done
        Proposal.objects.filter(pk=part.pk).update(state="merged", merged_into=into, changed_at=at)
        tell_backers(part, into, key, at)
        voices.move_followers(old=subject_of(key, part.number), new=subject_of(key, into.number), at=at)
    numbers = tuple(sorted(part.number for part in parts))
    rewrite(into, {"title": made.title, "text": made.text}, "merge " + " ".join(map(str, numbers)), at)
    Merge.objects.filter(pk=made.pk).update(done_at=at)
    ledger.record(events.ProposalsMerged(key, into.number, numbers), by=by, at=at)
    mark("proposals")


def tell_backers(part: Proposal, into: Proposal, key: str, at: datetime) -> None:
    """Her backing stays where it is until she herself gives it to the new words."""
    for one in Support.objects.filter(proposal=part).exclude(person=None).select_related("person"):
        assert one.person is not None  # excluded just above
        voices.tell(follower=one.person.email, subject=subject_of(key, part.number), turn="merged", facts={"into": into.number, "title": into.title}, at=at)  # fmt: skip
