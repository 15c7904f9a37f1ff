"""What a reporter does: send once, join, follow by code, reopen, confirm, take back."""

from __future__ import annotations

import io
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from civora.people import actions as people
from civora.reports import actions, models, queries, rules
from civora.reports.errors import (
    BadAnswer,
    BadReport,
    NoPlace,
    NotHere,
    OutsideTheCity,
    TooManyReports,
    UnknownCategory,
    UnknownCode,
    UnknownReport,
    WrongStatus,
)
from civora.reports.types import Contact, Filter, Place, ReportCard, Status, Turn
from civora.voices import queries as said
from civora.voices.errors import BadPicture
from tests.factories import reports as make
from tests.factories.reports import AT, DESK, HERE, WORKER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings: Any, tmp_path: Path) -> None:
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"
    settings.CIVORA_OWN_ORGANISATION = "city"
    make.city()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return out.getvalue()


def test_a_report_arrives_where_it_belongs() -> None:
    done = make.sent(answers={"number": ["4412"], "unknown": ["x"]}, photos=[photo()], lang="de")
    found = queries.report(done.key)
    assert (found.category, found.area, found.body, found.status) == ("light", "old-town", "lights", Status.OPEN)
    assert found.answers == (("number", ("4412",)),)
    assert len(said.pictures(found.subject)) == 1
    assert [one.turn for one in queries.timeline(done.key)] == [Turn.SENT]
    assert queries.by_code(done.code).key == done.key


def test_sent_twice_it_is_one_report_with_the_same_code() -> None:
    key = make.key()
    first, again = make.sent(sent=key), make.sent("Other words", sent=key, category="nothing")
    assert (again.key, again.code, again.is_repeated) == (first.key, first.code, True)
    assert queries.count(Filter()) == 1


def test_codes_are_long_and_of_the_forms_key_alone() -> None:
    one, two = make.sent(), make.sent()
    assert rules.CODE.fullmatch(one.code)
    assert len(rules.SIGNS) ** len(one.code) > 2**128
    assert one.code != two.code
    assert not models.Report.objects.filter(code=one.code).exists()


@pytest.mark.parametrize("code", ["", "x", "2" * 27, "../", "a" * 500, "é" * 27, "'; drop table"])
def test_a_code_that_is_none_opens_nothing(code: str) -> None:
    make.sent()
    with pytest.raises(UnknownCode):
        queries.by_code(code)
    for act in (actions.reopen, actions.say):
        with pytest.raises(UnknownCode):
            act(code=code, text="x", at=AT)
    with pytest.raises(UnknownCode):
        actions.erase(code=code, at=AT)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"place": Place(54.0, 7.0)}, OutsideTheCity),
        ({"place": Place(0.0, 0.0)}, OutsideTheCity),
        ({"place": Place()}, NoPlace),
        ({"place": Place(91.0, 7.6)}, NoPlace),
        ({"place": Place(float("nan"), 7.6)}, NoPlace),
        ({"category": "nothing"}, UnknownCategory),
        ({"category": "harbour"}, NotHere),
        ({"category": "road"}, BadAnswer),
        ({"category": "road", "answers": {"state": ["burns"]}}, BadAnswer),
        ({"category": "road", "answers": {"state": ["off", "flickers"]}}, BadAnswer),
        ({"text": ""}, BadReport),
        ({"text": "a" * 4001}, BadReport),
        ({"sent": "short"}, BadReport),
        ({"contact": Contact("nobody")}, BadReport),
        ({"contact": Contact("a@b.de\nBcc: c@d.de")}, BadReport),
        ({"photos": [b"<svg onload=alert(1)>"]}, BadPicture),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_next_step(given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        make.sent(**given)
    assert refused.value.next_step  # type: ignore[attr-defined]  # every CivoraError has one
    assert not models.Report.objects.exists()


def test_an_address_alone_is_a_place_too() -> None:
    assert queries.report(make.sent(place=Place(address="Salzstraße 12")).key).lat is None


def test_personal_data_is_masked_before_anybody_reads_it() -> None:
    text = "Mr Miller in MS-AB 123 broke it, call 0251 1234567 or a.b@example.org"
    done = make.sent(text, answers={"number": ["me@example.org"]})
    found = queries.report(done.key)
    for secret in ("Miller", "MS-AB 123", "1234567", "example.org"):
        assert secret not in f"{found.text} {found.answers}"
    assert queries.case(done.key, WORKER, "city").description == text


def test_ten_thousand_reports_from_one_address_become_twenty() -> None:
    for _ in range(rules.MOST_PER_DAY):
        make.sent(address="192.0.2.7")
    for _ in range(10_000 - rules.MOST_PER_DAY):
        with pytest.raises(TooManyReports):
            make.sent(address="192.0.2.7")
    assert queries.count(Filter()) == rules.MOST_PER_DAY
    assert make.sent(address="192.0.2.8")
    assert make.sent(address="192.0.2.7", at=AT + timedelta(days=1))


def test_nothing_of_a_person_leaves_the_room() -> None:
    make.sent(contact=Contact("eva@example.org", "Eva", "0251 123456"), by="eva@example.org")
    card = queries.reports(Filter())[0]
    assert "eva" not in str([getattr(card, one.name) for one in fields(ReportCard)]).lower()


def test_a_report_that_is_not_for_the_map_is_found_by_its_code_only() -> None:
    done = make.sent(is_public=False)
    assert queries.reports(Filter()) == ()
    assert queries.near(51.96, 7.62, radius_m=100, at=AT) == ()
    with pytest.raises(UnknownReport):
        queries.report(done.key)
    assert queries.by_code(done.code).key == done.key


def test_similar_open_reports_are_near_and_of_the_category() -> None:
    near = make.sent(place=Place(51.9603, 7.62))
    make.sent(place=Place(51.9603, 7.62), category="road", answers={"state": ["off"]})
    make.sent(place=Place(51.963, 7.62))
    closed = make.sent()
    actions.change_status(key=closed.key, status=Status.FIXED, text="", reader=WORKER, at=AT)
    found = queries.near(51.96, 7.62, radius_m=100, at=AT, category="light")
    assert [(one.card.key, one.distance_m) for one in found] == [(near.key, 33)]
    assert len(queries.near(51.96, 7.62, radius_m=1000, at=AT)) == 3
    assert queries.near(51.96, 7.62, radius_m=0, at=AT) == ()


def test_who_joins_counts_once_and_hears_of_it() -> None:
    done, key = make.sent(), make.key()
    for _ in range(2):
        actions.join(key=done.key, sent=key, email="Ben@example.org", at=AT)
    assert queries.report(done.key).joined == 1
    actions.change_status(key=done.key, status=Status.FIXED, text="New lamp.", reader=WORKER, at=AT)
    assert [one.facts["status"] for one in said.notices("ben@example.org")] == ["fixed"]


def test_not_fixed_reopens_and_reaches_who_closed_it() -> None:
    done = make.sent(contact=Contact("eva@example.org"))
    actions.assign(key=done.key, to=WORKER.person, reader=WORKER, at=AT)
    actions.change_status(key=done.key, status=Status.FIXED, text="", reader=WORKER, at=AT)
    actions.reopen(code=done.code, text="Still dark.", at=AT + timedelta(days=1))
    found = queries.report(done.key)
    assert (found.status, found.closed_at, found.is_open) == (Status.OPEN, None, True)
    assert queries.timeline(done.key)[-1].turn is Turn.REOPENED
    assert said.notices(WORKER.person)[0].turn.startswith("reopened")
    with pytest.raises(WrongStatus):
        actions.reopen(code=done.code, text="", at=AT)


def test_the_reporter_may_say_that_it_is_fixed() -> None:
    done = make.sent()
    actions.confirm(code=done.code, at=AT)
    assert queries.report(done.key).status is Status.FIXED


def test_after_four_weeks_the_reporter_is_asked_once() -> None:
    make.sent(contact=Contact("eva@example.org"))
    assert actions.ask_reporters(at=AT + timedelta(days=27)) == 0
    assert actions.ask_reporters(at=AT + timedelta(days=29)) == 1
    assert actions.ask_reporters(at=AT + timedelta(days=30)) == 0
    assert [one.facts["turn"] for one in said.notices("eva@example.org")] == ["asked"]


def test_contacts_are_forgotten_ninety_days_after_closing() -> None:
    done = make.sent("Call 0251 1234567", contact=Contact("eva@example.org"))
    actions.add_note(key=done.key, text="Called her.", reader=WORKER, at=AT)
    actions.change_status(key=done.key, status=Status.FIXED, text="", reader=WORKER, at=AT)
    assert actions.forget_contacts(at=AT + timedelta(days=89)) == 0
    assert actions.forget_contacts(at=AT + timedelta(days=91)) == 1
    kept = queries.case(done.key, WORKER, "city")
    assert (kept.contact, kept.notes, kept.card.text) == (None, (), "Call ▇▇▇")
    assert "1234567" not in kept.description
    assert not said.is_following(f"report:{done.key}", "eva@example.org")


def test_what_is_taken_back_is_gone() -> None:
    done = make.sent("Secret words", contact=Contact("eva@example.org"), photos=[photo()])
    actions.say(code=done.code, text="More words", at=AT)
    actions.erase(code=done.code, at=AT)
    with pytest.raises(UnknownReport):
        queries.report(done.key, private=True)
    with pytest.raises(UnknownCode):
        queries.by_code(done.code)
    row = models.Report.objects.get(key=done.key)
    assert (row.description, row.text, row.lat, row.address) == ("", "", None, "")
    assert not models.Contact.objects.exists()
    assert said.pictures(f"report:{done.key}") == ()
    assert "words" not in str(list(models.Update.objects.values_list("text", flat=True))).lower()


def test_an_account_claims_a_report_and_is_forgotten_again() -> None:
    people.add_person(email="eva@example.org", by="test", at=AT)
    done = make.sent()
    actions.claim(code=done.code, by="eva@example.org", at=AT)
    assert [one.key for one in queries.mine("eva@example.org")] == [done.key]
    actions.claim(code=done.code, by="ben@example.org", at=AT)
    assert queries.mine("ben@example.org") == ()
    people.forget_person(email="eva@example.org", by="test", at=AT)
    assert not models.Report.objects.filter(owner="eva@example.org").exists()
    assert queries.report(done.key)


def test_a_route_sends_one_area_to_another_body() -> None:
    actions.set_route(category="light", area="harbour", body="roads", by="test", at=AT)
    assert queries.report(make.sent(place=Place(51.96, 7.64)).key).body == "roads"
    assert queries.report(make.sent().key).body == "lights"
    assert [one.key for one in queries.offered(51.96, 7.64)] == ["harbour", "light", "road"]
    assert [one.key for one in queries.offered(51.96, 7.62)] == ["light", "road"]


def test_a_message_of_the_reporter_stands_in_the_timeline_masked() -> None:
    done = make.sent()
    actions.say(code=done.code, text="Ask Mrs Miller.", at=AT)
    assert queries.timeline(done.key)[-1].text == "Ask Mrs ▇▇▇."


def test_the_city_desk_handles_all_bodies() -> None:
    assert queries.case(make.sent(place=HERE).key, DESK, "city")
