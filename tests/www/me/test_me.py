"""`/me/`: everything a person did, and what became of it."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from civora.people import actions as people
from civora.voices import actions, queries
from civora.voices.types import Cadence
from tests.factories.impact import AT

pytestmark = pytest.mark.django_db
LENA = "lena@example.org"


@pytest.fixture(autouse=True)
def _plain(settings: Any) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}}


@pytest.fixture
def lena(client: Client) -> Client:
    people.add_person(email=LENA, name="Lena", by="t", at=AT)
    client.force_login(get_user_model().objects.get(email=LENA), "django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, path: str = "/me/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_hers_alone(client: Client) -> None:
    for path in ("/me/", "/me/everything.json", "/me/delete/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_nothing_yet_says_what_to_do(lena: Client) -> None:
    assert "Nothing yet." in page(lena)
    assert "no-store" in lena.get("/me/")["Cache-Control"]


def test_comments_and_news_stand_there_and_news_is_new_once(lena: Client) -> None:
    actions.comment(subject="proposal:budget/7", by=LENA, name="Lena", text="Good <b>idea</b>", at=AT)
    actions.follow(subject="project:street", follower=LENA, at=AT)
    actions.announce(subject="project:street", turn="stage-1", facts={"title": "Cycle street", "stage": "done"}, at=AT)
    first = page(lena)
    assert "Good &lt;b&gt;idea&lt;/b&gt;" in first
    assert "Cycle street: has come to another stage (done)" in first
    assert 'class="new"' in first
    assert 'class="new"' not in page(lena)
    assert "Good" not in page(lena, "/me/?show=reports").partition("<aside")[0]


def test_how_often_and_what_is_followed_is_her_choice(lena: Client) -> None:
    lena.post("/me/follow/", {"subject": "project:street", "do": "follow", "next": "/indicators/"})
    assert queries.is_following("project:street", LENA)
    lena.post("/me/", {"do": "cadence", "cadence": "weekly"})
    assert queries.follows(LENA)[0].cadence is Cadence.WEEKLY
    lena.post("/me/", {"do": "cadence", "cadence": "hourly"})
    assert queries.follows(LENA)[0].cadence is Cadence.WEEKLY
    lena.post("/me/", {"do": "unfollow", "subject": "project:street"})
    assert queries.follows(LENA) == ()


@pytest.mark.parametrize("subject", ["", "x", "person:eva", "project:", "javascript:alert(1)"])
def test_only_things_with_a_page_are_followed(lena: Client, subject: str) -> None:
    assert lena.post("/me/follow/", {"subject": subject, "do": "follow"}).status_code in (400, 404)
    assert queries.follows(LENA) == ()


def test_following_never_leads_elsewhere(lena: Client) -> None:
    answer = lena.post("/me/follow/", {"subject": "project:street", "do": "follow", "next": "https://evil.example/"})
    assert answer["Location"] == "/indicators/projects/street/"
    assert Client().post("/me/follow/", {"subject": "project:street"}).status_code == 302


def test_another_site_changes_nothing(lena: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lena.cookies
    assert strict.post("/me/", {"do": "cadence", "cadence": "never"}).status_code == 403
    assert strict.post("/me/delete/", {"email": LENA}).status_code == 403


def test_the_feed_is_known_to_who_knows_its_address(lena: Client) -> None:
    actions.follow(subject="project:street", follower=LENA, at=AT)
    actions.announce(subject="project:street", turn="stage-1", facts={"title": "A & B <c>"}, at=AT)
    made = lena.post("/me/", {"do": "feed"}).content.decode()
    address = re.search(r'value="http://testserver(/me/feed/[^"]+)"', made)
    assert address
    feed = Client().get(address[1])
    assert feed["Content-Type"].startswith("application/atom+xml")
    titles = [one.text for one in ET.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}title")]  # noqa: S314 (our own feed)
    assert any("A & B <c>" in (title or "") for title in titles)
    assert "/me/feed/" not in page(lena)
    lena.post("/me/", {"do": "feed"})
    assert Client().get(address[1]).status_code == 404
    lena.post("/me/", {"do": "end-feed"})
    assert not queries.has_feed(LENA)
    assert Client().get("/me/feed/guess.atom").status_code == 404


def test_everything_can_be_taken_away(lena: Client) -> None:
    actions.comment(subject="proposal:budget/7", by=LENA, name="Lena", text="Good idea", at=AT)
    actions.follow(subject="project:street", follower=LENA, at=AT)
    found = json.loads(lena.get("/me/everything.json").content)
    assert found["account"]["email"] == LENA
    assert found["comments"][0]["text"] == "Good idea"
    assert found["follows"][0]["subject"] == "project:street"
    assert set(found) >= {"reports", "proposals", "told", "acts", "api_keys"}


def test_deleting_the_account_takes_her_name_everywhere(lena: Client) -> None:
    actions.comment(subject="proposal:budget/7", by=LENA, name="Lena", text="Good idea", at=AT)
    actions.follow(subject="project:street", follower=LENA, at=AT)
    secret = actions.make_feed(follower=LENA, at=AT)
    wrong = lena.post("/me/delete/", {"email": "other@example.org"})
    assert wrong.status_code == 400
    assert get_user_model().objects.filter(email=LENA).exists()
    assert "What stays, without you" in page(lena, "/me/delete/")
    assert lena.post("/me/delete/", {"email": LENA}).status_code == 302
    assert not get_user_model().objects.filter(email=LENA).exists()
    assert (queries.follows(LENA), queries.comments_by(LENA), queries.feed_owner(secret)) == ((), (), "")
    assert lena.get("/me/").status_code == 302
    assert queries.thread("proposal:budget/7").count == 1
