"""List, report, numbers; the desk of case workers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from civora.people import actions as people
from civora.reports import actions, queries
from civora.reports.types import Contact, Filter, Place, Status
from civora.voices import actions as voices
from civora.voices import queries as said
from tests.factories import reports as make
from tests.factories.reports import AT, WORKER


def signed_in(client: Client, email: str, role: str, organisation: str) -> Client:
    people.add_person(email=email, role=role, organisation=organisation, by="test", at=AT)
    from django.utils import timezone  # noqa: PLC0415

    client.get(f"/account/link/{people.make_sign_in_link(email=email, by='test', at=timezone.now())}/")
    return client


def test_the_list_filters_and_counts(client: Client) -> None:
    make.sent("First lamp")
    make.sent("Second lamp", place=Place(51.96, 7.64))
    done = make.sent("Third lamp")
    actions.change_status(key=done.key, status=Status.FIXED, text="", reader=WORKER, at=AT)
    page = client.get("/reports/").content.decode()
    assert "First lamp" in page
    assert "Third lamp" not in page
    assert "2 reports are open" in page
    assert "Second lamp" not in client.get("/reports/?area=old-town").content.decode()
    assert "Third lamp" in client.get("/reports/?state=closed").content.decode()
    assert "No report fits" in client.get("/reports/?q=nothing").content.decode()
    assert "Second lamp" not in client.get("/reports/?bbox=7.61,51.95,7.63,51.97").content.decode()
    found = client.get("/reports.json?state=all").json()
    assert found["total"] == 3
    lines = b"".join(client.get("/reports.csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert len(lines) == 4


def test_a_report_shows_its_timeline_and_nothing_of_its_reporter(client: Client) -> None:
    done = make.sent(
        "Lamp out", contact=Contact("eva@example.org", "Eva Meyer", "0251 123456"), answers={"number": ["4412"]}
    )
    actions.add_note(key=done.key, text="Internal words", reader=WORKER, at=AT)
    actions.change_status(key=done.key, status=Status.PLANNED, text="On Monday.", reader=WORKER, at=AT)
    page = client.get(f"/reports/{done.key}/").content.decode()
    for words in ("Lamp out", "On Monday.", "4412", "Street lighting", "Old town"):
        assert words in page
    for secret in ("eva@", "Eva Meyer", "123456", "Internal words", "worker@example.org"):
        assert secret not in page
    assert client.get(f"/reports/{done.key}.json").json()["timeline"][-1]["text"] == "On Monday."


def test_numbers_say_when_they_say_nothing(client: Client) -> None:
    for n in range(12):
        done = make.sent(place=Place(51.96, 7.62 if n % 2 else 7.64), at=AT.replace(day=1))
        actions.change_status(
            key=done.key, status=Status.FIXED, text="", reader=WORKER, at=AT.replace(day=1 + n % 6 + 1)
        )
    make.sent(category="road", answers={"state": ["off"]})
    page = client.get("/reports/overview/").content.decode()
    assert "12 of 13" in page
    assert "too few to say" in page
    assert "9,000" in page
    found = client.get("/reports/overview.json").json()
    assert {one["area"] for one in found["areas"]} == {"Old town", "Harbour"}
    assert next(one for one in found["bodies"] if one["body"] == "roads")["share_within_14_days"] is None


def test_the_desk_is_for_case_workers_of_the_body(client: Client) -> None:
    done = make.sent("Lamp out")
    other = make.sent("Pothole", category="road", answers={"state": ["off"]})
    assert client.get("/desk/reports/").status_code == 302
    signed_in(client, "w@example.org", "case-worker", "lights")
    page = client.get("/desk/reports/?show=all").content.decode()
    assert "Lamp out" in page
    assert "Pothole" not in page
    assert client.get(f"/desk/reports/{done.key}/").status_code == 200
    assert client.get(f"/desk/reports/{other.key}/").status_code == 403
    assert client.post(f"/desk/reports/{other.key}/", {"do": "change", "status": "fixed"}).status_code == 403


def test_a_case_worker_answers_notes_assigns_merges_and_moves(client: Client, photo: bytes) -> None:
    signed_in(client, "w@example.org", "case-worker", "lights")
    first, done = make.sent("First"), make.sent("Mr Miller did it", photos=[photo], lang="de")
    desk = f"/desk/reports/{done.key}/"

    def do(**given: Any) -> int:
        return int(client.post(desk, given).status_code)

    assert do(do="note", note="Cable is old") == 302
    assert do(do="assign", me="1") == 302
    assert queries.case(done.key, WORKER, "city").assignee == "w@example.org"
    assert do(do="change", status="no_further_action", text="") == 400
    assert do(do="change", status="burning", text="x") == 400
    assert do(do="change", status="planned", text="On Monday") == 302
    assert do(do="clear", public_text="Somebody did it") == 302
    assert queries.report(done.key).text == "Somebody did it"
    picture = said.pictures(f"report:{done.key}")[0].key
    before = said.picture_file(picture)
    assert do(do="redact", picture=picture, boxes="10,10,40,40") == 302
    assert said.picture_file(picture) != before or said.picture(picture).is_redacted
    assert do(do="redact", picture=picture, boxes="x") == 400
    assert do(do="redact", picture="another-picture", boxes="1,1,2,2") == 400
    page = client.get(desk).content.decode()
    assert "Cable is old" in page
    assert "Mr Miller did it" in page
    assert do(do="merge", into=first.key) == 302
    assert queries.report(done.key).duplicate_of == first.key
    assert client.post(f"/desk/reports/{first.key}/", {"do": "move", "category": "road"}).status_code == 302
    assert client.get(f"/desk/reports/{first.key}/").status_code == 403


def test_a_flagged_report_is_hidden_explained_appealed_and_restored(client: Client) -> None:
    done = make.sent("Rude words")
    given = {
        "target": f"report:{done.key}",
        "reason": "insult",
        "explanation": "It is rude.",
        "name": "Ben",
        "email": "ben@example.org",
        "next": f"/reports/{done.key}/",
    }
    assert client.post("/voices/flag/", given).status_code == 400
    answer = client.post("/voices/flag/", given | {"faith": "1"})
    assert answer.status_code == 302
    assert "arrived" in client.get(answer["Location"]).content.decode()
    moderator = signed_in(Client(), "mo@example.org", "moderator", "city")
    page = moderator.get("/desk/voices/").content.decode()
    assert "Rude words" in page
    assert "ben@example.org" in page
    act = {
        "do": "hide",
        "target": given["target"],
        "reason": "insult",
        "ground": "rules",
        "explanation": "Names for a person.",
    }
    assert moderator.post("/desk/voices/", act).status_code == 302
    assert client.get(f"/reports/{done.key}/").status_code == 404
    decision = said.flag(answer["Location"].split("/")[-2]).decision
    page = client.get(f"/voices/decisions/{decision}/").content.decode()
    assert "Names for a person." in page
    assert client.post(f"/voices/decisions/{decision}/", {"text": "I meant the lamp."}).status_code == 302
    appeal = said.open_appeals()[0][0].key
    settle = {"do": "settle", "appeal": appeal, "target": given["target"], "outcome": "reverse", "reasons": "True."}
    assert moderator.post("/desk/voices/", settle).status_code == 400  # she decided it herself
    other = signed_in(Client(), "mo2@example.org", "moderator", "city")
    assert other.post("/desk/voices/", settle).status_code == 302
    assert client.get(f"/reports/{done.key}/").status_code == 200
    counts = client.get("/trust/moderation.json").json()
    assert (counts["notices"], counts["hidden"], counts["appeals_reversed"]) == (1, 1, 1)
    assert "1 followed" in client.get("/trust/moderation/").content.decode()


@pytest.mark.parametrize("target", ["", "x", "report:", "javascript:alert(1)//", "report:<script>"])
def test_odd_targets_are_refused_in_words(client: Client, target: str) -> None:
    answer = client.get("/voices/flag/", {"target": target, "next": "//evil.example"})
    assert answer.status_code in (200, 400)
    assert "<script>" not in answer.content.decode().split("<body>")[1].replace('<script type="module"', "")
    assert '"//evil.example' not in answer.content.decode().replace('value="//evil', "")


def test_residents_do_not_enter_the_desks(client: Client) -> None:
    signed_in(client, "r@example.org", "viewer", "")
    assert client.get("/desk/reports/").status_code == 403
    assert client.get("/desk/voices/").status_code == 403
    assert client.post("/desk/voices/", {"do": "hide", "target": "report:x"}).status_code == 403


def test_left_drafts_are_removed_after_a_day(photo: bytes) -> None:
    from datetime import timedelta  # noqa: PLC0415

    key = voices.attach(subject="draft:abc", data=photo, at=AT)
    assert voices.remove_drafts(at=AT + timedelta(hours=20)) == 0
    assert voices.remove_drafts(at=AT + timedelta(days=2)) == 1
    assert key not in {one.key for one in said.pictures("draft:abc")}
    assert queries.count(Filter()) == 0
