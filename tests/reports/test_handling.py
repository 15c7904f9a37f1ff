"""What case workers do, and may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civora.core.policy.types import ANYONE, Reader
from civora.ledger import queries as ledger
from civora.reports import actions, queries, rules
from civora.reports.errors import BadReport, NotCaseWorker, UnknownReport, WrongStatus
from civora.reports.types import Contact, Filter, Status, Turn
from civora.voices import actions as voices
from civora.voices import queries as said
from tests.factories import reports as make
from tests.factories.reports import AT, DESK, STRANGER, WORKER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings: Any) -> None:
    settings.CIVORA_OWN_ORGANISATION = "city"
    make.city()


def test_every_status_leads_somewhere_lawful() -> None:
    assert set(rules.NEXT) == set(Status)
    assert rules.NEXT[Status.WITHDRAWN] == frozenset()
    assert all(one not in rules.NEXT[one] for one in Status)
    assert all(rules.NEXT[one] <= {Status.OPEN} for one in rules.ENDS)


def test_a_status_is_told_to_followers_once_with_its_words() -> None:
    done = make.sent(contact=Contact("eva@example.org"))
    actions.change_status(key=done.key, status=Status.PLANNED, text="On Monday.", reader=WORKER, at=AT)
    actions.change_status(key=done.key, status=Status.FIXED, text="", reader=WORKER, at=AT + timedelta(days=3))
    found = queries.report(done.key)
    assert (found.status, found.closed_at) == (Status.FIXED, AT + timedelta(days=3))
    assert [one.facts["status"] for one in said.notices("eva@example.org")] == ["fixed", "planned"]
    assert [(one.turn, one.text) for one in queries.timeline(done.key)][1] == (Turn.STATUS, "On Monday.")


def test_an_end_without_repair_needs_a_reason() -> None:
    done = make.sent()
    with pytest.raises(WrongStatus):
        actions.change_status(key=done.key, status=Status.NOT_FIXED, text=" ", reader=WORKER, at=AT)
    actions.change_status(key=done.key, status=Status.NOT_FIXED, text="The path closes in June.", reader=WORKER, at=AT)
    assert queries.report(done.key).reason == "The path closes in June."
    with pytest.raises(WrongStatus):
        actions.change_status(key=done.key, status=Status.PLANNED, text="", reader=WORKER, at=AT)


@pytest.mark.parametrize("reader", [ANYONE, STRANGER, Reader("v@example.org", roles=frozenset({("lights", "viewer")}))])
def test_only_case_workers_of_the_body_act(reader: Reader) -> None:
    done = make.sent()
    given: dict[str, Any] = {"key": done.key, "reader": reader, "at": AT}
    acts = (
        lambda: actions.change_status(status=Status.FIXED, text="", **given),
        lambda: actions.add_update(text="x", **given),
        lambda: actions.add_note(text="x", **given),
        lambda: actions.assign(to="x", **given),
        lambda: actions.move(category="road", **given),
        lambda: actions.clear_text(text="x", **given),
        lambda: actions.merge(into=make.sent().key, **given),
        lambda: queries.case(done.key, reader, "city"),
    )
    for act in acts:
        with pytest.raises(NotCaseWorker):
            act()
    assert queries.report(done.key).status is Status.OPEN


def test_case_workers_see_their_own_bodies_inbox() -> None:
    assert rules.bodies_of(WORKER, "city") == ("lights",)
    assert rules.bodies_of(DESK, "city") is None
    with pytest.raises(NotCaseWorker):
        rules.bodies_of(ANYONE, "city")
    make.sent()
    make.sent(category="road", answers={"state": ["off"]})
    inbox = queries.reports(Filter(bodies=("lights",), private=True))
    assert [one.body for one in inbox] == ["lights"]


def test_notes_are_read_by_case_workers_only() -> None:
    done = make.sent()
    actions.add_note(key=done.key, text="Cable is old.", reader=WORKER, at=AT)
    assert "Cable" not in str(queries.timeline(done.key)) + str(queries.report(done.key))
    assert [one.text for one in queries.case(done.key, DESK, "city").notes] == ["Cable is old."]
    assert "Cable" not in str(ledger.entries())


def test_a_duplicate_points_at_the_first_and_brings_its_followers() -> None:
    first, second = make.sent(), make.sent(contact=Contact("eva@example.org"))
    actions.merge(key=second.key, into=first.key, reader=WORKER, at=AT)
    found = queries.report(second.key)
    assert (found.status, found.duplicate_of) == (Status.DUPLICATE, first.key)
    assert queries.report(first.key).joined == 1
    assert said.is_following(f"report:{first.key}", "eva@example.org")
    assert queries.case(first.key, WORKER, "city").duplicates == (second.key,)
    for key, into in ((first.key, first.key), (first.key, second.key), (make.sent().key, second.key)):
        with pytest.raises(WrongStatus):
            actions.merge(key=key, into=into, reader=WORKER, at=AT)


def test_a_report_sent_to_the_wrong_body_moves_on() -> None:
    done = make.sent()
    actions.move(key=done.key, category="road", reader=WORKER, at=AT)
    assert (queries.report(done.key).category, queries.report(done.key).body) == ("road", "roads")
    with pytest.raises(NotCaseWorker):
        actions.add_update(key=done.key, text="x", reader=WORKER, at=AT)


def test_a_hidden_report_is_gone_from_map_list_and_page() -> None:
    done = make.sent()
    moderator = Reader("mo@example.org", is_administrator=True)
    voices.hide(target=f"report:{done.key}", reason="insult", ground="rules", explanation="x", reader=moderator, at=AT)
    actions.heed_moderation(key=done.key, at=AT)
    assert queries.reports(Filter()) == ()
    with pytest.raises(UnknownReport):
        queries.report(done.key)
    voices.restore(target=f"report:{done.key}", reader=moderator, at=AT)
    actions.heed_moderation(key=done.key, at=AT)
    assert queries.report(done.key)


def test_updates_of_other_programs_come_once() -> None:
    done = make.sent()
    given: dict[str, Any] = {"key": done.key, "update": "u1", "text": "Ordered.", "reader": WORKER, "at": AT}
    key = actions.take_update(status=Status.PLANNED, **given)
    assert actions.take_update(status=Status.FIXED, **given) == key
    assert queries.report(done.key).status is Status.PLANNED
    with pytest.raises(BadReport):
        actions.take_update(status=None, **(given | {"update": ""}))
    with pytest.raises(NotCaseWorker):
        actions.take_update(status=None, **(given | {"update": "u2", "reader": STRANGER}))


def test_somebody_decides_what_of_the_text_is_public() -> None:
    done = make.sent("The neighbour at number 7 did it.")
    actions.clear_text(key=done.key, text="The lamp is broken.", reader=WORKER, at=AT)
    assert queries.report(done.key).text == "The lamp is broken."
    assert queries.case(done.key, WORKER, "city").description == "The neighbour at number 7 did it."
