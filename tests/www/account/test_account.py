"""Signing in once by a link, the account's own page, keys for programs."""

import re

import pytest
from django.utils import timezone

from civora.people import actions, queries

pytestmark = pytest.mark.django_db
EVA = "eva@muenster.example"


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def secret():
    actions.add_person(email=EVA, role="publisher", organisation="mobility", by="test", at=timezone.now())
    return actions.make_sign_in_link(email=EVA, by="test", at=timezone.now())


def test_a_link_signs_in_once(client, secret):
    assert client.get(f"/account/link/{secret}/").status_code == 302
    assert EVA in client.get("/account/").content.decode()
    client.logout()
    again = client.get(f"/account/link/{secret}/")
    assert again.status_code == 403
    assert "used before" in again.content.decode()
    assert client.get("/account/").status_code == 302


def test_a_key_is_shown_once_and_can_be_revoked(client, secret):
    client.get(f"/account/link/{secret}/")
    made = client.post("/account/keys/", {"make": "1", "label": "nightly export"}).content.decode()
    key = re.search(r"civ_[\w-]{20,}", made)[0]
    assert queries.reader_for_key(key).person == EVA
    listed = client.get("/account/keys/").content.decode()
    assert key not in listed
    assert "nightly export" in listed
    client.post("/account/keys/", {"revoke": key[:12]})
    assert queries.reader_for_key(key) is None


def test_a_label_that_is_too_long_is_refused_with_its_field(client, secret):
    client.get(f"/account/link/{secret}/")
    answer = client.post("/account/keys/", {"make": "1", "label": "x" * 101}).content.decode()
    assert 'class="field error"' in answer
    assert queries.api_keys(EVA) == ()


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/signup/", "/fr/account/login/", "/de/account/password/reset/"]
)
def test_the_ways_in_wear_our_look(client, path):
    text = client.get(path).content.decode()
    assert 'class="masthead"' in text
    assert 'class="btn' in text


def test_the_page_after_signing_in_is_the_one_asked_for(client, secret):
    there = client.get("/account/keys/")
    assert there.status_code == 302
    assert there["Location"].endswith("next=/account/keys/")


def test_making_an_account_sends_a_mail_and_says_so(client, mailoutbox):
    answer = client.post(
        "/account/signup/", {"email": "new@muenster.example", "password1": "a-long-passphrase-9"}, follow=True
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="masthead"' in text
    assert [mail.to for mail in mailoutbox] == [["new@muenster.example"]]


def test_a_wrong_password_is_explained_in_the_form(client):
    text = client.post("/de/account/login/", {"login": "x@y.example", "password": "wrong"}).content.decode()
    assert 'role="alert"' in text
    assert "Das hat nicht geklappt" in text
