"""Neighbourhoods: made, joined, left; neighbours write to one another without giving their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.community import events, rules
from civora.community.actions.listings import known_listing
from civora.community.errors import BadListing, NotMember, TooManyToday, UnknownListing, UnknownNeighbourhood
from civora.community.models import Conversation, Listing, Member, Message, Neighbourhood
from civora.community.rules import neighbours as checks
from civora.community.types import ListingState
from civora.core.keys import dataset_key
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.voices.rules import key as new_key


@transaction.atomic
def set_neighbourhood(
    *, key: str, district: str, text: Mapping[str, str], reader: Reader, at: datetime, is_example: bool = False
) -> None:
    """Make the neighbourhood of a district, or change what it says. Raises NotOurs, BadKey, BadListing."""
    rules.check_may_decide(reader)
    given = {
        "district": rules.line(district, BadListing, "district", 100),
        "text": dict(text),
        "is_example": is_example,
    }
    Neighbourhood.objects.update_or_create(
        key=dataset_key(key)[:60], defaults=given, create_defaults=given | {"made_at": at}
    )
    ledger.record(events.NeighbourhoodSet(key), by=reader.person, at=at)


@transaction.atomic
def join(*, neighbourhood: str, name: str, reader: Reader, at: datetime) -> None:
    """Belong to a neighbourhood from now on, under a name that its members see. Done again, it changes the name.

    Nothing is checked but the account: it says so on the page. Raises UnknownNeighbourhood, BadListing.
    """
    row = Neighbourhood.objects.filter(key=neighbourhood).first()
    if row is None:
        raise UnknownNeighbourhood(
            gettext("There is no such neighbourhood."), next_step=gettext("See the list of neighbourhoods.")
        )
    shown = rules.name(name)
    if not shown:
        raise BadListing(
            gettext("Say what your neighbours may call you."),
            next_step=gettext("A first name is enough; no address."),
            field="name",
        )
    _, is_new = Member.objects.update_or_create(
        neighbourhood=row, person=reader.person, defaults={"name": shown}, create_defaults={"name": shown, "at": at}
    )
    Listing.objects.filter(neighbourhood=row, by=reader.person).update(name=shown)
    Conversation.objects.filter(listing__neighbourhood=row, person=reader.person).update(name=shown)
    if is_new:
        ledger.record(events.NeighbourhoodJoined(neighbourhood), by=reader.person, at=at)


@transaction.atomic
def leave(*, neighbourhood: str, reader: Reader, at: datetime) -> None:
    """Belong to it no longer. What this member posted there ends at once; nothing is asked."""
    gone, _ = Member.objects.filter(neighbourhood__key=neighbourhood, person=reader.person).delete()
    mine = Listing.objects.filter(neighbourhood__key=neighbourhood, by=reader.person).exclude(
        state=ListingState.OVER.value
    )
    mine.update(state=ListingState.OVER.value, expires_at=at, changed_at=at)
    if gone:
        ledger.record(events.NeighbourhoodLeft(neighbourhood), by=reader.person, at=at)


@transaction.atomic
def write_to_author(*, listing: str, text: str, sent: str, reader: Reader, at: datetime) -> str:
    """A neighbour writes to who posted a listing. Neither learns the other's address. Returns the conversation's key.

    Raises UnknownListing, NotMember, ListingOver, BadListing, TooManyToday.
    """
    row = known_listing(listing)
    member = Member.objects.filter(neighbourhood=row.neighbourhood_id, person=reader.person).first()
    checks.check_member(is_member=member is not None)
    check_can_write(row, at)
    if row.by == reader.person:
        raise NotMember(gettext("This is your own."), next_step=gettext("Answer those who write to you."))
    found = Conversation.objects.filter(listing=row, person=reader.person).first()
    if found is None:
        if voices.count_address(kind="conversation", address=reader.person, at=at) > checks.NEW_CONVERSATIONS_A_DAY:
            raise TooManyToday(
                gettext("You have written to many neighbours today."), next_step=gettext("Go on tomorrow.")
            )
        found = Conversation.objects.create(key=new_key(), listing=row, person=reader.person, name=member.name, at=at)  # type: ignore[union-attr]  # checked above
    put_message(found, row, text, sent, reader.person, at)
    return found.key


@transaction.atomic
def write_message(*, conversation: str, text: str, sent: str, reader: Reader, at: datetime) -> None:
    """One of the two goes on. Raises UnknownListing, ListingOver, BadListing, TooManyToday."""
    found = Conversation.objects.select_related("listing").filter(key=conversation).first()
    if found is None or reader.person not in (found.person, found.listing.by):
        raise UnknownListing(
            gettext("This is not here, or is over."), next_step=gettext("See what else the neighbourhood offers.")
        )
    check_can_write(found.listing, at)
    put_message(found, found.listing, text, sent, reader.person, at)


def check_can_write(row: Listing, at: datetime) -> None:
    """Raises UnknownListing (held or hidden), ListingOver."""
    if row.state == ListingState.HELD.value or said.is_hidden(f"listing:{row.key}"):
        raise UnknownListing(
            gettext("This is not here, or is over."), next_step=gettext("See what else the neighbourhood offers.")
        )
    checks.check_stands(is_over=row.state == ListingState.OVER.value or row.expires_at <= at)


def put_message(found: Conversation, row: Listing, text: str, sent: str, by: str, at: datetime) -> None:
    """The message, and one notice for the other: that there is one, not what it says."""
    if Message.objects.filter(by=by, sent=sent[:64]).exists():
        return
    words = rules.words(text, BadListing, "text", checks.MESSAGE)
    if voices.count_address(kind="message", address=by, at=at) > checks.MESSAGES_A_DAY:
        raise TooManyToday(gettext("You have written to many neighbours today."), next_step=gettext("Go on tomorrow."))
    given = {"key": new_key(), "conversation": found, "text": words, "at": at}
    made, is_new = Message.objects.get_or_create(by=by, sent=sent[:64], defaults=given)
    if not is_new:
        return
    other = row.by if by == found.person else found.person
    voices.tell(
        follower=other,
        subject=f"conversation:{found.key}",
        turn=f"message-{made.key}",
        facts={"title": row.title},
        at=at,
    )
    ledger.record(events.MessageWritten(row.key), by=by, at=at)


@transaction.atomic
def mark_read(*, conversation: str, reader: Reader, at: datetime) -> None:
    """This reader has opened it."""
    Conversation.objects.filter(key=conversation, person=reader.person).update(seen_by_person_at=at)
    Conversation.objects.filter(key=conversation, listing__by=reader.person).update(seen_by_author_at=at)
