"""Processes stand where the clock says, in the language that can be had."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from civora.assembly import actions, queries
from civora.assembly.actions.known import open_row
from civora.assembly.errors import BadProcess, BadWords, KeyTaken, NotOpen, UnknownProcess
from civora.assembly.models import Phase
from civora.assembly.types import Act, Decision, Kind, NewProcess, Place
from tests.factories.assembly import AT, DAY, STAFF, phase, process

pytestmark = pytest.mark.django_db
IDEAS, VOTE = frozenset({Act.PROPOSE}), frozenset({Act.SUPPORT})
TWO = (phase("Ideas", -10, 2, IDEAS), phase("Back them", 2, 5, VOTE))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "place", "now"),
    [
        (-10 * DAY - SECOND, Place.BEFORE, None),
        (-10 * DAY, Place.NOW, "Ideas"),
        (2 * DAY - SECOND, Place.NOW, "Ideas"),
        (2 * DAY, Place.NOW, "Back them"),
        (5 * DAY - SECOND, Place.NOW, "Back them"),
        (5 * DAY, Place.AFTER, None),
    ],
)
def test_the_clock_says_where_it_stands(moment, place, now):
    process(phases=TWO)
    card = queries.process("trees", AT + moment, "en")
    assert (card.place, card.now.title.text if card.now else None) == (place, now)


def test_what_a_phase_opens_closes_at_the_exact_second():
    process(phases=TWO)
    open_row("trees", Act.PROPOSE, AT + 2 * DAY - SECOND)
    with pytest.raises(NotOpen, match="has closed"):
        open_row("trees", Act.PROPOSE, AT + 2 * DAY)
    with pytest.raises(NotOpen, match="not open yet"):
        open_row("trees", Act.SUPPORT, AT + 2 * DAY - SECOND)
    with pytest.raises(NotOpen, match="does not ask"):
        open_row("trees", Act.BALLOT, AT)


def test_a_text_comes_in_the_language_asked_for_else_in_another_that_says_so():
    process(title={"de": "Wo sollen Bäume wachsen?", "fr": "Où planter ?"}, language="de")
    assert queries.process("trees", AT, "fr").title.text == "Où planter ?"
    english = queries.process("trees", AT, "en").title
    assert (english.text, english.lang) == ("Wo sollen Bäume wachsen?", "de")


def test_a_draft_is_not_there_for_the_public():
    process(opened=False)
    with pytest.raises(UnknownProcess):
        queries.process("trees", AT, "en")
    assert queries.processes(AT, "en") == ()
    with pytest.raises(UnknownProcess):
        open_row("trees", Act.PROPOSE, AT)
    assert queries.processes_of(["city"], AT, "en")[0].key == "trees"


def test_running_ones_come_first_and_the_next_to_end_leads():
    process("past", phases=(phase("Ideas", -9, -1),))
    process("coming", phases=(phase("Ideas", 1, 9),))
    process("long", phases=(phase("Ideas", -9, 9),))
    process("short", phases=(phase("Ideas", -9, 3),))
    assert [one.key for one in queries.processes(AT, "en")] == ["short", "long", "coming", "past"]


def test_a_list_costs_the_same_few_queries_whatever_its_length(django_assert_max_num_queries):
    for number in range(12):
        process(f"p{number}", phases=TWO)
    with django_assert_max_num_queries(8):
        assert len(queries.processes(AT, "en")) == 12


def test_an_answer_carries_reasons_and_a_later_one_takes_its_place():
    process()
    actions.answer(process="trees", decision=Decision.NOT_FOLLOWED, reasons={"en": "No money."}, by=STAFF, at=AT)
    actions.answer(process="trees", decision=Decision.PARTLY, reasons={"en": "Half of it."}, by=STAFF, at=AT + DAY)
    answer = queries.process("trees", AT, "en").answer
    assert (answer.decision, answer.reasons.text) == (Decision.PARTLY, "Half of it.")
    with pytest.raises(BadWords, match="reasons"):
        actions.answer(process="trees", decision=Decision.FOLLOWED, reasons={"en": "  "}, by=STAFF, at=AT)


def test_what_does_not_fit_is_refused_with_its_place():
    def made(**changes):
        given = {"kind": Kind.PLAN, "title": {"en": "T"}, "summary": {"en": "S"}, "phases": TWO} | changes
        actions.set_process(key="p", process=NewProcess(**given), is_new=True, by=STAFF, at=AT)

    with pytest.raises(BadProcess, match="Phase 1 ends before"):
        made(phases=(phase("Ideas", 3, 3),))
    with pytest.raises(BadProcess, match="1 to 20"):
        made(phases=())
    with pytest.raises(BadProcess, match="Phase 2 begins before"):
        made(phases=(phase("B", 2, 5), phase("A", 1, 5)))
    with pytest.raises(BadWords, match="title is empty"):
        made(title={"en": ""})
    made()
    with pytest.raises(KeyTaken):
        made()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Phase.objects.update(ends_at=AT - 90 * DAY)


def test_a_phase_that_is_over_keeps_its_dates():
    process(phases=(phase("Ideas", -10, -2), phase("Back them", -2, 5)))
    with pytest.raises(BadProcess, match="Phase 1 is over"):
        process(phases=(phase("Ideas", -10, 30), phase("Back them", -2, 5)), opened=False, at=AT)
