"""Datasets that are missing: asked for, backed, answered; each who backs it is told once at each turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from civora.community import actions, queries
from civora.community.errors import BadNomination, NotMine, NotOurs, UnknownNomination
from civora.community.rules import nominations as rules
from civora.community.types import NominationState
from civora.core.policy.types import ANYONE, Reader
from civora.people import actions as people
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from tests.community.conftest import BEN, EVA, MODERATOR, STAFF
from tests.community.test_reuses import AT

SOON = AT.date() + timedelta(days=30)


def asked_for(by: Reader = EVA, sent: str = "a", title: str = "Drinking fountains", **more: Any) -> str:
    given = {"text": "Where one can drink.", "use": "A map for summer.", "author": "Eva", "lang": "en"} | more
    return actions.nominate(title=title, sent=sent, reader=by, at=AT, **given)


def answered(key: str, state: NominationState, **more: Any) -> None:
    given = {"answer": "We look into it.", "lang": "en", "reader": STAFF, "at": AT + timedelta(days=4)} | more
    actions.answer_nomination(nomination=key, state=state, **given)


def turns(person: str) -> list[str]:
    return sorted(one.turn for one in voices.notices(person))


def test_it_is_asked_once_backed_once_and_listed_by_how_many_need_it(trees: None) -> None:
    key, other = asked_for(), asked_for(BEN, "b", "Street lamps")
    assert asked_for() == key
    for _ in range(2):
        actions.back_nomination(nomination=key, is_backed=True, reader=BEN, at=AT)
    assert [(one.key, one.supports) for one in queries.nominations(ANYONE)] == [(key, 2), (other, 1)]
    assert queries.nomination(key, BEN).is_backed
    actions.back_nomination(nomination=key, is_backed=False, reader=BEN, at=AT)
    assert queries.nomination(key, BEN).supports == 1


def test_it_is_planned_then_published_and_who_backs_it_is_told_once_at_each_turn(trees: None) -> None:
    key = asked_for()
    actions.back_nomination(nomination=key, is_backed=True, reader=BEN, at=AT)
    answered(key, NominationState.PLANNED, planned_for=SOON)
    answered(key, NominationState.PLANNED, planned_for=SOON)  # sent twice: one turn
    answered(key, NominationState.PLANNED, planned_for=SOON + timedelta(days=9))  # another day is another turn
    answered(key, NominationState.PUBLISHED, dataset="trees", at=AT + timedelta(days=40))
    one = queries.nomination(key, ANYONE)
    assert (one.state, one.dataset and one.dataset.key, one.days) == (NominationState.PUBLISHED, "trees", 4)
    assert turns("ben@example.org") == ["planned:2025-06-14", "planned:2025-06-23", "published"]
    assert turns("eva@example.org") == turns("ben@example.org")


@pytest.mark.parametrize(
    ("state", "more", "field"),
    [
        ("planned", {}, "planned_for"), ("planned", {"planned_for": date(2025, 5, 1)}, "planned_for"), ("published", {}, "dataset"),
        ("published", {"dataset": "nothing"}, "dataset"), ("refused", {"answer": " "}, "answer"), ("open", {}, "state"), ("withdrawn", {}, "state"),
    ],
)  # fmt: skip
def test_an_answer_says_when_which_or_why(trees: None, state: str, more: dict[str, Any], field: str) -> None:
    key = asked_for()
    with pytest.raises(BadNomination) as refused:
        answered(key, NominationState(state), **more)
    assert refused.value.details["field"] == field
    assert queries.nomination(key, ANYONE).state is NominationState.OPEN


def test_what_is_published_is_not_refused_afterwards_and_residents_answer_nothing(trees: None) -> None:
    key = asked_for()
    with pytest.raises(NotOurs):
        answered(key, NominationState.REFUSED, reader=EVA)
    answered(key, NominationState.PUBLISHED, dataset="trees")
    with pytest.raises(BadNomination):
        answered(key, NominationState.REFUSED)


def test_how_long_answers_take_is_said_from_three_on_and_late_plans_are_counted(trees: None) -> None:
    keys = [asked_for(sent=str(number), title=f"Table {number}") for number in range(4)]
    for days, key in zip((2, 4), keys, strict=False):
        answered(key, NominationState.PLANNED, planned_for=SOON, at=AT + timedelta(days=days))
    assert queries.nomination_counts(AT.date()).days is None
    answered(keys[2], NominationState.REFUSED, at=AT + timedelta(days=10))
    counts = queries.nomination_counts(SOON + timedelta(days=1))
    assert (counts.answered, counts.days, counts.late, counts.oldest) == (3, 4, 2, AT)
    assert counts.by_state == {"planned": 2, "refused": 1, "open": 1}


@pytest.mark.parametrize("words", ["drinking fountain", "Drinkng fountans", "public fountains for drinking"])
def test_what_is_similar_is_found_with_typing_errors(trees: None, words: str) -> None:
    key = asked_for()
    asked_for(sent="b", title="Street lamps", text="All lamps.")
    assert [one.key for one in queries.similar_nominations(words, "", ANYONE)] == [key]
    assert queries.similar_nominations("budget of the schools", "", ANYONE) == ()


def test_words_fold_and_small_ones_say_nothing() -> None:
    assert rules.telling("Die Bäume der Stadt") == ("baume",)
    assert rules.likeness("", "trees") == 0.0


def test_it_is_taken_back_only_while_nobody_else_backs_it(trees: None) -> None:
    key = asked_for()
    with pytest.raises(NotMine):
        actions.withdraw_nomination(nomination=key, reader=BEN, at=AT)
    actions.back_nomination(nomination=key, is_backed=True, reader=BEN, at=AT)
    with pytest.raises(BadNomination):
        actions.withdraw_nomination(nomination=key, reader=EVA, at=AT)
    actions.back_nomination(nomination=key, is_backed=False, reader=BEN, at=AT)
    actions.withdraw_nomination(nomination=key, reader=EVA, at=AT)
    assert queries.nominations_by("eva@example.org") == ()
    with pytest.raises(UnknownNomination):
        queries.nomination(key, EVA)


def test_what_a_moderator_hides_is_neither_listed_nor_similar(trees: None) -> None:
    key = asked_for()
    voices_actions.hide(target=f"nomination:{key}", reason="spam", ground="rules", explanation="Advertising.", author="eva@example.org", reader=MODERATOR, at=AT)  # fmt: skip
    assert queries.nominations(ANYONE) == ()
    assert queries.similar_nominations("Drinking fountains", "", ANYONE) == ()
    with pytest.raises(UnknownNomination):
        queries.nomination(key, BEN)
    assert queries.nomination(key, EVA).is_hidden


def test_who_deletes_the_account_leaves_the_wish_without_a_name(trees: None) -> None:
    people.add_person(email="eva@example.org", by="t", at=AT)
    key = asked_for()
    people.forget_person(email="eva@example.org", by="eva@example.org", at=AT)
    one = queries.nomination(key, ANYONE)
    assert (one.author, one.supports, one.title) == ("", 1, "Drinking fountains")
    assert queries.nominations_by("eva@example.org") == ()
