"""Asking for data, backing, answering: without JavaScript, in words that say what is wrong."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from civora.community.models import Nomination
from civora.people import actions as people
from civora.voices import queries as voices
from tests.factories.publishing import AT, published

FORM = {
    "title": "Opening hours of public toilets",
    "text": "Each toilet with its hours.",
    "use": "A map.",
    "author": "Eva",
    "lang": "en",
    "sent": "f1",
}


@pytest.fixture(autouse=True)
def trees(portal, tmp_path, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    published(tmp_path)
    for name in ("eva", "ben"):
        people.add_person(email=f"{name}@example.org", by="t", at=AT)
    people.add_person(email="staff@example.org", role="publisher", by="t", at=AT)


def signed_in(client, name="eva"):
    client.force_login(get_user_model().objects.get(email=f"{name}@example.org"))
    return client


def asked(client, **more):
    return signed_in(client).post("/nominations/new/", FORM | more)


def path(tail=""):
    return f"/nominations/{Nomination.objects.get().key}/{tail}"


def test_an_empty_list_says_what_to_do(client):
    found = client.get("/nominations/").content.decode()
    assert "Nobody misses anything yet." in found and '"/nominations/new/"' in found
    assert client.get("/nominations/new/").status_code == 302


def test_a_wish_stands_for_everyone_and_others_back_it(client):
    assert asked(client)["Location"] == path()
    ben = signed_in(client, "ben")
    assert "I need it too" in ben.get(path()).content.decode()
    ben.post(path("back/"), {"do": "back"})
    assert "2 people need it" in ben.get(path()).content.decode()
    ben.post(path("back/"), {"do": "unback"})
    client.logout()
    found = client.get("/nominations/").content.decode()
    assert "Opening hours of public toilets" in found and "1 person needs it" in found
    assert client.get("/nominations.json").json()["nominations"][0]["supports"] == 1
    assert "eva@example.org" not in client.get("/nominations.json").content.decode()
    assert client.get("/fr/nominations/").status_code == client.get(f"/de{path()}").status_code == 200


def test_something_like_it_is_shown_before_a_second_one_stands(client):
    asked(client)
    again = asked(client, title="Opening hours of publik toilets", sent="f2")
    assert "Somebody asked for this already" in again.content.decode() and Nomination.objects.count() == 1
    typed = client.get("/nominations/similar.json?title=toilets opening hour").json()
    assert [one["title"] for one in typed["results"]] == ["Opening hours of public toilets"]
    asked(client, title="Opening hours of publik toilets", sent="f2", sure="1")
    assert Nomination.objects.count() == 2


def test_the_city_answers_with_a_day_a_dataset_or_reasons(client):
    asked(client)
    assert signed_in(client, "ben").post(path("answer/"), {"state": "refused", "answer": "No."}).status_code in (
        400,
        403,
    )
    staff = signed_in(client, "staff")
    for given, words in [
        ({"state": "refused"}, "A refusal needs its reasons."),
        ({"state": "planned"}, "A plan needs the day"),
        ({"state": "published"}, "Which dataset is it?"),
        ({"state": "published", "dataset": "nothing"}, "There is no open dataset nothing."),
        ({}, "This field is required."),
    ]:
        refused = staff.post(path("answer/"), given)
        assert refused.status_code == 400 and words in refused.content.decode()
    assert (
        staff.post(path("answer/"), {"state": "published", "dataset": "trees", "answer": "Here they are."}).status_code
        == 302
    )
    client.logout()
    found = client.get(path()).content.decode()
    assert "Here they are." in found and "/datasets/trees/" in found and "Published" in found
    told = voices.notices("eva@example.org")
    assert any("nomination:" in one.subject for one in told)
    assert "Here they are." in signed_in(client).get("/me/?show=data").content.decode()


def test_a_wish_is_withdrawn_only_while_nobody_else_needs_it(client):
    asked(client)
    signed_in(client, "ben").post(path("back/"), {"do": "back"})
    kept = signed_in(client).post(path("withdraw/"))
    assert kept.status_code == 400 and "it stays" in kept.content.decode()
    signed_in(client, "ben").post(path("back/"), {"do": "unback"})
    assert signed_in(client).post(path("withdraw/")).status_code == 302
    assert client.get("/nominations/").content.decode().count("public toilets") == 0
