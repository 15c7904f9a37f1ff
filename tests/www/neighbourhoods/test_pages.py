"""Neighbourhoods: joined, posted in, written in; what strangers, signed-out people and hostile ones get."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from civora.community import actions as community
from civora.community.models import Conversation, Listing, Message
from civora.core.policy.types import Reader
from civora.people import actions as people
from civora.voices import queries as voices
from civora.www.city import city
from tests.factories.publishing import AT

OFFER = {"title": "Drill to lend", "text": "I lend my drill.", "days": "30", "lang": "en", "sent": "f1"}
HOSTILE = "<script>alert(1)</script>"
STAFF = Reader("staff@example.org", is_administrator=True)


@pytest.fixture(autouse=True)
def quarter(portal, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for name in ("eva", "ben", "carl"):
        people.add_person(email=f"{name}@example.org", by="t", at=AT)
    people.add_person(email="staff@example.org", role="administrator", by="t", at=AT)
    community.set_neighbourhood(
        key="kreuz", district="Kreuzviertel", text={"en": "Hello.", "de": "Willkommen."}, reader=STAFF, at=city().now()
    )


def signed_in(client, name="eva"):
    client.force_login(get_user_model().objects.get(email=f"{name}@example.org"))
    return client


def joined(client, name="eva"):
    found = signed_in(client, name)
    assert found.post("/neighbourhoods/kreuz/join/", {"name": name.title()}).status_code == 302
    return found


def posted(client, name="eva", kind="offer", form=OFFER, **more):
    return joined(client, name).post(f"/neighbourhoods/kreuz/new/?kind={kind}", form | more)


def path(tail=""):
    return f"/neighbourhoods/listings/{Listing.objects.get().key}/{tail}"


def text(response):
    return response.content.decode()


def test_the_list_and_a_neighbourhood_say_what_to_do(client):
    assert "Kreuzviertel" in text(client.get("/neighbourhoods/"))
    found = text(client.get("/de/neighbourhoods/kreuz/"))
    assert "Willkommen." in found and "/account/login/" in found
    assert client.get("/neighbourhoods/nowhere/").status_code == 404
    assert client.get("/neighbourhoods.json").json()["neighbourhoods"][0]["district"] == "Kreuzviertel"


def test_a_member_posts_once_and_everyone_reads_it_without_her_name(client):
    first, second = posted(client), posted(client)
    assert first["Location"] == second["Location"] == path()
    assert "Eva" in text(joined(client, "ben").get("/neighbourhoods/kreuz/"))
    client.logout()
    found = text(client.get("/neighbourhoods/kreuz/"))
    assert "Drill to lend" in found and "Eva" not in found
    rows = client.get("/neighbourhoods/kreuz.json").json()
    assert [(one["title"], one["kind"]) for one in rows["listings"]] == [("Drill to lend", "offer")]
    both = text(client.get("/neighbourhoods/kreuz.csv")) + str(rows)
    assert "Eva" not in both and "eva@example.org" not in both


def test_the_machines_get_no_name_even_where_a_member_asks(client):
    posted(client)
    assert "Eva" not in text(joined(client, "ben").get("/neighbourhoods/kreuz.json"))


def test_a_meeting_needs_days_to_come(client):
    day = (city().now() + timedelta(days=5)).date()
    meeting = {
        "title": "Street party", "text": "Bring a plate.", "starts_at": f"{day}T10:00", "ends_at": f"{day}T12:00", "place": "The green",
        "lang": "en", "sent": "m1",
    }  # fmt: skip
    assert posted(client, kind="meeting", form=meeting).status_code == 302
    found = text(client.get("/neighbourhoods/kreuz/?kind=meeting&q=party"))
    assert "The green" in found
    late = client.post(
        "/neighbourhoods/kreuz/new/?kind=meeting", meeting | {"starts_at": "2001-01-01T10:00", "sent": "m2"}
    )
    assert late.status_code == 400 and "A meeting begins on a day to come" in text(late)
    assert "2001-01-01T10:00" in text(late)  # what was typed is still there
    assert "Nothing matches." in text(client.get("/neighbourhoods/kreuz/?kind=request"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 500}, "at most 120"),
        ({"text": "x" * 5000}, "at most 2000"),
        ({"days": "9999"}, "Select a valid choice"),
        ({"lang": "xx"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, changes, words):
    refused = posted(client, **changes)
    assert refused.status_code == 400 and words in text(refused) and not Listing.objects.exists()


def test_neighbours_write_to_each_other_without_addresses(client):
    posted(client)
    ben = joined(client, "ben")
    said = {"text": f"May I have it on Monday? {HOSTILE}", "sent": "s1"}
    assert ben.post(path("write/"), said)["Location"] == ben.post(path("write/"), said)["Location"]
    talk = f"/neighbourhoods/messages/{Conversation.objects.get().key}/"
    eva = signed_in(client)
    assert "1 new" in text(eva.get("/neighbourhoods/"))
    found = text(eva.get(talk))
    assert "Monday" in found and HOSTILE not in found and "ben@example.org" not in found
    assert eva.post(talk, {"text": "Yes.", "sent": "s2"})["Location"] == talk
    assert "1 new" not in text(eva.get("/neighbourhoods/")) and Message.objects.count() == 2
    assert any(one.subject.startswith("conversation:") for one in voices.notices("ben@example.org"))
    assert "Yes." in text(signed_in(client, "ben").get(talk))
    assert client.post(talk, {"text": "", "sent": "s3"}).status_code == 400
    assert signed_in(client, "carl").get(talk).status_code == 404
    assert client.post(talk, {"text": "Me too", "sent": "s4"}).status_code == 404
    assert Message.objects.count() == 2


def test_a_stranger_reads_and_does_nothing_more(client):
    posted(client)
    carl = signed_in(client, "carl")
    assert "Members of the neighbourhood can write about it." in text(carl.get(path()))
    assert carl.post(path("write/"), {"text": "Hi", "sent": "s"}).status_code == 400
    assert carl.get("/neighbourhoods/kreuz/new/")["Location"] == "/neighbourhoods/kreuz/"
    for act in ("end/", "release/"):
        assert carl.post(path(act)).status_code in (400, 403)
    assert carl.post(path("renew/"), {"days": "60"}).status_code in (400, 403)
    assert carl.get("/neighbourhoods/set/").status_code == 403
    client.logout()
    for act in ("write/", "end/", "renew/", "release/"):
        assert "/account/login/" in client.post(path(act))["Location"]
    assert Listing.objects.get().state == "visible" and not Message.objects.exists()


def test_her_own_stands_longer_ends_and_is_on_her_page(client):
    posted(client)
    eva = signed_in(client)
    assert "Drill to lend" in text(eva.get("/me/?show=near"))
    assert eva.post(path("renew/"), {"days": "60"}).status_code == 302
    assert eva.post(path("renew/"), {"days": "61"}).status_code == 400
    assert eva.post(path("end/")).status_code == 302
    assert "Over" in text(eva.get(path()))
    client.logout()
    assert client.get(path()).status_code == 404
    assert "Drill" not in text(client.get("/neighbourhoods/kreuz/"))


def test_leaving_ends_what_she_posted(client):
    posted(client)
    assert signed_in(client).post("/neighbourhoods/kreuz/leave/").status_code == 302
    assert "Nothing stands here at the moment." in text(client.get("/neighbourhoods/kreuz/"))


def test_many_links_wait_for_a_moderator(client):
    links = " ".join(f"https://spam{n}.example.org/" for n in range(6))
    posted(client, text=links)
    assert "Waits for a moderator" in text(client.get(path()))
    assert client.get("/neighbourhoods/kreuz.json").json()["total"] == 0
    staff = signed_in(client, "staff")
    assert "Waits for you" in text(staff.get("/neighbourhoods/"))
    assert staff.post(path("release/")).status_code == 302
    assert client.get("/neighbourhoods/kreuz.json").json()["total"] == 1


def test_a_flagged_message_is_read_by_moderators_only(client):
    posted(client)
    joined(client, "ben").post(path("write/"), {"text": "Rude words", "sent": "s1"})
    target = f"message:{Message.objects.get().key}"
    page = text(signed_in(client).get(f"/voices/flag/?target={target}"))
    assert "Rude words" not in page and "Message of a neighbour" in page


def test_staff_open_a_neighbourhood_in_each_language(client):
    staff = signed_in(client, "staff")
    given = {"district": "Gievenbeck", "key": "gievenbeck", "text_en": "Hi.", "text_de": "Hallo.", "text_fr": ""}
    assert staff.post("/neighbourhoods/set/", given)["Location"] == "/neighbourhoods/gievenbeck/"
    assert "Hallo." in text(client.get("/de/neighbourhoods/gievenbeck/"))
    assert 'value="gievenbeck"' in text(staff.get("/neighbourhoods/set/?key=gievenbeck"))
    taken = staff.post("/neighbourhoods/set/", given | {"key": "messages"})
    assert taken.status_code == 400 and "This address is taken." in text(taken)


def test_she_takes_away_what_she_posted_and_wrote_and_nothing_that_others_wrote(client):
    posted(client)
    joined(client, "ben").post(path("write/"), {"text": "May I have it?", "sent": "s1"})
    his, hers = (signed_in(client, name).get("/me/everything.json").json() for name in ("ben", "eva"))
    assert [one["text"] for one in his["messages"]] == ["May I have it?"] and his["listings"] == []
    assert [one["title"] for one in hers["listings"]] == ["Drill to lend"] and hers["messages"] == []
    assert hers["neighbourhoods"] == [{"key": "kreuz", "name": "Eva"}]
