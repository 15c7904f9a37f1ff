"""`/take-part/` says where each process is now."""

from __future__ import annotations

import pytest

from civora.assembly import actions
from civora.assembly.types import Act, Decision
from civora.people.models import Person
from tests.factories.assembly import AT, STAFF, phase, process

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_is_asked_and_what_came_of_it(client):
    process("trees", title={"en": "Where should trees grow?"})
    process("baths", title={"en": "Open-air baths"}, phases=(phase("Ideas", -9, -1),))
    actions.answer(process="baths", decision=Decision.PARTLY, reasons={"en": "Two of three."}, by=STAFF, at=AT)
    page = client.get("/take-part/").content.decode()
    assert "Where should trees grow?" in page
    assert "Sunday 25 May, 09:14" in page
    assert "Followed in part" in page


def test_nothing_to_show_says_what_will_stand_here(client):
    page = client.get("/take-part/").content.decode()
    assert "asks nothing just now" in page


def test_the_page_says_where_it_is_now(client):
    phases = (phase("Ideas", -10, -2), phase("Back them", -2, 5), phase("Decision", 5, 9))
    process("trees", phases=phases, decides={"en": "Park committee"})
    page = client.get("/take-part/trees/").content.decode()
    assert '<li class="done">Ideas' in page
    assert '<li aria-current="step">Back them, until Tuesday 20 May, 09:14' in page
    assert "Park committee" in page


def test_the_twin_says_the_same(client):
    process("trees", phases=(phase("Ideas", -10, 5, frozenset({Act.PROPOSE})),))
    known = client.get("/take-part/trees.json").json()
    assert (known["state"], known["phases"][0]["opens"]) == ("running", ["propose"])
    listed = client.get("/take-part.json").json()
    assert listed["results"] == [known]
    assert 'href="/take-part/trees.json"' in client.get("/take-part/trees/").content.decode()


def test_in_german_with_a_text_that_exists_in_english_only(client):
    process("trees")
    page = client.get("/de/take-part/trees/").content.decode()
    assert '<h1><span lang="en">Where should trees grow?</span></h1>' in page
    assert "Was Sie jetzt tun können" in page


def test_a_draft_is_seen_by_those_who_run_it_only(client, django_user_model):
    process("trees", opened=False)
    assert client.get("/take-part/trees/").status_code == 404
    assert client.get("/take-part/trees.json").status_code == 404
    Person.objects.create_user("mod@example.org", is_administrator=True)
    client.force_login(Person.objects.get(email="mod@example.org"))
    assert "Draft" in client.get("/take-part/trees/").content.decode()


def test_script_in_a_text_stays_text(client):
    script = "<script>alert(1)</script>"
    process("trees", title={"en": script}, summary={"de": script}, about={"en": script + "\n\n" + script})
    page = client.get("/take-part/trees/").content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page


def test_the_home_page_asks_the_question_that_ends_first(client):
    process("long", title={"en": "A long one"}, phases=(phase("Ideas", -9, 9),))
    process("short", title={"en": "A short one"}, phases=(phase("Ideas", -9, 3),))
    process("past", title={"en": "A past one"}, phases=(phase("Ideas", -9, -3),))
    page = client.get("/").content.decode()
    assert "A short one" in page
    assert "A long one" not in page
    assert 'href="/take-part/short/"' in page
