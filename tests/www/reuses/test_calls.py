"""Calls for reuse: written by staff, entered by authors, decided with reasons, and read by everyone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from civora.community import actions as community
from civora.community.models import Call, Reuse
from civora.community.types import NewReuse
from civora.core.policy.types import Reader
from civora.people import actions as people
from civora.www.city import city
from tests.factories.publishing import AT, published

CALL = {
    "key": "shade", "title-en": "A summer of shade", "title-de": "Ein Sommer voll Schatten", "text-en": "Show where it is cool.",
    "rules-en": "Open source.", "prize-en": "500 €", "jury-en": "Three residents", "datasets": "trees",
}  # fmt: skip


@pytest.fixture(autouse=True)
def trees(portal, tmp_path, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    published(tmp_path)
    for name, role in (("eva", "viewer"), ("ben", "viewer"), ("staff", "publisher")):
        people.add_person(email=f"{name}@example.org", role=role, by="t", at=AT)


def signed_in(client, name):
    client.force_login(get_user_model().objects.get(email=f"{name}@example.org"))
    return client


def times(opens, closes):
    at = city().now()
    return {
        "opens_at": f"{at + timedelta(days=opens):%Y-%m-%dT%H:%M}",
        "closes_at": f"{at + timedelta(days=closes):%Y-%m-%dT%H:%M}",
    }


def written(client, opens=-2, closes=2, **more):
    return signed_in(client, "staff").post("/reuses/calls/new/", CALL | times(opens, closes) | more)


def a_reuse():
    return community.show_reuse(
        reuse=NewReuse("Shade map", "Where it is cool.", "application", "https://shade.example.org/", ("trees",)), sent="s",
        reader=Reader("eva@example.org"), at=city().now(),
    )  # fmt: skip


def test_staff_write_a_call_that_everyone_reads_in_their_language(client):
    assert "No call is open now." in client.get("/reuses/calls/").content.decode()
    assert client.get("/reuses/calls/new/").status_code == 302
    assert signed_in(client, "eva").get("/reuses/calls/new/").status_code == 403
    assert written(client)["Location"] == "/reuses/calls/shade/"
    client.logout()
    assert "A summer of shade" in client.get("/reuses/calls/").content.decode()
    page = client.get("/de/reuses/calls/shade/").content.decode()
    assert "Ein Sommer voll Schatten" in page and "Three residents" in page and "/datasets/trees/" in page
    assert client.get("/reuses/calls.json").json()["calls"][0]["state"] == "open"
    assert client.get("/reuses/calls/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"opens_at": "soon"}, "at a day and an hour"),
        ({"title-en": "", "title-de": ""}, "A call has a title and rules."),
        ({"datasets": "nothing"}, "There is no dataset nothing."),
        (times(2, 1), "in this order"),
        ({"key": "Not a key!"}, "key"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_written_stays(client, wrong, words):
    refused = written(client, **wrong)
    page = refused.content.decode()
    assert refused.status_code == 400 and words in page and "Show where it is cool." in page
    assert not Call.objects.exists()


def test_an_author_enters_her_own_and_the_jury_decides_with_reasons(client):
    key = a_reuse()
    written(client)
    assert signed_in(client, "ben").post("/reuses/calls/shade/enter/", {"reuse": key}).status_code in (400, 403)
    eva = signed_in(client, "eva")
    assert "Which of yours?" in eva.get("/reuses/calls/shade/").content.decode()
    assert eva.post("/reuses/calls/shade/enter/", {"reuse": key}).status_code == 302
    early = signed_in(client, "staff").post(
        "/reuses/calls/shade/decide/", {f"place-{key}": "First", f"reasons-{key}": "Clear."}
    )
    assert early.status_code == 400 and "still open" in early.content.decode()
    Call.objects.update(closes_at=city().now() - timedelta(hours=1))
    assert signed_in(client, "eva").post("/reuses/calls/shade/decide/", {}).status_code in (400, 403)
    staff = signed_in(client, "staff")
    assert "Decide it" in staff.get("/reuses/calls/shade/").content.decode()
    bare = staff.post("/reuses/calls/shade/decide/", {f"place-{key}": "First prize"})
    assert bare.status_code == 400 and "has reasons" in bare.content.decode()
    done = staff.post(
        "/reuses/calls/shade/decide/",
        {f"place-{key}": "First prize", f"reasons-{key}": "Clear and useful.", "result": "Nine entries."},
    )
    assert done.status_code == 302
    client.logout()
    page = client.get("/reuses/calls/shade/").content.decode()
    assert "First prize" in page and "Clear and useful." in page and "Nine entries." in page
    assert client.get("/reuses/calls.json").json()["calls"][0]["awards"][0]["reuse"] == Reuse.objects.get().key


def test_a_call_is_changed_and_keeps_its_entries(client):
    key = a_reuse()
    written(client)
    signed_in(client, "eva").post("/reuses/calls/shade/enter/", {"reuse": key})
    staff = signed_in(client, "staff")
    form = staff.get("/reuses/calls/shade/edit/").content.decode()
    assert 'value="A summer of shade"' in form and 'value="trees"' in form
    staff.post("/reuses/calls/shade/edit/", CALL | times(-2, 9) | {"title-en": "A long summer"})
    page = client.get("/reuses/calls/shade/").content.decode()
    assert "A long summer" in page and "1 entry" in page


def test_the_menu_of_the_desk_says_what_waits(client):
    links = " ".join(f"https://x{n}.example.org" for n in range(9))
    community.show_reuse(reuse=NewReuse("Links", links, "article", "https://x.example.org/", ("trees",)), sent="h", reader=Reader("eva@example.org"), at=AT)  # fmt: skip
    people.add_person(email="root@example.org", role="administrator", by="t", at=AT)
    root = signed_in(client, "root")
    assert "Waits for you" in root.get("/reuses/").content.decode()
    assert "/reuses/" in root.get("/desk/").content.decode()
    client.logout()
    assert "Waits for you" not in client.get("/reuses/").content.decode()
