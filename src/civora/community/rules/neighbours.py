"""What neighbours may post, for how long, and who may write to whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext

from civora.community import rules
from civora.community.errors import BadListing, ListingOver, NotMember
from civora.community.types import ListingKind, ListingState, NewListing

NEXT = {
    ListingState.VISIBLE: {ListingState.HELD, ListingState.OVER},
    ListingState.HELD: {ListingState.VISIBLE, ListingState.OVER},
    ListingState.OVER: {ListingState.VISIBLE},
}
DAYS = (7, 14, 30, 60)
TITLE, MESSAGE = 120, 2_000
LONGEST_MEETING, FARTHEST = timedelta(days=3), timedelta(days=366)
KEPT = timedelta(days=90)  # after it is over
MESSAGES_A_DAY, NEW_CONVERSATIONS_A_DAY = 100, 15


def checked(given: NewListing, at: datetime) -> NewListing:
    """The same, tidy. Raises BadListing with the field that is wrong."""
    if given.kind not in set(ListingKind):
        raise BadListing(gettext("Choose whether you offer, ask or invite."), field="kind")
    if given.kind == ListingKind.MEETING:
        check_meeting(given, at)
    elif given.days not in DAYS:
        raise BadListing(gettext("Choose how long it stands."), field="days")
    is_meeting = given.kind == ListingKind.MEETING
    return NewListing(
        given.kind, rules.line(given.title, BadListing, "title", TITLE), rules.words(given.text, BadListing, "text", 2_000),
        rules.language(given.lang), given.days, given.starts_at if is_meeting else None, given.ends_at if is_meeting else None,
        rules.line(given.place, BadListing, "place", 200) if is_meeting else "",
    )  # fmt: skip


def check_meeting(given: NewListing, at: datetime) -> None:
    if given.starts_at is None or given.starts_at <= at or given.starts_at > at + FARTHEST:
        raise BadListing(gettext("A meeting begins on a day to come, within a year."), field="starts_at")
    if given.ends_at is None or not timedelta(0) < given.ends_at - given.starts_at <= LONGEST_MEETING:
        raise BadListing(gettext("A meeting ends after it has begun, within three days."), field="ends_at")


def expires_at(given: NewListing, at: datetime) -> datetime:
    """A meeting stands until it has ended, the rest as many days as its author chose."""
    return given.ends_at if given.ends_at is not None else at + timedelta(days=given.days)


def check_member(*, is_member: bool) -> None:
    """Raises NotMember."""
    if not is_member:
        raise NotMember(
            gettext("This is for those who belong to the neighbourhood."),
            next_step=gettext("Join it on its page; you can leave at any time."),
        )


def check_stands(*, is_over: bool) -> None:
    """Raises ListingOver."""
    if is_over:
        raise ListingOver(gettext("This is over."), next_step=gettext("See what else the neighbourhood offers."))
