"""`/desk/votes/`: what the election office does, and who may."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from civora.assembly.models import Ballot, BallotBox, BoxCount, Turnout, Voter
from civora.assembly.types.ballots import Way
from civora.people.models import Person
from tests.factories.assembly import AT, person, process
from tests.factories.votes import REGISTER, box, cast, vote

pytestmark = pytest.mark.django_db
URL = "/desk/votes/budget/parks/"


def at(settings, moment: str) -> None:
    settings.CITY = {"city": {"name": "Münster", "timezone": "UTC"}, "clock": {"at": moment}}


@pytest.fixture(autouse=True)
def clock(settings):
    at(settings, "2025-05-15T07:15")
    settings.ALLOWED_HOSTS = ["testserver"]


def signed_in(client, name: str, role: str):
    client.force_login(
        Person.objects.get(email=person(name, role)), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def officer(client):
    return signed_in(client, "olga", "election-officer")


def test_the_screens_are_for_election_officers(client):
    vote()
    assert client.get("/desk/votes/").status_code == 302
    signed_in(client, "ada", "viewer")
    assert client.get("/desk/votes/").status_code == 403
    assert client.post(URL, {"do": "count"}).status_code == 403


def test_an_officer_of_another_organisation_cannot_touch_it(client):
    from civora.people import actions as people

    vote()
    people.add_person(email="x@example.org", role="election-officer", organisation="other", by="t", at=AT)
    client.force_login(Person.objects.get(email="x@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(URL, {"do": "count"}).status_code == 403
    assert "Three parks" not in client.get("/desk/votes/").content.decode()


def test_a_vote_is_made_from_a_form(officer):
    process("budget")
    sent = {
        "process": "budget", "key": "parks", "title": "Parks", "form": "knapsack", "rule": "equal-shares", "budget": "100",
        "opens": "2025-06-01T08:00", "closes": "2025-06-20T20:00", "least": "1", "most": "0", "top": "0", "threshold": "0",
        "ways": ["register", "code"], "may_change": "1", "items": "60; Big park; grass; green; North\n40; Small park",
    }  # fmt: skip
    assert officer.post("/desk/votes/new/", sent).status_code == 302
    made = BallotBox.objects.get(key="parks")
    assert list(made.items.values_list("cost", "category", "place")) == [(60, "green", "North"), (40, "", "")]
    for wrong in (
        {"budget": "lots"},
        {"closes": "soon"},
        {"form": "shouting"},
        {"items": "x; y"},
        {"ways": ["account", "message"]},
    ):
        answer = officer.post("/desk/votes/new/", {**sent, "key": "again", **wrong})
        assert answer.status_code == 400
        assert 'value="Parks"' in answer.content.decode()


def test_register_letters_and_somebody_at_the_desk(officer, settings):
    vote(ways=(Way.REGISTER, Way.CODE, Way.DESK))
    at(settings, "2025-05-12T08:00")
    file = SimpleUploadedFile("register.csv", REGISTER.encode())
    assert officer.post(URL, {"do": "register", "file": file}).status_code == 302
    assert Voter.objects.count() == 3
    letters = officer.post(URL, {"do": "letters"})
    assert len(letters.content.decode().split()) == 4
    wrong = officer.post(URL, {"do": "register", "file": SimpleUploadedFile("x.csv", b"\xff\xfe")})
    assert wrong.status_code == 400
    at(settings, "2025-05-15T07:15")
    page = officer.post(URL, {"do": "onsite", "document": "L01X", "born": "1990-12-31"}).content.decode()
    proof = re.search(r'name="pass" value="([^"]+)"', page)[1]
    officer.logout()
    ballot = officer.post("/take-part/budget/vote/parks/", {"do": "edit", "pass": proof}).content.decode()
    assert f'name="pass" value="{proof}"' in ballot
    check = officer.post("/take-part/budget/vote/parks/", {"do": "check", "pass": proof, "p": "1"}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', check)[1]
    sent = {"do": "cast", "pass": proof, "p": "1", "token": token}
    assert "in the box" in officer.post("/take-part/budget/vote/parks/", sent).content.decode()
    assert Turnout.objects.get().channel == "desk"
    forged = officer.post("/take-part/budget/vote/parks/", sent | {"pass": proof[:-2] + "xx"})
    assert forged.status_code == 403


def test_paper_is_entered_by_two_officers(officer, client, settings):
    vote(ways=(Way.REGISTER, Way.DESK))
    at(settings, "2025-05-12T08:00")
    officer.post(URL, {"do": "register", "file": SimpleUploadedFile("register.csv", REGISTER.encode())})
    at(settings, "2025-05-15T07:15")
    officer.post(URL, {"do": "paper", "document": "L01X", "born": "1990-12-31"})
    officer.post(URL, {"do": "paper", "document": "L03X", "born": "2001-06-15"})
    officer.post(URL, {"do": "enter", "batch": "1", "sheets": "1 2\n3"})
    assert officer.post(URL, {"do": "enter", "batch": "1", "sheets": "1 2\n3"}).status_code == 403
    assert officer.post(URL, {"do": "enter", "batch": "2", "sheets": "one"}).status_code == 400
    signed_in(client, "bea", "election-officer")
    client.post(URL, {"do": "enter", "batch": "1", "sheets": "1 2\n2"})
    assert "these sheets differ: 2" in client.get(URL).content.decode()
    client.post(URL, {"do": "settle", "batch": "1", "sheet": "2", "sheets": "3"})
    client.post(URL, {"do": "merge", "batch": "1"})
    assert sorted(Ballot.objects.values_list("choices", flat=True)) == ["1,2", "3"]


@pytest.mark.usefixtures("portal")
def test_the_count_is_read_decided_and_published(officer, settings):
    vote(costs=(10,) * 12, budget=60)
    for number in range(60):
        cast(number, (1, 2, 3, 4) if number < 30 else (1 + number % 12,))
    page = officer.get(URL).content.decode()
    assert "60 ballots" not in page
    assert officer.post(URL, {"do": "count"}).status_code == 409
    at(settings, "2025-05-27T09:15")
    officer.post(URL, {"do": "count"})
    page = officer.get(URL).content.decode()
    assert "1,2,3,4" in page
    assert "Without them these would change" in page
    assert officer.post(URL, {"do": "publish"}).status_code == 409
    officer.post(URL, {"do": "decide", "ruling": "stands", "reasons": "A class voted together."})
    officer.post(URL, {"do": "publish"})
    assert BoxCount.objects.get().decision == "stands"
    public = officer.get("/take-part/budget/result/parks/").content.decode()
    assert "A class voted together." in public
    assert "/datasets/vote-budget-parks-ballots/" in public


def test_ballots_of_another_system_come_as_a_file(officer, settings):
    vote()
    text = (
        "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n2;40\n3;40\n"
        "VOTES\nvoter_id;vote\na;1,2\nb;3\n"
    )
    file = SimpleUploadedFile("b.pb", text.encode())
    assert officer.post(URL, {"do": "bring", "file": file}).status_code == 409
    at(settings, "2025-05-27T09:15")
    broken = SimpleUploadedFile("b.pb", text.replace("b;3", "b;9").encode())
    assert "Line 13" in officer.post(URL, {"do": "bring", "file": broken}).content.decode()
    officer.post(URL, {"do": "bring", "file": SimpleUploadedFile("b.pb", text.encode())})
    assert sorted(Ballot.objects.filter(box=box()).values_list("choices", flat=True)) == ["1,2", "3"]
