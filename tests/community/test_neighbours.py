"""Neighbourhoods: joined, posted in, written in without addresses; what is over is over, what is old goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civora.community import actions, queries
from civora.community.errors import BadListing, ListingOver, NotMember, NotMine, TooManyToday, UnknownListing
from civora.community.queries.neighbours import flagged_message
from civora.community.types import ListingState, NewListing
from civora.core.policy.types import ANYONE, Reader
from civora.people import actions as people
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from tests.community.conftest import BEN, EVA, MODERATOR, STAFF
from tests.community.test_reuses import AT, WHY

pytestmark = pytest.mark.django_db
DRILL = NewListing("offer", "Drill", "I lend my drill.", "en", 30)
PICNIC = NewListing(
    "meeting",
    "Picnic",
    "Bring a plate.",
    "en",
    30,
    AT + timedelta(days=3),
    AT + timedelta(days=3, hours=3),
    "The green",
)
CARL = Reader("carl@example.org")


@pytest.fixture
def quarter() -> None:
    actions.set_neighbourhood(key="kreuz", district="Kreuzviertel", text={"en": "Hello."}, reader=STAFF, at=AT)
    for who, name in ((EVA, "Eva"), (BEN, "Ben")):
        actions.join(neighbourhood="kreuz", name=name, reader=who, at=AT)


def posted(by: Reader = EVA, sent: str = "a", listing: NewListing = DRILL, at: Any = AT) -> str:
    return actions.post_listing(neighbourhood="kreuz", listing=listing, sent=sent, reader=by, at=at)


def test_members_post_once_and_see_names_strangers_read_without_them(quarter: None) -> None:
    key = posted()
    assert posted() == key
    assert [(one.title, one.name) for one in queries.listings("kreuz", BEN, AT)] == [("Drill", "Eva")]
    assert [one.name for one in queries.listings("kreuz", ANYONE, AT)] == [""]
    with pytest.raises(NotMember):
        posted(CARL, "b")
    one = queries.neighbourhoods(BEN, AT)[0]
    assert (one.members, one.listings, one.is_member, one.name) == (2, 1, True, "Ben")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "sale"}, "kind"), ({"days": 400}, "days"), ({"title": ""}, "title"), ({"kind": "meeting"}, "starts_at"),
        ({"kind": "meeting", "starts_at": AT - timedelta(days=1)}, "starts_at"),
        ({"kind": "meeting", "starts_at": AT + timedelta(days=1), "ends_at": AT}, "ends_at"),
        ({"kind": "meeting", "starts_at": AT + timedelta(days=1), "ends_at": AT + timedelta(days=2)}, "place"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(quarter: None, changes: dict[str, Any], field: str) -> None:
    given = {"kind": "offer", "title": "Drill", "text": "I lend it."} | changes
    with pytest.raises(BadListing) as refused:
        posted(listing=NewListing(**given))
    assert refused.value.details["field"] == field


def test_what_has_expired_is_over_until_its_author_renews_it(quarter: None) -> None:
    key, later = posted(), AT + timedelta(days=31)
    assert queries.listings("kreuz", BEN, later) == ()
    with pytest.raises(UnknownListing):
        queries.listing(key, BEN, later)
    assert queries.listing(key, EVA, later).is_over
    with pytest.raises(NotMine):
        actions.renew_listing(listing=key, days=14, reader=BEN, at=later)
    actions.renew_listing(listing=key, days=14, reader=EVA, at=later)
    assert len(queries.listings("kreuz", BEN, later)) == 1
    actions.end_listing(listing=key, reader=EVA, at=later)
    assert queries.listings("kreuz", BEN, later) == ()


def test_a_meeting_stands_until_it_has_ended_and_comes_first(quarter: None) -> None:
    posted()
    key = posted(sent="b", listing=PICNIC)
    assert queries.listings("kreuz", BEN, AT)[0].key == key
    assert [one.key for one in queries.listings("kreuz", BEN, AT, kind="meeting")] == [key]
    assert queries.listings("kreuz", BEN, PICNIC.ends_at or AT, kind="meeting") == ()
    with pytest.raises(UnknownListing):
        actions.renew_listing(listing=key, days=30, reader=EVA, at=AT)


def test_neighbours_write_to_one_another_without_addresses(quarter: None) -> None:
    key = posted()
    talk = actions.write_to_author(listing=key, text="May I have it on Friday?", sent="m1", reader=BEN, at=AT)
    assert actions.write_to_author(listing=key, text="May I have it on Friday?", sent="m1", reader=BEN, at=AT) == talk
    for wrong in (EVA,):
        with pytest.raises(NotMember):
            actions.write_to_author(listing=key, text="Mine.", sent="m2", reader=wrong, at=AT)
    with pytest.raises(NotMember):
        actions.write_to_author(listing=key, text="Hello.", sent="m3", reader=CARL, at=AT)
    later = AT + timedelta(minutes=5)
    assert queries.unread(EVA) == 1
    actions.mark_read(conversation=talk, reader=EVA, at=later)
    assert queries.unread(EVA) == 0
    actions.write_message(conversation=talk, text="Yes, at six.", sent="m4", reader=EVA, at=later)
    found = queries.conversation(talk, BEN, later)
    assert [(one.name, one.text, one.is_mine) for one in found.messages] == [
        ("Ben", "May I have it on Friday?", True),
        ("Eva", "Yes, at six.", False),
    ]
    assert (found.other, queries.conversation(talk, EVA, later).other) == ("Eva", "Ben")
    assert "@" not in str(found)
    assert [one.facts for one in voices.notices("eva@example.org")] == [{"title": "Drill"}]  # that, not what


def test_nobody_else_reads_what_they_write(quarter: None) -> None:
    talk = actions.write_to_author(listing=posted(), text="Hello.", sent="m1", reader=BEN, at=AT)
    actions.join(neighbourhood="kreuz", name="Carl", reader=CARL, at=AT)
    for other in (CARL, STAFF, MODERATOR, ANYONE, Reader("root@example.org", is_administrator=True)):
        with pytest.raises(UnknownListing):
            queries.conversation(talk, other, AT)
        with pytest.raises(UnknownListing):
            actions.write_message(conversation=talk, text="I too.", sent="m2", reader=other, at=AT)
        assert queries.conversations(other, AT) == ()


def test_a_moderator_reads_a_message_only_where_one_gives_notice_of_it(quarter: None) -> None:
    talk = actions.write_to_author(listing=posted(), text="Rude words.", sent="m1", reader=BEN, at=AT)
    message = queries.conversation(talk, EVA, AT).messages[0].key
    with pytest.raises(UnknownListing):
        flagged_message(message)
    voices_actions.flag(target=f"message:{message}", reason="insult", explanation="It insults me.", name="Eva", email="eva@example.org", is_in_good_faith=True, at=AT)  # fmt: skip
    assert flagged_message(message) == ("Rude words.", "ben@example.org")
    voices_actions.hide(target=f"message:{message}", reader=MODERATOR, author="ben@example.org", **WHY)
    assert queries.conversation(talk, EVA, AT).messages == ()


def test_what_is_over_or_hidden_is_written_about_no_more(quarter: None) -> None:
    key = posted()
    talk = actions.write_to_author(listing=key, text="Hello.", sent="m1", reader=BEN, at=AT)
    actions.end_listing(listing=key, reader=EVA, at=AT)
    with pytest.raises(ListingOver):
        actions.write_message(conversation=talk, text="And?", sent="m2", reader=BEN, at=AT)
    assert "closed" in [one.turn for one in voices.notices("ben@example.org")]
    other = posted(sent="b")
    voices_actions.hide(target=f"listing:{other}", reader=MODERATOR, author="eva@example.org", **WHY)
    assert queries.listings("kreuz", BEN, AT) == ()
    with pytest.raises(UnknownListing):
        actions.write_to_author(listing=other, text="Hello.", sent="m3", reader=BEN, at=AT)


def test_many_links_wait_and_many_first_messages_are_refused(quarter: None) -> None:
    key = posted(listing=NewListing("offer", "Cheap", "https://a.example https://b.example https://c.example"))
    assert queries.listing(key, EVA, AT).state is ListingState.HELD
    assert queries.listings("kreuz", BEN, AT) == ()
    actions.release_listing(listing=key, reader=MODERATOR, at=AT)
    assert len(queries.listings("kreuz", BEN, AT)) == 1
    with pytest.raises(TooManyToday):
        for number in range(17):
            actions.write_to_author(listing=posted(sent=f"x{number}"), text="Hi.", sent=f"y{number}", reader=BEN, at=AT)


def test_who_leaves_takes_what_stood_there_along(quarter: None) -> None:
    key = posted()
    actions.leave(neighbourhood="kreuz", reader=EVA, at=AT)
    assert queries.listings("kreuz", BEN, AT) == ()
    assert queries.listing(key, EVA, AT).is_over


def test_an_address_is_no_name(quarter: None) -> None:
    with pytest.raises(BadListing):
        actions.join(neighbourhood="kreuz", name="carl@example.org", reader=CARL, at=AT)


def test_what_is_over_for_ninety_days_goes_with_its_messages(quarter: None) -> None:
    actions.write_to_author(listing=posted(), text="Hello.", sent="m1", reader=BEN, at=AT)
    assert actions.forget_listings(at=AT + timedelta(days=119)) == 0
    assert actions.forget_listings(at=AT + timedelta(days=121)) == 1
    assert queries.conversations(BEN, AT) == ()
    assert queries.listings_by("eva@example.org", AT) == ()


def test_who_deletes_the_account_is_gone_from_the_neighbourhood(quarter: None) -> None:
    people.add_person(email="eva@example.org", by="t", at=AT)
    key = posted()
    actions.write_to_author(listing=key, text="Hello.", sent="m1", reader=BEN, at=AT)
    people.forget_person(email="eva@example.org", by="eva@example.org", at=AT)
    assert queries.listings("kreuz", BEN, AT) == ()
    assert queries.neighbourhoods(BEN, AT)[0].members == 1
    assert queries.conversations(BEN, AT) == ()
