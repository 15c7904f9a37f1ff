"""Neighbourhoods, what stands there, and what two neighbours write to one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from civora.community.errors import UnknownListing, UnknownNeighbourhood
from civora.community.models import Conversation, Listing, Member, Message, Neighbourhood
from civora.community.types import (
    ConversationCard,
    ListingCard,
    ListingKind,
    ListingState,
    MessageCard,
    NeighbourhoodCard,
)
from civora.core.policy.types import Reader
from civora.voices import queries as voices
from civora.voices.rules import may_moderate

MOST = 200


def standing(at: datetime) -> QuerySet[Listing]:
    """What everyone may read now: neither over, held nor hidden."""
    hidden = [target.removeprefix("listing:") for target in voices.hidden_of("listing")]
    return Listing.objects.filter(state=ListingState.VISIBLE.value, expires_at__gt=at).exclude(key__in=hidden)


def neighbourhoods(reader: Reader, at: datetime) -> tuple[NeighbourhoodCard, ...]:
    """By the name of their district."""
    rows = Neighbourhood.objects.annotate(count=Count("members")).order_by("district", "key")
    listed = dict(standing(at).values_list("neighbourhood").annotate(count=Count("id")).order_by())
    mine = (
        dict(Member.objects.filter(person=reader.person).values_list("neighbourhood", "name")) if reader.person else {}
    )
    return tuple(
        NeighbourhoodCard(row.key, row.district, row.text, row.is_example, row.count, listed.get(row.pk, 0), row.pk in mine, mine.get(row.pk, ""))
        for row in rows
    )  # fmt: skip


def neighbourhood(key: str, reader: Reader, at: datetime) -> NeighbourhoodCard:
    """Raises UnknownNeighbourhood."""
    found = next((one for one in neighbourhoods(reader, at) if one.key == key), None)
    if found is None:
        raise UnknownNeighbourhood(
            gettext("There is no such neighbourhood."), next_step=gettext("See the list of neighbourhoods.")
        )
    return found


def listings(
    neighbourhood: str, reader: Reader, at: datetime, *, kind: str = "", text: str = ""
) -> tuple[ListingCard, ...]:
    """Meetings by their day, then the rest, newest first."""
    rows = standing(at).filter(neighbourhood__key=neighbourhood)
    rows = rows.filter(kind=kind) if kind else rows
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return cards(rows.order_by(F("starts_at").asc(nulls_last=True), "-at")[:MOST], reader, at)


def listings_by(email: str, at: datetime) -> tuple[ListingCard, ...]:
    """All that an account posted, newest first, also what is over."""
    rows = Listing.objects.filter(by=email).order_by("-at") if email else Listing.objects.none()
    return cards(rows[:MOST], Reader(email), at)


def listing(key: str, reader: Reader, at: datetime) -> ListingCard:
    """One; what is over, held or hidden only for its author, those who wrote about it, and moderators. Raises UnknownListing."""
    found = cards(Listing.objects.filter(key=key), reader, at)
    if found and (may_see(found[0]) or may_moderate(reader) or wrote(key, reader.person)):
        return found[0]
    raise UnknownListing(
        gettext("This is not here, or is over."), next_step=gettext("See what else the neighbourhood offers.")
    )


def may_see(card: ListingCard) -> bool:
    return card.is_mine or (card.state is ListingState.VISIBLE and not card.is_over and not card.is_hidden)


def wrote(key: str, person: str) -> bool:
    return bool(person) and Conversation.objects.filter(listing__key=key, person=person).exists()


def cards(rows: QuerySet[Listing], reader: Reader, at: datetime) -> tuple[ListingCard, ...]:
    found = list(rows.select_related("neighbourhood"))
    hidden = voices.decisions_on([f"listing:{row.key}" for row in found])
    mine = (
        set(Member.objects.filter(person=reader.person).values_list("neighbourhood", flat=True))
        if reader.person
        else set()
    )
    return tuple(card(row, reader, at, hidden, is_member=row.neighbourhood_id in mine) for row in found)


def card(row: Listing, reader: Reader, at: datetime, hidden: dict[str, str], *, is_member: bool) -> ListingCard:
    subject, is_mine = f"listing:{row.key}", bool(reader.person) and row.by == reader.person
    state = ListingState(row.state)
    return ListingCard(
        row.key, row.neighbourhood.key, row.neighbourhood.district, ListingKind(row.kind), row.title, row.text,
        row.name if is_member or is_mine else "", row.lang, row.at, row.changed_at, row.expires_at, state,
        state is ListingState.OVER or row.expires_at <= at, row.starts_at, row.ends_at, row.place, row.is_example, is_mine, subject in hidden,
        hidden.get(subject, ""),
    )  # fmt: skip


# ---- what neighbours write -------------------------------------------------------------------------------------------


def conversations(reader: Reader, at: datetime) -> tuple[ConversationCard, ...]:
    """All that this person takes part in, the newest word first. Without the messages."""
    rows = [row for row in part_of(reader.person) if row.messages.all()]
    made = [conversation_card(row, reader, at, is_whole=False) for row in rows]
    return tuple(sorted(made, key=lambda one: one.at or one.listing.at, reverse=True))


def conversation(key: str, reader: Reader, at: datetime) -> ConversationCard:
    """Raises UnknownListing for those who do not take part: what they may not read is not there."""
    row = part_of(reader.person).filter(key=key).first()
    if row is None:
        raise UnknownListing(
            gettext("This is not here, or is over."), next_step=gettext("See what else the neighbourhood offers.")
        )
    return conversation_card(row, reader, at, is_whole=True)


def unread(reader: Reader) -> int:
    """Messages of others that this person has not opened yet."""
    return sum(unseen(row, reader.person) for row in part_of(reader.person))


def part_of(person: str) -> QuerySet[Conversation]:
    rows = Conversation.objects.select_related("listing__neighbourhood").prefetch_related("messages")
    return rows.filter(Q(person=person) | Q(listing__by=person)) if person else rows.none()


def unseen(row: Conversation, person: str) -> int:
    seen = row.seen_by_person_at if row.person == person else row.seen_by_author_at
    return sum(one.by != person and (seen is None or one.at > seen) for one in row.messages.all())


def conversation_card(row: Conversation, reader: Reader, at: datetime, *, is_whole: bool) -> ConversationCard:
    said = sorted(row.messages.all(), key=lambda one: (one.at, one.pk))
    hidden = voices.decisions_on([f"message:{one.key}" for one in said]) if is_whole else {}
    is_author = row.listing.by == reader.person
    names = {row.person: row.name, row.listing.by: row.listing.name}
    whole = cards(Listing.objects.filter(pk=row.listing_id), reader, at)[0]
    return ConversationCard(
        row.key, whole, names[row.person if is_author else row.listing.by],
        tuple(message(one, names, reader.person) for one in said if f"message:{one.key}" not in hidden) if is_whole else (),
        said[-1].at if said else None, unseen(row, reader.person), not whole.is_over, not whole.is_over and not whole.is_hidden,
    )  # fmt: skip


def message(row: Message, names: dict[str, str], person: str) -> MessageCard:
    return MessageCard(row.key, row.text, names.get(row.by, ""), row.at, row.by == person)


def flagged_message(key: str) -> tuple[str, str]:
    """(words, who wrote them) of a message that somebody gave notice of: for moderators alone. Raises UnknownListing."""
    row: Any = Message.objects.filter(key=key).first()
    if row is None or not voices.flags(f"message:{key}"):
        raise UnknownListing(gettext("This is not here, or is over."), next_step=gettext("Load the page again."))
    return row.text, row.by


def held_listings(reader: Reader, at: datetime) -> tuple[ListingCard, ...]:
    """What waits for a moderator, oldest first."""
    return (
        cards(Listing.objects.filter(state=ListingState.HELD.value).order_by("at"), reader, at)
        if may_moderate(reader)
        else ()
    )


def authors(targets: Iterable[str]) -> dict[str, str]:
    """Who posted these listings: for decisions about them, never for pages."""
    keys = [one.removeprefix("listing:") for one in targets]
    return {f"listing:{key}": by for key, by in Listing.objects.filter(key__in=keys).values_list("key", "by")}
