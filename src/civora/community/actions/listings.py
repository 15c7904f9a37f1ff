"""Offers, requests and meetings: posted, renewed, ended, forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from civora.community import events, rules
from civora.community.errors import UnknownListing
from civora.community.models import Conversation, Listing, Member
from civora.community.rules import neighbours as checks
from civora.community.types import ListingKind, ListingState, NewListing
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import actions as voices
from civora.voices.rules import is_held, key


@transaction.atomic
def post_listing(
    *, neighbourhood: str, listing: NewListing, sent: str, reader: Reader, at: datetime, is_example: bool = False
) -> str:
    """A member offers, asks or invites. The same `sent` gives the same key back. Words with many links wait for a moderator.

    Raises NotMember, BadListing, TooManyToday.
    """
    known = Listing.objects.filter(by=reader.person, sent=sent[:64]).first()
    if known is not None:
        return known.key
    member = (
        Member.objects.select_related("neighbourhood")
        .filter(neighbourhood__key=neighbourhood, person=reader.person)
        .first()
    )
    checks.check_member(is_member=member is not None)
    made = checks.checked(listing, at)
    rules.check_today(voices.count_address(kind="listing", address=reader.person, at=at))
    state = ListingState.HELD if is_held(f"{made.title} {made.text}") else ListingState.VISIBLE
    given = {
        "key": key(), "neighbourhood": member.neighbourhood, "kind": made.kind, "title": made.title, "text": made.text, "name": member.name,  # type: ignore[union-attr]  # checked above
        "lang": made.lang, "at": at, "changed_at": at, "expires_at": checks.expires_at(made, at), "starts_at": made.starts_at,
        "ends_at": made.ends_at, "place": made.place, "state": state.value, "is_example": is_example,
    }  # fmt: skip
    row, is_new = Listing.objects.get_or_create(by=reader.person, sent=sent[:64], defaults=given)
    if not is_new:
        return row.key
    ledger.record(events.ListingPosted(row.key), by=reader.person, at=at)
    return row.key


@transaction.atomic
def renew_listing(*, listing: str, days: int, reader: Reader, at: datetime) -> None:
    """Its author lets an offer or a request stand so many days from now on. Raises UnknownListing, NotMine, BadListing."""
    row = known_listing(listing)
    rules.check_mine(row.by, reader.person)
    if row.kind == ListingKind.MEETING.value:
        raise UnknownListing(gettext("A meeting ends by its day."), next_step=gettext("Post a new one."))
    made = checks.checked(NewListing(row.kind, row.title, row.text, row.lang, days), at)
    back = {"state": ListingState.VISIBLE.value} if row.state == ListingState.OVER.value else {}
    Listing.objects.filter(pk=row.pk).update(expires_at=checks.expires_at(made, at), changed_at=at, **back)
    ledger.record(events.ListingRenewed(listing), by=reader.person, at=at)


@transaction.atomic
def end_listing(*, listing: str, reader: Reader, at: datetime) -> None:
    """Its author says that it is done; who wrote about it is told once. Raises UnknownListing, NotMine."""
    row = known_listing(listing)
    rules.check_mine(row.by, reader.person)
    if (
        Listing.objects.filter(pk=row.pk)
        .exclude(state=ListingState.OVER.value)
        .update(state=ListingState.OVER.value, expires_at=at, changed_at=at)
    ):
        for person in row.conversations.values_list("person", flat=True):
            voices.tell(follower=person, subject=f"listing:{listing}", turn="closed", facts={"title": row.title}, at=at)
        ledger.record(events.ListingEnded(listing), by=reader.person, at=at)


@transaction.atomic
def release_listing(*, listing: str, reader: Reader, at: datetime) -> None:
    """A moderator lets one appear that waited. Raises UnknownListing, NotOurs."""
    rules.check_may_release(reader)
    row = known_listing(listing)
    if Listing.objects.filter(pk=row.pk, state=ListingState.HELD.value).update(state=ListingState.VISIBLE.value):
        ledger.record(events.ListingReleased(listing), by=reader.person, at=at)


@transaction.atomic
def forget_listings(*, at: datetime) -> int:
    """What is over for 90 days goes, with all that was written about it. Returns how many listings."""
    old = Listing.objects.filter(Q(expires_at__lt=at - checks.KEPT))
    keys = list(old.values_list("key", flat=True))
    Conversation.objects.filter(listing__key__in=keys).delete()
    old.delete()
    for one in keys:
        voices.erase_subject(subject=f"listing:{one}")
    return len(keys)


def known_listing(wanted: str) -> Listing:
    """Raises UnknownListing."""
    row = Listing.objects.select_for_update().filter(key=wanted).first()
    if row is None:
        raise UnknownListing(
            gettext("This is not here, or is over."), next_step=gettext("See what else the neighbourhood offers.")
        )
    return row
