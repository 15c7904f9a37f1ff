"""What was mended is kept, repeated for the next delivery, and nobody else's business."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from civora.catalog import queries as catalog
from civora.intake import queries as intake
from civora.people import actions as people
from tests.factories.publishing import TREES
from tests.www.desk.test_journey import (  # noqa: F401 (fixtures)
    _plain_static,
    delivered,
    fields,
    officer,
    published,
    pytestmark,
)

WITH_PERSONS = "id;kind;contact\n1;oak;eva@example.org\n2;lime;\n3;elm;0171 2345678\n"


def uid(place: str) -> str:
    return place.rstrip("/").rsplit("/", 1)[-1]


def test_a_draft_is_kept_and_gone_on_with(officer: Client) -> None:  # noqa: F811
    place = delivered(officer)
    sent = fields(officer.get(place).content.decode()) | {"do": "later", "title": "City trees", "label-kind": "Species"}
    assert officer.post(place, sent)["Location"] == "/desk/"
    desk = officer.get("/desk/").content.decode()
    assert "City trees" in desk
    assert place in desk
    again = officer.get(place).content.decode()
    assert 'value="City trees"' in again
    assert 'value="Species"' in again


def test_a_draft_is_thrown_away_with_its_bytes(officer: Client) -> None:  # noqa: F811
    place = delivered(officer)
    content = intake.delivery(uid(place)).path
    assert content.exists()
    assert officer.post(place, {"do": "drop"})["Location"] == "/desk/"
    assert officer.get(place).status_code == 404
    assert not content.exists()


def test_nobody_else_sees_a_delivery(officer: Client) -> None:  # noqa: F811
    place, now = delivered(officer), timezone.now()
    people.add_person(email="ida@roads.example", role="publisher", organisation="roads", by="test", at=now)
    ida = Client()
    ida.get(f"/account/link/{people.make_sign_in_link(email='ida@roads.example', by='test', at=now)}/")
    assert ida.get("/desk/").status_code == 200
    assert ida.get(place).status_code == 404
    assert ida.post(place, {"do": "drop"}).status_code == 404
    assert officer.get(place).status_code == 200


def test_the_next_delivery_is_mended_as_the_last(officer: Client) -> None:  # noqa: F811
    first = {"label-kind": "Species", "name-age": "years", "out-height": "on"}
    published(officer, delivered(officer), title="Trees", publisher="parks", **first)
    assert "height" not in catalog.dataset("trees", None, "en").schema
    place = delivered(officer, TREES + "4;elm;1;2024-01-01;1,5;51.9;7.6\n", key="trees")
    seen = officer.get(place).content.decode()
    assert "Mended as last time" in seen
    assert 'value="Species"' in seen
    published(officer, place, **{"out-height": "on"})
    card = catalog.dataset("trees", None, "en")
    assert (card.rows, card.schema.field("kind").label, "years" in card.schema) == (4, "Species", True)


def test_persons_are_not_published_by_oversight(officer: Client) -> None:  # noqa: F811
    place = delivered(officer, WITH_PERSONS)
    sent = fields(officer.get(place).content.decode()) | {"do": "publish", "title": "Contacts", "publisher": "parks"}
    assert "Personal data" in officer.get(place).content.decode()
    sent.pop("personal-contact", None)
    refused = officer.post(place, sent)
    assert refused.status_code == 400
    assert "Some cells may name persons: contact." in refused.content.decode()
    published(officer, place, title="Contacts", publisher="parks", **{"personal-contact": "out"})
    assert "contact" not in catalog.dataset("contacts", None, "en").schema


def test_a_name_that_no_column_can_have_is_refused(officer: Client) -> None:  # noqa: F811
    place = delivered(officer)
    sent = fields(officer.get(place).content.decode()) | {"do": "look", "name-kind": "Kind of tree; DROP"}
    refused = officer.post(place, sent)
    assert refused.status_code == 400
    assert "cannot be a column’s name" in refused.content.decode()
