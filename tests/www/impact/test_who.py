"""`/take-part/<process>/who/`: asked before, settled after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from civora.impact import actions
from civora.people import actions as people
from tests.factories.assembly import process
from tests.factories.impact import ADMINISTRATOR, AT
from tests.factories.publishing import published
from tests.impact.test_inclusion import AGE, CENSUS

pytestmark = pytest.mark.django_db
PATH = "/take-part/plan/who/"


@pytest.fixture(autouse=True)
def _process(portal: Path, settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    process("plan")
    published(tmp_path, CENSUS, key="census", name="census.csv")
    actions.ask_inclusion(about="process:plan", dimensions=AGE, reader=ADMINISTRATOR, at=AT)


def test_somebody_answers_once_and_sees_that_she_did(client: Client) -> None:
    people.add_person(email="lena@example.org", by="t", at=AT)
    assert "Sign in and answer" in client.get(PATH).content.decode()
    assert client.post(PATH, {"age": "over 60"})["Location"].startswith("/account/login/")
    client.force_login(
        get_user_model().objects.get(email="lena@example.org"), "django.contrib.auth.backends.ModelBackend"
    )
    assert client.post(PATH, {"age": "not offered"}).status_code == 400
    assert client.post(PATH, {"age": "over 60"}).status_code == 302
    assert "You have answered." in client.get(PATH).content.decode()
    assert client.post(PATH, {"age": "over 60"}).status_code == 400
    assert client.get("/take-part/plan/who.json").status_code == 404


def test_the_result_names_the_missed_and_hides_the_small(client: Client) -> None:
    for number in range(40):
        group = "30 to 60" if number < 30 else "over 60" if number < 38 else "under 30"
        actions.answer_inclusion(about="process:plan", person=f"p{number}", answers={"age": group}, at=AT)
    actions.freeze_inclusion(about="process:plan", participants=40, reader=ADMINISTRATOR, at=AT)
    page = client.get(PATH).content.decode()
    assert "more than live here" in page
    assert "too few to say" in page
    assert "2 groups are not shown" in page
    assert "no group of fewer than 5 people" in page
    found = client.get("/take-part/plan/who.json").json()
    assert [one["count"] for one in found["tables"][0]["groups"]] == [None, 30, None]
    assert found["participants"] == 40
