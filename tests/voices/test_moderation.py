"""Notice, decision with reasons, appeal, report: DSA Articles 16, 17, 20."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civora.core.policy.types import ANYONE, Reader
from civora.ledger import queries as ledger
from civora.voices import actions, queries, rules
from civora.voices.errors import (
    AlreadyDecided,
    AppealTooLate,
    BadNotice,
    BadText,
    NotModerator,
    SameModerator,
    UnknownDecision,
)
from civora.voices.types import AppealState, CommentState, FlagState, Reason

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
EVA, BEN = "eva@example.org", "ben@example.org"
MOD = Reader("mo@example.org", roles=frozenset({("city", "moderator")}))
OTHER = Reader("ada@example.org", is_administrator=True)
NOTICE: dict[str, Any] = {
    "reason": "insult", "explanation": "It calls my neighbour names.", "name": "Ben", "email": BEN, "is_in_good_faith": True, "at": AT,
}  # fmt: skip
WHY: dict[str, Any] = {"reason": "insult", "ground": "rules", "explanation": "Names for a person, rule 3.", "at": AT}


@pytest.fixture
def target() -> str:
    return "comment:" + actions.comment(subject="proposal:x", text="Rude words", by=EVA, name="Eva", at=AT)


def test_anybody_may_give_notice_and_follow_it(target: str) -> None:
    key = actions.flag(target=target, url="/take-part/x/#1", **NOTICE)
    assert queries.flag(key).state is FlagState.OPEN
    assert [one.key for one in queries.open_flags()] == [key]
    actions.hide(target=target, reader=MOD, **WHY)
    answered = queries.flag(key)
    assert answered.state is FlagState.FOLLOWED
    assert queries.decision(answered.decision).explanation == "Names for a person, rule 3."
    assert queries.notices(BEN)[0].facts == {"decision": answered.decision}


@pytest.mark.parametrize(
    "lacks",
    [{"name": ""}, {"email": "nobody"}, {"is_in_good_faith": False}, {"reason": "because"}, {"explanation": " "}],
)
def test_a_notice_needs_what_the_law_asks_of_it(target: str, lacks: dict[str, Any]) -> None:
    with pytest.raises((BadNotice, BadText)):
        actions.flag(target=target, **(NOTICE | lacks))
    assert queries.open_flags() == ()


def test_who_reports_abuse_of_children_need_not_say_who_she_is(target: str) -> None:
    assert actions.flag(target=target, **(NOTICE | {"reason": "child-abuse", "name": "", "email": ""}))


def test_hidden_words_are_read_by_author_and_moderator_only(target: str) -> None:
    key = actions.hide(target=target, reader=MOD, **WHY)
    assert queries.thread("proposal:x").comments[0].text == ""
    assert queries.thread("proposal:x").comments[0].decision == key
    assert queries.thread("proposal:x", BEN).comments[0].name == ""
    assert queries.thread("proposal:x", EVA).comments[0].text == "Rude words"
    assert queries.thread("proposal:x", is_moderator=True).comments[0].text == "Rude words"
    assert queries.thread("proposal:x").count == 0
    assert (queries.is_hidden(target), queries.hidden([target, "comment:y"])) == (True, {target})


def test_the_author_is_told_once_and_the_record_holds_no_words(target: str) -> None:
    key = actions.hide(target=target, reader=MOD, **WHY)
    assert [(one.turn, one.facts) for one in queries.notices(EVA)] == [(f"hidden-{key}", {"decision": key})]
    facts = [entry.facts for entry in ledger.entries(event="voices.target.hidden")]
    assert facts == [{"target": target, "decision": key, "reason": "insult"}]


def test_words_that_give_a_person_away_can_be_removed_for_good(target: str) -> None:
    actions.hide(target=target, reader=MOD, is_erased=True, **(WHY | {"reason": "personal-data"}))
    assert queries.thread("proposal:x", is_moderator=True).comments[0].text == ""


@pytest.mark.parametrize("reader", [ANYONE, Reader(EVA), Reader(EVA, roles=frozenset({("city", "publisher")}))])
def test_only_moderators_decide(target: str, reader: Reader) -> None:
    with pytest.raises(NotModerator):
        actions.hide(target=target, reader=reader, **WHY)
    with pytest.raises(NotModerator):
        actions.keep(target=target, reason="insult", explanation="Fine.", reader=reader, at=AT)
    with pytest.raises(NotModerator):
        actions.restore(target=target, reader=reader, at=AT)
    assert not queries.is_hidden(target)


def test_a_thing_is_hidden_once(target: str) -> None:
    actions.hide(target=target, reader=MOD, **WHY)
    with pytest.raises(AlreadyDecided):
        actions.hide(target=target, reader=OTHER, **WHY)


def test_what_stays_is_explained_to_who_gave_notice(target: str) -> None:
    flag = actions.flag(target=target, **NOTICE)
    key = actions.keep(target=target, reason="insult", explanation="Sharp, but about the plan.", reader=MOD, at=AT)
    assert (queries.flag(flag).state, queries.flag(flag).decision) == (FlagState.REJECTED, key)
    assert queries.thread("proposal:x").comments[0].text == "Rude words"
    assert not queries.decision(key).is_in_force


def test_an_appeal_is_decided_by_somebody_else_and_brings_words_back(target: str) -> None:
    key = actions.hide(target=target, reader=MOD, **WHY)
    appeal = actions.appeal(decision=key, text="I meant the plan.", by=EVA, at=AT + timedelta(days=180))
    with pytest.raises(AlreadyDecided):
        actions.appeal(decision=key, text="Again.", by=EVA, at=AT)
    with pytest.raises(SameModerator):
        actions.decide_appeal(appeal=appeal, is_reversed=False, reasons="No.", reader=MOD, at=AT)
    with pytest.raises(NotModerator):
        actions.decide_appeal(appeal=appeal, is_reversed=True, reasons="Yes.", reader=Reader(EVA), at=AT)
    actions.decide_appeal(appeal=appeal, is_reversed=True, reasons="It is about the plan.", reader=OTHER, at=AT)
    assert queries.thread("proposal:x").comments[0].state is CommentState.VISIBLE
    found = queries.decision(key)
    assert not found.is_in_force
    assert found.appeal is not None
    assert found.appeal.state is AppealState.REVERSED
    with pytest.raises(AlreadyDecided):
        actions.decide_appeal(appeal=appeal, is_reversed=False, reasons="No.", reader=OTHER, at=AT)


def test_an_appeal_comes_within_half_a_year(target: str) -> None:
    key = actions.hide(target=target, reader=MOD, **WHY)
    with pytest.raises(AppealTooLate):
        actions.appeal(decision=key, text="Late.", at=AT + timedelta(days=184))
    with pytest.raises(UnknownDecision):
        actions.appeal(decision="nothing", text="Late.", at=AT)


def test_things_of_other_rooms_are_hidden_and_restored_too() -> None:
    key = actions.hide(target="report:abc", author=EVA, reader=MOD, **WHY)
    assert queries.is_hidden("report:abc")
    assert queries.notices(EVA)[0].facts == {"decision": key}
    actions.restore(target="report:abc", reader=MOD, at=AT)
    assert not queries.is_hidden("report:abc")
    assert actions.hide(target="report:abc", reader=MOD, **WHY) != key


def test_the_report_counts_what_happened(target: str) -> None:
    actions.flag(target=target, **NOTICE)
    actions.flag(target="report:abc", **(NOTICE | {"reason": "spam"}))
    actions.flag(target="report:def", **NOTICE)
    key = actions.hide(target=target, reader=MOD, **(WHY | {"at": AT + timedelta(hours=4)}))
    actions.keep(target="report:abc", reason="spam", explanation="No spam.", reader=MOD, at=AT + timedelta(hours=8))
    actions.hide(target="report:ghi", reader=MOD, **(WHY | {"ground": "law", "reason": "illegal"}))
    actions.decide_appeal(
        appeal=actions.appeal(decision=key, text="No.", at=AT), is_reversed=False, reasons="Yes.", reader=OTHER, at=AT
    )
    found = queries.transparency(AT, AT + timedelta(days=1))
    assert (found.notices, found.notices_open, found.notices_followed, found.notices_rejected) == (3, 1, 1, 1)
    assert found.notices_by_reason == (("insult", 2), ("spam", 1))
    assert (found.hidden, found.hidden_by_law, found.hidden_by_rules, found.hidden_without_notice) == (2, 1, 1, 1)
    assert (found.appeals, found.appeals_upheld, found.appeals_reversed, found.hours) == (1, 1, 0, 6.0)
    assert queries.transparency(AT - timedelta(days=9), AT).notices == 0


def test_names_of_notices_go_after_half_a_year(target: str) -> None:
    key = actions.flag(target=target, **NOTICE)
    actions.hide(target=target, reader=MOD, **WHY)
    actions.forget_notices(at=AT + timedelta(days=100))
    assert queries.flag(key).email == BEN
    actions.forget_notices(at=AT + rules.FLAG_KEPT + timedelta(days=1))
    assert (queries.flag(key).name, queries.flag(key).email, queries.flag(key).reason) == ("", "", Reason.INSULT)
