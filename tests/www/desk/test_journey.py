"""A file from its upload to its second version, as the data officer does it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from civora.catalog import queries as catalog
from civora.people import actions as people
from tests.factories.publishing import TREES

pytestmark = pytest.mark.django_db(transaction=True)
EVA = "eva@muenster.example"


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def officer(client: Client, portal: Path) -> Client:
    """A publisher of the parks department, signed in."""
    now = timezone.now()
    people.add_organisation(key="parks", name="Parks", by="test", at=now)
    people.add_organisation(key="roads", name="Roads", by="test", at=now)
    people.add_person(email=EVA, role="publisher", organisation="parks", by="test", at=now)
    client.get(f"/account/link/{people.make_sign_in_link(email=EVA, by='test', at=now)}/")
    return client


def delivered(client: Client, text: str = TREES, name: str = "trees.csv", **more: str) -> str:
    """The address of the page that looks at the file."""
    answer = client.post("/desk/deliver/", {"file": SimpleUploadedFile(name, text.encode()), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the table of columns: hidden fields and texts as they stand."""
    tags = re.findall(r"<input[^>]*>", page)
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag), tag) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value, tag in named if name and 'type="checkbox"' not in tag}


def published(client: Client, place: str, **given: str) -> None:
    sent = fields(client.get(place).content.decode()) | {"do": "publish"} | given
    answer = client.post(place, sent)
    assert answer.status_code == 302, answer.content.decode()
    for _ in range(100):
        if (step := client.get(answer["Location"])).status_code == 302:
            return
        time.sleep(0.1)
    raise AssertionError(step.content.decode())


def test_a_file_becomes_a_dataset_and_its_mending_holds(officer: Client) -> None:
    place = delivered(officer)
    seen = officer.get(place).content.decode()
    assert "3 rows" in seen
    assert "This pair is a place" in seen
    published(
        officer,
        place,
        title="City trees",
        publisher="parks",
        licence="cc-by-4.0",
        **{"label-kind": "Species", "key-id": "on"},
    )
    card = catalog.dataset("city-trees", None, "en")
    assert (card.title, card.publisher.key, card.rows) == ("City trees", "parks", 3)
    assert card.schema.field("kind").label == "Species"
    assert "City trees" in officer.get("/desk/").content.decode()


def test_a_second_version_can_be_taken_back(officer: Client) -> None:
    published(officer, delivered(officer), title="Trees", publisher="parks")
    published(officer, delivered(officer, TREES + "4;elm;1;2024-01-01;1,5;51.9;7.6\n", key="trees"), note="One more")
    assert catalog.dataset("trees", None, "en").rows == 4
    assert "One more" in officer.get("/desk/datasets/trees/").content.decode()
    assert officer.post("/desk/datasets/trees/", {"do": "rollback", "version": "1"}).status_code == 302
    assert catalog.dataset("trees", None, "en").rows == 3


def test_a_policy_is_set_in_words_and_a_wrong_one_is_refused(officer: Client) -> None:
    published(officer, delivered(officer), title="Trees", publisher="parks")
    wrong = officer.post("/desk/datasets/trees/", {"do": "policy", "policy": "access: everybody-else"})
    assert wrong.status_code == 400
    assert "everybody-else" in wrong.content.decode()
    assert Client().get("/datasets/trees/").status_code == 200
    assert officer.post("/desk/datasets/trees/", {"do": "policy", "policy": "access: org:parks"}).status_code == 302
    time.sleep(0.7)  # the catalogue is asked for changes at most twice a second
    assert Client().get("/datasets/trees/").status_code in {401, 403, 404}
    assert officer.get("/datasets/trees/").status_code == 200


def test_nobody_publishes_for_others(officer: Client) -> None:
    place = delivered(officer)
    sent = fields(officer.get(place).content.decode()) | {"do": "publish", "title": "Roads", "publisher": "roads"}
    assert officer.post(place, sent).status_code in {400, 403}
    assert not catalog.exists("roads")


def test_strangers_sign_in_first(portal: Path) -> None:
    assert Client().get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("name", "text"), [("empty.csv", ""), ("broken.json", '{"a": [1,'), ("fake.xlsx", "no workbook")]
)
def test_a_file_that_cannot_be_read_is_refused_in_words(officer: Client, name: str, text: str) -> None:
    answer = officer.post("/desk/deliver/", {"file": SimpleUploadedFile(name, text.encode())}, follow=True)
    assert answer.status_code == 400
    assert 'class="alert bad"' in answer.content.decode()
