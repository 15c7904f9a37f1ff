"""`/api/v1/indicators/` and `/api/v1/projects/`: the contract for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from civora.impact import queries
from civora.people import actions as people
from tests.factories.impact import AT, emissions, indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]
JSON = "application/json"


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def key(db: None) -> dict[str, str]:
    """A publisher's API key, as the header to send."""
    people.add_organisation(key="parks", name="Parks", by="t", at=AT)
    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    return {"authorization": f"Apikey {people.add_api_key(email='eva@example.org', by='t', at=AT)}"}


def test_an_indicator_is_made_read_changed_and_withdrawn(client: Client, key: dict[str, str], tmp_path: Path) -> None:
    emissions(tmp_path)
    made = client.post("/api/v1/indicators/", indicator(), content_type=JSON, headers=key)
    assert made.status_code == 200, made.content
    assert (made.json()["value"], made.json()["version"]) == (50, 1)
    read = client.get("/api/v1/indicators/co2").json()
    assert read["definition"]["source"]["dataset"] == "emissions"
    changed = client.patch(
        "/api/v1/indicators/co2", {"tolerance": 0.3, "title": "Emissions"}, content_type=JSON, headers=key
    ).json()
    assert (changed["number"], changed["title"], changed["definition"]["tolerance"]) == (2, "Emissions", 0.3)
    assert changed["definition"]["baseline_at"] == "2015-01-01"
    said = client.post(
        "/api/v1/indicators/co2/statement", {"text": "We lag.", "name": "Eva"}, content_type=JSON, headers=key
    )
    assert said.status_code == 200
    assert queries.indicator("co2").statement.text == "We lag."
    assert client.get("/api/v1/indicators/").json()["total"] == 1
    assert client.delete("/api/v1/indicators/co2", headers=key).json() == {"key": "co2", "withdrawn": True}
    assert client.get("/api/v1/indicators/co2").status_code == 404


def test_what_was_read_can_be_sent_back(client: Client, key: dict[str, str], tmp_path: Path) -> None:
    emissions(tmp_path)
    client.post("/api/v1/indicators", indicator(), content_type=JSON, headers=key)
    definition = client.get("/api/v1/indicators/co2").json()["definition"]
    again = client.patch("/api/v1/indicators/co2", definition, content_type=JSON, headers=key)
    assert again.status_code == 200, again.content
    assert again.json()["number"] == 1


def test_changes_need_the_key_of_the_owner(client: Client, key: dict[str, str], tmp_path: Path) -> None:
    emissions(tmp_path)
    assert client.post("/api/v1/indicators/", indicator(), content_type=JSON).status_code == 401
    people.add_person(email="sam@example.org", by="t", at=AT)
    other = {"authorization": f"Apikey {people.add_api_key(email='sam@example.org', by='t', at=AT)}"}
    assert client.post("/api/v1/indicators/", indicator(), content_type=JSON, headers=other).status_code == 403
    assert queries.indicators() == ()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": {"dataset": "emissions", "time": "year", "value": "nothing"}}, 400),
        ({"sql": "drop table"}, 400),
        ({"toward": "sideways"}, 400),
        ({"targets": "x"}, 400),
        ({"key": "../../etc"}, 400),
    ],
)
def test_a_wrong_word_is_told(
    client: Client, key: dict[str, str], tmp_path: Path, body: dict[str, Any], status: int
) -> None:
    emissions(tmp_path)
    answer = client.post("/api/v1/indicators/", indicator(**body), content_type=JSON, headers=key)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]


def test_a_key_is_made_once(client: Client, key: dict[str, str], tmp_path: Path) -> None:
    emissions(tmp_path)
    client.post("/api/v1/indicators/", indicator(), content_type=JSON, headers=key)
    assert client.post("/api/v1/indicators/", indicator(), content_type=JSON, headers=key).status_code == 409
    assert client.patch("/api/v1/indicators/gone", {"title": "x"}, content_type=JSON, headers=key).status_code == 404


def test_projects_too(client: Client, key: dict[str, str]) -> None:
    body = {"key": "street", "title": "Street", "owner": "parks", "promised_by": "2024-06-30", "promised_cost": "1000"}
    assert client.post("/api/v1/projects/", body, content_type=JSON, headers=key).status_code == 200
    moved = client.patch(
        "/api/v1/projects/street", {"stage": "done", "done_on": "2024-07-01"}, content_type=JSON, headers=key
    )
    assert moved.json()["stage"] == "done"
    assert client.get("/api/v1/projects/street").json()["definition"]["promised_cost"] == "1000.00"
    assert client.get("/api/v1/projects/?stage=done").json()["total"] == 1
    assert (
        client.patch("/api/v1/projects/street", {"stage": "planned"}, content_type=JSON, headers=key).status_code == 400
    )
