"""`/desk/impact/`: indicators and projects in forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from civora.impact import queries
from civora.people import actions as people
from tests.factories.impact import AT, emissions, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]
FORM = {
    "do": "save", "key": "co2", "title-en": "CO₂", "title-de": "CO₂ gesamt", "unit-en": "kilotonnes", "source-dataset": "emissions",
    "source-time": "year", "source-value": "tonnes", "source-where": "target = false", "source-scale": "0,001", "toward": "down",
    "frequency": "yearly", "owner": "parks", "baseline_at": "2015", "tolerance": "20", "targets": "by 2030: 0\nfrom 2010: 400,5",
    "frames": ["sdg:11.6"],
}  # fmt: skip


@pytest.fixture
def officer(client: Client, settings: Any) -> Client:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    people.add_organisation(key="parks", name="Parks", by="t", at=AT)
    people.add_organisation(key="roads", name="Roads", by="t", at=AT)
    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    from django.contrib.auth import get_user_model

    client.force_login(
        get_user_model().objects.get(email="eva@example.org"), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_an_indicator_is_made_in_a_form_and_changed(officer: Client, tmp_path: Path) -> None:
    emissions(tmp_path)
    assert officer.get("/desk/impact/new/").status_code == 200
    made = officer.post("/desk/impact/new/", FORM)
    assert (made.status_code, made["Location"]) == (302, "/indicators/co2/"), made.content.decode()
    found = queries.definition("co2")
    assert (found.tolerance, found.source.scale, found.title["de"]) == (0.2, 0.001, "CO₂ gesamt")
    assert [(one.kind.value, one.value) for one in found.targets] == [("from", 400.5), ("by", 0)]
    page = officer.get("/desk/impact/co2/").content.decode()
    assert "by 2030: 0" in page
    assert "from 2010: 400.5" in page
    officer.post("/desk/impact/co2/", FORM | {"title-en": "Emissions"})
    assert queries.indicator("co2").title == "Emissions"
    assert queries.definition("co2").frames == ("sdg:11.6",)
    assert "Emissions" in officer.get("/desk/impact/").content.decode()


def test_what_was_typed_comes_back_with_the_error(officer: Client, tmp_path: Path) -> None:
    emissions(tmp_path)
    for wrong in (
        {"source-value": "nothing"},
        {"targets": "soon"},
        {"tolerance": "much"},
        {"title-en": "", "title-de": ""},
    ):
        answer = officer.post("/desk/impact/new/", FORM | wrong)
        assert answer.status_code == 400, wrong
        assert 'class="alert bad"' in answer.content.decode()
        assert "kilotonnes" in answer.content.decode()
    assert queries.indicators() == ()


def test_a_sentence_and_a_withdrawal(officer: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    officer.post("/desk/impact/co2/", {"do": "say", "statement-en": "We lag.", "name": "Eva"})
    assert "We lag." in officer.get("/indicators/co2/").content.decode()
    assert officer.post("/desk/impact/co2/", {"do": "withdraw"}).status_code == 302
    assert officer.get("/indicators/co2/").status_code == 404


def test_others_indicators_are_theirs(officer: Client, tmp_path: Path) -> None:
    saved(tmp_path, owner="roads")
    assert officer.get("/desk/impact/co2/").status_code == 403
    assert officer.post("/desk/impact/co2/", FORM).status_code == 403
    assert Client().get("/desk/impact/").status_code == 302


def test_a_project_with_steps_money_and_documents(officer: Client) -> None:
    given = {
        "do": "save",
        "key": "street",
        "title-en": "Street",
        "owner": "parks",
        "kind": "project",
        "stage": "planned",
        "promised_cost": "1000,50",
    }
    assert officer.post("/desk/impact/projects/new/", given).status_code == 302
    place = "/desk/impact/projects/street/"
    officer.post(place, {"do": "milestone", "title-en": "Begun", "due_on": "2024-01-01", "done_on": "2024-02-01"})
    officer.post(place, {"do": "money", "kind": "spent", "amount": "99,90", "on": "2024-02-01"})
    officer.post(place, {"do": "document", "title": "Plan", "url": "https://example.org/plan"})
    assert officer.post(place, {"do": "document", "title": "Plan", "url": "javascript:alert(1)"}).status_code == 400
    assert officer.post(place, {"do": "milestone", "title-en": "x", "due_on": "soon"}).status_code == 400
    found = queries.project("street")
    assert (len(found.milestones), str(found.spent), found.documents[0].title) == (1, "99.90", "Plan")
    officer.post(place, {"do": "remove", "kind": "money", "id": str(found.money[0].id)})
    assert queries.project("street").money == ()
    assert officer.get(place).status_code == 200
