"""Statements, debates, surveys and meetings as pages, and their twins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civora.assembly import actions, queries
from civora.assembly.types import NewMeeting
from civora.www.assembly import calendar
from tests.assembly.test_talk import QUESTIONS, crowd
from tests.factories.assembly import AT, DAY, STAFF, person

pytestmark = pytest.mark.django_db
OPINIONS = "/take-part/trees/opinions/"


def said(*texts):
    mod = person("mod", "moderator")
    return [actions.state(process="trees", text=text, is_staff=True, by=mod, at=AT) for text in texts]


def test_one_statement_at_a_time(client, trees, sign_in):
    said("A first one.", "A second one.")
    sign_in()
    page = client.get(OPINIONS).content.decode()
    number = page.partition('name="statement" value="')[2].partition('"')[0]
    assert "0 of 2 answered" in page
    client.post(f"{OPINIONS}vote/", {"statement": number, "choice": "agree"})
    page = client.get(OPINIONS).content.decode()
    assert "1 of 2 answered" in page
    assert "Where you stand" in page
    client.post(f"{OPINIONS}vote/", {"statement": number, "choice": "disagree", "again": "1"})
    assert queries.statements("trees", "ada@example.org")[int(number) - 1].mine == -1
    for bad in (
        {"statement": number, "choice": "x"},
        {"statement": "x", "choice": "agree"},
        {"choice": "agree"},
        {"statement": "99", "choice": "agree"},
    ):
        assert client.post(f"{OPINIONS}vote/", bad).status_code in (400, 404)


def test_who_is_not_signed_in_signs_in_first(client, trees):
    said("A first one.")
    answer = client.post(f"{OPINIONS}vote/", {"statement": "1", "choice": "agree", "back": OPINIONS})
    assert answer.headers["Location"] == f"/account/login/?next={OPINIONS}"


def test_the_groups_are_drawn_and_listed(client, trees, sign_in):
    crowd()
    page = client.get(f"{OPINIONS}groups/").content.decode()
    for words in (
        "2 groups vote differently",
        "Group A",
        "Group B",
        "What unites",
        "What divides",
        "Every statement, as a table",
    ):
        assert words in page
    assert page.count('class="voices"') == 2
    known = client.get(f"{OPINIONS}groups.json").json()
    assert [one["size"] for one in known["map"]["groups"]] == [20, 20]
    assert len(known["map"]["places"]) == 40
    assert "person" not in str(known)
    again = client.get(f"{OPINIONS}groups.json").json()
    assert again == known
    assert "me-dot" not in page


def test_few_votes_say_what_is_missing(client, trees):
    said("A")
    assert "too few votes" in client.get(f"{OPINIONS}groups/").content.decode()
    assert client.get(f"{OPINIONS}groups.json").json()["map"] is None


def test_a_statement_of_ones_own_waits(client, trees, sign_in):
    sign_in()
    client.post(f"{OPINIONS}new/", {"text": "<script>alert(1)</script>"})
    assert "alert(1)" not in client.get(OPINIONS).content.decode()
    actions.decide_statement(process="trees", statement=1, is_shown=True, by=STAFF, at=AT)
    page = client.get(OPINIONS).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert client.post(f"{OPINIONS}new/", {"text": "x" * 281}).status_code == 400


def test_a_debate_is_begun_and_answered(client, trees, sign_in):
    sign_in()
    there = client.post("/take-part/trees/debates/", {"title": "Which kinds?", "text": "Oak or lime?"}).headers[
        "Location"
    ]
    assert there == "/take-part/trees/debates/1/"
    client.post(there, {"text": "Oak."})
    assert "Oak." in client.get(there).content.decode()
    assert "Which kinds?" in client.get("/take-part/trees/debates/").content.decode()
    assert client.get("/take-part/trees/debates/9/").status_code == 404


def test_a_survey_is_filled_in_and_changed(client, trees, sign_in):
    actions.set_survey(process="trees", key="ways", title={"en": "Your ways"}, questions=QUESTIONS, by=STAFF, at=AT)
    sign_in()
    url = "/take-part/trees/surveys/ways/"
    assert "How?" in client.get(url).content.decode()
    bad = client.post(url, {"mode": "car"})
    assert (bad.status_code, "Choose one of the options." in bad.content.decode()) == (400, True)
    assert client.post(url, {"mode": "bike", "why": ["fast", "cheap"], "rain": "yes"}).status_code == 302
    page = client.get(url).content.decode()
    assert 'value="bike" checked' in page
    assert "Change my answers" in page
    assert client.get("/take-part/trees/surveys/none/").status_code == 404


MEETING = NewMeeting({"en": "Walk; under, trees"}, AT + DAY, AT + DAY + timedelta(hours=2), {"en": "Bring\nboots. " + "ü" * 80}, place="Town hall", capacity=1, lon=7.6, lat=51.9)  # fmt: skip


def test_a_seat_is_taken_and_given_back(client, trees, sign_in):
    actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    sign_in("ada")
    url = "/take-part/trees/meetings/1/"
    assert "1 seat of 1 is free" in client.get(url).content.decode()
    client.post(f"{url}register/", {"do": "come"})
    assert "You have a seat" in client.get(url).content.decode()
    sign_in("eve")
    client.post(f"{url}register/", {"do": "come"})
    page = client.get(url).content.decode()
    assert "You wait for a seat" in page
    assert "ada@example.org" not in page


def test_a_meeting_is_a_calendar_entry(client, trees):
    actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    answer = client.get("/take-part/trees/meetings/1.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    for words in ("BEGIN:VCALENDAR", "UID:trees-1@testserver", "DTSTART:20250516T071500Z", "SUMMARY:Walk\\; under\\, trees", "Bring\\nboots. üü", "GEO:51.900000;7.600000", "STATUS:CONFIRMED", "SEQUENCE:0"):  # fmt: skip
        assert words in whole, words
    actions.cancel_meeting(process="trees", number=1, by=STAFF, at=AT)
    assert "STATUS:CANCELLED" in client.get("/take-part/meetings.ics").content.decode()


def test_no_letter_is_torn_by_folding():
    line = "SUMMARY:" + "😀ü" * 60
    folded = calendar.folded(line)
    assert folded.replace("\r\n ", "") == line
    assert all(len(one.encode()) <= 75 for one in folded.split("\r\n"))
