"""Accounts, roles and groups at the desk; the mail of a portal without a mail server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from civora.people import actions as people
from civora.people import queries
from tests.www.desk.test_journey import _plain_static  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)
ADA, BEN = "ada@muenster.example", "ben@muenster.example"
PERSON = f"/desk/people/person/?email={BEN}"


def signed_in(email: str) -> Client:
    client = Client()
    client.get(f"/account/link/{people.make_sign_in_link(email=email, by='test', at=timezone.now())}/")
    return client


@pytest.fixture
def ada(portal: Path) -> Client:
    """An administrator of the portal."""
    people.add_person(email=ADA, role="administrator", by="test", at=timezone.now())
    return signed_in(ADA)


def test_an_account_is_added_given_roles_and_forgotten(ada: Client) -> None:
    added = ada.post("/desk/people/", {"do": "person", "email": BEN, "role": "viewer", "name": "Ben"})
    assert added["Location"].startswith("/desk/people/person/")
    ada.post(PERSON, {"do": "give", "role": "moderator", "organisation": "parks"})
    assert queries.person(BEN).roles == (("parks", "moderator"),)
    assert "moderator" in ada.get(PERSON).content.decode()
    ada.post(PERSON, {"do": "take", "role": "moderator", "organisation": "parks"})
    assert queries.person(BEN).roles == ()
    ada.post("/desk/people/", {"do": "group", "key": "interns", "name": "Interns"})
    ada.post(PERSON, {"do": "join", "group": "interns"})
    assert queries.members("interns") == (BEN,)
    assert ada.post(PERSON, {"do": "forget"})["Location"] == "/desk/people/"
    assert ada.get(PERSON).status_code == 404


def test_a_link_signs_in_once(ada: Client) -> None:
    people.add_person(email=BEN, by="test", at=timezone.now())
    shown = ada.post(PERSON, {"do": "link"})
    assert shown["Cache-Control"] == "no-store"
    link = re.search(r"http://testserver(/account/link/[^<]+)", shown.content.decode())
    assert link
    ben = Client()
    ben.get(link[1])
    assert BEN in ben.get("/account/").content.decode()


def test_nobody_takes_her_own_administration_away(ada: Client) -> None:
    mine = f"/desk/people/person/?email={ADA}"
    for words in ({"do": "take", "role": "administrator"}, {"do": "forget"}):
        assert ada.post(mine, words).status_code == 400
    assert queries.person(ADA).is_administrator


def test_wrong_words_are_refused_in_the_language_of_the_page(ada: Client) -> None:
    refused = ada.post("/de/desk/people/", {"do": "person", "email": "kein@", "role": "viewer"})
    assert refused.status_code == 400
    assert "ist keine E-Mail-Adresse" in refused.content.decode()


@pytest.mark.parametrize("path", ["/desk/people/", PERSON, "/desk/outbox/"])
@pytest.mark.parametrize("role", ["viewer", "publisher", "moderator"])
def test_others_do_not_come_in(portal: Path, path: str, role: str) -> None:
    people.add_person(email=BEN, role=role, organisation="parks", by="test", at=timezone.now())
    assert signed_in(BEN).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_the_menu_shows_what_a_role_opens(portal: Path) -> None:
    people.add_person(email=BEN, role="publisher", organisation="parks", by="test", at=timezone.now())
    page = signed_in(BEN).get("/desk/").content.decode()
    assert "/desk/datasets/" in page
    assert "/desk/people/" not in page


def test_letters_are_read_at_the_desk(ada: Client, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "civora.courier.outbox.OutboxBackend"
    settings.OUTBOX = tmp_path / "outbox"
    assert "No letter" in ada.get("/desk/outbox/").content.decode()
    send_mail("Your <link>", "Open https://example.org/x", None, [BEN])
    page = ada.get("/desk/outbox/").content.decode()
    assert "Your &lt;link&gt;" in page
    assert "https://example.org/x" in page
