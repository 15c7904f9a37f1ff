"""Statements, surveys, debates and meetings: one person one voice, and nothing published that tells who."""

from __future__ import annotations

import random

import pytest
from django.db import IntegrityError, transaction

from civora.assembly import actions, queries
from civora.assembly.errors import (
    AlreadyDecided,
    BadAnswer,
    BadMeeting,
    BadSurvey,
    BadWords,
    NotOpen,
    NotYours,
    TooMany,
    UnknownPart,
)
from civora.assembly.models import Process, Registration, Stand, Statement, SurveyAnswer, Voice
from civora.assembly.types import Act, NewMeeting, Place
from civora.core.opinion import opinion_map
from civora.core.policy.types import ANYONE, Reader
from civora.core.query.ast import Query
from civora.ledger.models import Entry
from civora.people import actions as people
from civora.people.models import Person
from civora.reading import queries as reading
from civora.reading.queries import asked
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from tests.factories.assembly import AT, DAY, STAFF, person, phase, process

pytestmark = pytest.mark.django_db
MODERATOR = Reader("mod@example.org", roles=frozenset({("city", "moderator")}))
WHY = {"reason": "spam", "ground": "rules", "explanation": "Only advertising.", "at": AT}


@pytest.fixture
def ada():
    process()
    return person("ada")


def said(*texts):
    mod = person("mod", "moderator")
    return [actions.state(process="trees", text=text, is_staff=True, by=mod, at=AT) for text in texts]


# ---- statements --------------------------------------------------------------------------------------------------


def test_a_statement_waits_until_somebody_lets_it_through(ada):
    number = actions.state(process="trees", text="Trees first.", by=ada, at=AT)
    assert actions.state(process="trees", text="trees FIRST!", by=person("eve"), at=AT) == number
    assert queries.statements("trees") == ()
    with pytest.raises(AlreadyDecided):
        actions.stand(process="trees", statement=number, choice=1, by=ada, at=AT)
    actions.decide_statement(process="trees", statement=number, is_shown=True, by=STAFF, at=AT)
    assert [one.text for one in queries.statements("trees")] == ["Trees first."]
    with pytest.raises(BadWords):
        actions.decide_statement(process="trees", statement=number, is_shown=False, by=STAFF, at=AT)
    actions.decide_statement(
        process="trees", statement=number, is_shown=False, reason="Names a person.", by=STAFF, at=AT
    )
    assert {one.turn: one.facts["reason"] for one in voices.notices(ada)} == {"shown": "", "hidden": "Names a person."}


def test_one_voice_stands_once_on_a_statement_and_may_change_its_mind(ada):
    said("A", "B")
    for choice in (1, 1, -1):
        actions.stand(process="trees", statement=1, choice=choice, by=ada, at=AT)
    one = queries.statements("trees", ada)[0]
    assert (one.agree, one.disagree, one.mine) == (0, 1, -1)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Stand.objects.create(voice=Voice.objects.get(), statement=Statement.objects.first(), choice=1)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Stand.objects.update(choice=7)
    with pytest.raises(BadWords):
        actions.stand(process="trees", statement=1, choice=2, by=ada, at=AT)
    with pytest.raises(UnknownPart):
        actions.stand(process="trees", statement=99, choice=1, by=ada, at=AT)
    with pytest.raises(NotYours):
        actions.stand(process="trees", statement=1, choice=1, by="", at=AT)
    with pytest.raises(NotOpen):
        actions.stand(process="trees", statement=1, choice=1, by=ada, at=AT + 10 * DAY)


def test_the_next_statement_is_one_that_few_have_answered(ada):
    said("A", "B", "C")
    for name in ("p1", "p2", "p3", "p4", "p5"):
        actions.stand(process="trees", statement=2, choice=1, by=person(name), at=AT)
    seen = []
    for done in range(3):
        one, answered, total = queries.next_statement("trees", ada)
        assert (answered, total) == (done, 3)
        seen.append(one.number)
        actions.stand(process="trees", statement=one.number, choice=0, by=ada, at=AT)
    assert seen[2] == 2
    assert queries.next_statement("trees", ada)[0] is None


def test_the_record_does_not_know_where_anybody_stands(ada):
    said("A")
    before = Entry.objects.count()
    actions.stand(process="trees", statement=1, choice=-1, by=ada, at=AT)
    facts = str(list(Entry.objects.order_by("id")[before:].values_list("event", "facts")))
    assert "choice" not in facts
    assert "-1" not in facts


def crowd(size=40, texts=12):
    """Two camps of example voters; a voice of each."""
    said(*(f"Statement {number}" for number in range(texts)))
    row, chance = Process.objects.get(key="trees"), random.Random(3)
    shown = list(Statement.objects.filter(process=row))
    for number in range(size):
        one = Voice.objects.create(process=row, number=1000 + number)
        side = 1 if number % 2 else -1
        Stand.objects.bulk_create(
            Stand(voice=one, statement=each, choice=side * (1 if each.number <= texts // 2 else -1) if chance.random() < 0.9 else 0)
            for each in shown
        )  # fmt: skip


def test_the_map_is_the_same_from_the_published_votes(ada, portal):
    crowd()
    actions.stand(process="trees", statement=1, choice=1, by=ada, at=AT)
    inside = queries.opinion("trees")
    assert len(inside.groups) == 2
    assert "opinion-votes" in actions.project(by="t", at=AT)
    rows = reading.rows(Query("opinion-votes", limit=None), ANYONE)
    assert [column.name for column in rows.columns] == ["process", "participant", "statement", "vote", "example"]
    outside = opinion_map({(str(row[1]), str(row[2])): row[3] for row in rows.rows})
    assert outside == inside


def test_few_people_make_no_map(ada):
    crowd(size=10)
    assert queries.opinion("trees") is None


def test_a_forgotten_voice_still_counts_as_nobodys(ada):
    said("A")
    actions.stand(process="trees", statement=1, choice=1, by=ada, at=AT)
    people.forget_person(email=ada, by=ada, at=AT)
    assert queries.statements("trees")[0].agree == 1
    assert list(Voice.objects.values_list("person", flat=True)) == [None]


# ---- datasets -----------------------------------------------------------------------------------------------------


def test_every_act_ends_as_a_dataset_without_persons(ada, portal):
    from civora.assembly.types import NewProposal

    given = NewProposal("Racks", "Text, with a comma\nand a line.", lon=7.6, lat=51.9, cost=5, signature="Ada Lovelace")
    actions.propose(process="trees", proposal=given, token="t", by=ada, at=AT)
    said("A")
    actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    assert set(actions.project(by="t", at=AT)) == {"processes", "proposals", "statements", "meetings"}
    rows = reading.rows(Query("proposals", limit=None), ANYONE)
    names = [column.name for column in rows.columns]
    assert {"process", "proposal", "title", "text", "supports", "cost"} <= set(names)
    assert rows.rows[0][names.index("text")] == "Text, with a comma\nand a line."
    assert "Lovelace" not in str(rows.rows)
    assert "author" not in names
    assert reading.card("proposals", ANYONE, None, "de").title == "Vorschläge aus der Bürgerschaft"
    assert actions.project(by="t", at=AT) == []
    actions.support(process="trees", number=1, by=ada, at=AT)
    assert actions.project(by="t", at=AT) == ["proposals"]
    assert reading.card("proposals", ANYONE).version == 2


def test_what_a_moderator_hides_is_readable_in_no_version(ada, portal):
    from civora.assembly.types import NewProposal

    for title in ("Racks", "Rude words"):
        actions.propose(process="trees", proposal=NewProposal(title, f"Text of {title}."), token=title, by=ada, at=AT)
    said("Ada Lovelace is a thief.")
    actions.project(by="t", at=AT)
    voices_actions.hide(target="proposal:trees/2", reader=MODERATOR, **WHY)
    actions.decide_statement(process="trees", statement=1, is_shown=False, reason="It names a person.", by=STAFF, at=AT)
    actions.state(process="trees", text="More trees.", is_staff=True, by=person("mod2", "moderator"), at=AT)
    assert set(actions.project(by="t", at=AT + DAY)) >= {"proposals", "statements"}
    asked.kept.forget()
    for version in (1, 2):
        rows = str(reading.rows(Query("proposals", version=version, limit=None), ANYONE).rows)
        assert "Text of Racks." in rows
        assert "Rude" not in rows
        assert "Lovelace" not in str(reading.rows(Query("statements", version=version, limit=None), ANYONE).rows)


def test_votes_are_published_once_a_day_so_that_no_version_tells_when(ada, portal):
    said("A")
    actions.stand(process="trees", statement=1, choice=1, by=ada, at=AT)
    assert "opinion-votes" in actions.project(by="t", at=AT)
    actions.stand(process="trees", statement=1, choice=-1, by=ada, at=AT)
    assert "opinion-votes" not in actions.project(by="t", at=AT + DAY / 2)
    assert "opinion-votes" in actions.project(by="t", at=AT + DAY)


# ---- surveys -------------------------------------------------------------------------------------------------------

QUESTIONS = (
    {"name": "mode", "kind": "one", "label": {"en": "How?", "de": "Wie?"}, "is_needed": True, "options": [{"value": "bike", "label": {"en": "By bike"}}, {"value": "bus", "label": {"en": "By bus"}}]},
    {"name": "why", "kind": "many", "label": {"en": "Why?"}, "options": [{"value": "fast", "label": {"en": "Fast"}}, {"value": "cheap", "label": {"en": "Cheap"}}]},
    {"name": "happy", "kind": "scale", "label": {"en": "Happy?"}, "most": 5},
    {"name": "km", "kind": "number", "label": {"en": "How far?"}},
    {"name": "since", "kind": "date", "label": {"en": "Since?"}},
    {"name": "rain", "kind": "yes-no", "label": {"en": "In rain?"}},
    {"name": "more", "kind": "text", "label": {"en": "More?"}},
)  # fmt: skip
GOOD = {
    "mode": "bike",
    "why": ["fast", "cheap"],
    "happy": "4",
    "km": "3,5",
    "since": "2020-05-01",
    "rain": "yes",
    "more": "Call me: 0251 1",
}


def surveyed():
    process("trees", phases=(phase("Ideas", -5, 5, frozenset({Act.ANSWER})),))
    actions.set_survey(process="trees", key="ways", title={"en": "Your ways"}, questions=QUESTIONS, by=STAFF, at=AT)


def answer(by, **changes):
    actions.answer_survey(process="trees", survey="ways", answers=GOOD | changes, by=by, at=AT)


def test_a_survey_keeps_typed_answers_one_for_each_person():
    surveyed()
    ada = person("ada")
    answer(ada)
    answer(ada, happy="5")
    assert SurveyAnswer.objects.count() == 1
    assert queries.my_answers("trees", "ways", ada) == {
        "mode": "bike", "why": ["fast", "cheap"], "happy": 5, "km": 3.5, "since": "2020-05-01", "rain": True, "more": "Call me: 0251 1",
    }  # fmt: skip
    card = queries.survey("trees", "ways", "de", ada)
    assert (card.questions[0].label.text, card.answers, card.is_answered_by_me) == ("Wie?", 1, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("mode", ""), ("mode", "car"), ("why", ["fast", "x"]), ("happy", "6"), ("happy", "x"), ("km", "nan"), ("km", "1e99"), ("since", "May"), ("rain", "1"), ("more", "x" * 2001)],
)  # fmt: skip
def test_an_answer_that_does_not_fit_names_its_question(name, value):
    surveyed()
    with pytest.raises((BadAnswer, BadWords)) as caught:
        answer(person("ada"), **{name: value})
    assert isinstance(caught.value, BadWords) or caught.value.question == name


@pytest.mark.parametrize(
    "bad", [{"name": "B"}, {"kind": "evil"}, {"label": {}}, {"options": []}, {"options": [{"value": ""}]}]
)
def test_a_question_that_cannot_be_asked_is_refused(ada, bad):
    with pytest.raises(BadSurvey):
        actions.set_survey(process="trees", key="s", title={"en": "S"}, questions=[QUESTIONS[0] | bad], by=STAFF, at=AT)


def test_questions_that_were_answered_stay():
    surveyed()
    answer(person("ada"))
    with pytest.raises(AlreadyDecided):
        actions.set_survey(process="trees", key="ways", title={"en": "S"}, questions=QUESTIONS[:2], by=STAFF, at=AT)


def test_answers_are_published_when_it_has_closed_without_person_and_free_text(portal):
    surveyed()
    for number in range(5):
        answer(person(f"p{number}"))
    assert "survey-trees-ways" not in actions.project(by="t", at=AT)
    assert "survey-trees-ways" in actions.project(by="t", at=AT + 5 * DAY)
    rows = reading.rows(Query("survey-trees-ways", limit=None), ANYONE)
    assert [column.name for column in rows.columns] == ["mode", "why", "happy", "km", "since", "rain"]
    assert len(rows.rows) == 5
    assert "0251" not in str(rows.rows)


# ---- debates and meetings -----------------------------------------------------------------------------------------


def test_a_debate_is_begun_once_and_talked_about(ada):
    first = actions.begin_debate(process="trees", title="Which kinds?", text="Oak or lime?", by=ada, at=AT)
    assert actions.begin_debate(process="trees", title="Which kinds?", text="Again", by=ada, at=AT) == first
    actions.comment(process="trees", subject="debate:trees/1", text="Oak.", by=person("eve"), at=AT)
    assert voices.thread("debate:trees/1").count == 1
    with pytest.raises(UnknownPart):
        actions.comment(process="trees", subject="debate:other/1", text="Oak.", by=ada, at=AT)
    for number in range(2):
        actions.begin_debate(process="trees", title=f"T{number}", text="x", by=ada, at=AT)
    with pytest.raises(TooMany):
        actions.begin_debate(process="trees", title="T9", text="x", by=ada, at=AT)


MEETING = NewMeeting(
    {"en": "Walk under trees"}, AT + DAY, AT + DAY * 1.1, place="Town hall", capacity=2, lon=7.6, lat=51.9
)


def test_seats_go_in_the_order_of_arrival_and_who_waits_moves_up(ada):
    number = actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    for name in ("ada", "bob", "eve", "ada"):
        actions.register(process="trees", number=number, by=person(name), at=AT)
    seats = {
        name: queries.meeting("trees", 1, AT, "en", f"{name}@example.org").seat for name in ("ada", "bob", "eve", "mod")
    }
    assert seats == {"ada": "seat", "bob": "seat", "eve": "waiting", "mod": ""}
    actions.unregister(process="trees", number=1, by=ada, at=AT)
    assert queries.meeting("trees", 1, AT, "en", "eve@example.org").seat == "seat"
    assert [one.turn for one in voices.notices("eve@example.org")] == ["seat"]
    people.forget_person(email="bob@example.org", by="bob@example.org", at=AT)
    assert queries.meeting("trees", 1, AT, "en").registered == 1
    with pytest.raises(NotOpen):
        actions.register(process="trees", number=1, by=ada, at=AT + DAY)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Registration.objects.create(
            meeting_id=Registration.objects.get().meeting_id, person=Person.objects.get(email="eve@example.org"), at=AT
        )


def test_minutes_are_told_and_guests_forgotten_after_a_month(ada):
    actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    actions.register(process="trees", number=1, by=ada, at=AT)
    actions.write_minutes(
        process="trees", number=1, minutes={"en": "Agreed: oaks."}, attended=17, by=STAFF, at=AT + 2 * DAY
    )
    card = queries.meeting("trees", 1, AT + 2 * DAY, "en")
    assert (card.minutes.text, card.attended, card.when) == ("Agreed: oaks.", 17, Place.AFTER)
    assert [one.turn for one in voices.notices(ada)] == ["minutes"]
    assert actions.forget_guests(at=AT + 30 * DAY) == 0
    assert actions.forget_guests(at=AT + 32 * DAY) == 1


def test_a_change_or_a_cancelling_is_told_to_who_comes(ada):
    from dataclasses import replace

    actions.set_meeting(process="trees", meeting=MEETING, by=STAFF, at=AT)
    actions.register(process="trees", number=1, by=ada, at=AT)
    actions.set_meeting(process="trees", meeting=replace(MEETING, place="Park"), number=1, by=STAFF, at=AT)
    actions.cancel_meeting(process="trees", number=1, by=STAFF, at=AT)
    assert [one.turn for one in voices.notices(ada)][::-1] == ["changed-1", "cancelled"]
    with pytest.raises(NotOpen):
        actions.register(process="trees", number=1, by=person("eve"), at=AT)
    with pytest.raises(BadMeeting):
        actions.set_meeting(process="trees", meeting=replace(MEETING, ends_at=AT), by=STAFF, at=AT)
