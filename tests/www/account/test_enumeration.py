"""Nobody learns from the ways in who has an account: an address that is known is answered like one that is not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from civora.people import actions
from civora.people.models import Person

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "never@example.org"
FORMS = {
    "signing in": ("/account/login/", "login", {"password": "not-the-password-7"}),
    "making an account": ("/account/signup/", "email", {"password1": "a-long-passphrase-9"}),
    "a new password": ("/account/password/reset/", "email", {}),
}


@pytest.fixture(autouse=True)
def _known(settings: Any) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()  # the limits of the ways in are counted there
    actions.add_person(email=KNOWN, by="test", at=timezone.now())
    person = Person.objects.get(email=KNOWN)
    person.set_password("a-long-passphrase-9")
    person.save()


def seen(path: str, form: dict[str, str], address: str) -> tuple[int, str, str]:
    """Status, where it leads, and the page that is read in the end, without what differs for everybody."""
    visit = Client()
    answer = visit.post(path, form)
    leads = answer.headers.get("Location", "")
    text = (visit.get(leads) if leads else answer).content.decode().replace(address, "ADDRESS")
    return answer.status_code, leads, re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("name", FORMS)
def test_a_known_address_is_answered_like_an_unknown_one(name: str) -> None:
    path, field, more = FORMS[name]
    assert seen(path, {field: KNOWN, **more}, KNOWN) == seen(path, {field: UNKNOWN, **more}, UNKNOWN)


def test_a_wrong_link_to_sign_in_is_answered_like_a_used_one() -> None:
    secret = actions.make_sign_in_link(email=KNOWN, by="test", at=timezone.now())
    Client().get(f"/account/link/{secret}/")
    used, wrong = (Client().get(f"/account/link/{one}/") for one in (secret, "x" * len(secret)))
    assert used.status_code == wrong.status_code == 403
    assert used.content.decode().replace(secret, "S") == wrong.content.decode().replace("x" * len(secret), "S")
