"""Calls for reuse: entered while open, decided after, with reasons; reach is counted without persons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civora.community import actions, queries
from civora.community.errors import BadCall, CallShut, NotMine, NotOurs, UnknownCall
from civora.community.types import Award, CallState, Reach
from civora.core.policy.types import ANYONE
from civora.ledger import actions as ledger
from civora.voices import queries as voices
from tests.community.conftest import BEN, EVA, STAFF
from tests.community.test_reuses import AT, shown

CALL: dict[str, Any] = {
    "key": "shade", "owner": "city", "title": {"en": "Shade!", "de": "Schatten!"}, "text": {"en": "Make it cooler."}, "call_rules": {"en": "Open source."},
    "prize": {"en": "500 €"}, "jury": {"en": "Three people."}, "datasets": ("trees",), "opens_at": AT - timedelta(days=1), "closes_at": AT + timedelta(days=10),
    "decides_at": AT + timedelta(days=20), "reader": STAFF, "at": AT,
}  # fmt: skip
FIRST = {"en": "First prize"}


def test_a_call_runs_from_its_opening_to_its_close(trees: None) -> None:
    actions.set_call(**CALL)
    call = queries.call("shade", ANYONE)
    states = [call.state(at) for at in (AT - timedelta(days=2), AT, AT + timedelta(days=10))]
    assert states == [CallState.COMING, CallState.OPEN, CallState.JURY]
    assert [one.key for one in queries.calls(ANYONE, dataset="trees")] == ["shade"]
    assert queries.calls(ANYONE, dataset="other") == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": AT - timedelta(days=2)}, {"decides_at": AT}, {"title": {}}, {"call_rules": {"en": ""}}, {"datasets": ("nothing",)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(trees: None, changes: dict[str, Any]) -> None:
    with pytest.raises(BadCall):
        actions.set_call(**(CALL | changes))
    assert queries.calls(ANYONE) == ()


def test_only_staff_make_and_decide_calls(trees: None) -> None:
    with pytest.raises(NotOurs):
        actions.set_call(**(CALL | {"reader": EVA}))
    actions.set_call(**CALL)
    with pytest.raises(NotOurs):
        actions.decide_call(call="shade", awards=(), result={}, reader=EVA, at=AT + timedelta(days=11))


def test_its_author_enters_a_reuse_once_and_only_while_it_is_open(trees: None) -> None:
    actions.set_call(**CALL)
    key = shown()
    with pytest.raises(NotMine):
        actions.enter_call(call="shade", reuse=key, reader=BEN, at=AT)
    with pytest.raises(UnknownCall):
        actions.enter_call(call="other", reuse=key, reader=EVA, at=AT)
    actions.enter_call(call="shade", reuse=key, reader=EVA, at=AT)
    actions.enter_call(call="shade", reuse=key, reader=EVA, at=AT)
    assert queries.call("shade", ANYONE).entries == 1
    assert queries.reuse(key, ANYONE).calls == ("shade",)
    assert [one.key for one in queries.reuses(ANYONE, call="shade").reuses] == [key]
    late = shown(sent="b")
    for at in (
        CALL["closes_at"],
        CALL["opens_at"] - timedelta(seconds=1),
    ):  # at the very second of the close it is closed
        with pytest.raises(CallShut):
            actions.enter_call(call="shade", reuse=late, reader=EVA, at=at)


def test_the_jury_decides_after_the_close_with_reasons_and_each_is_told_once(trees: None) -> None:
    actions.set_call(**CALL)
    mine, other = shown(), shown(BEN, "b", title="Second")
    for key, who in ((mine, EVA), (other, BEN)):
        actions.enter_call(call="shade", reuse=key, reader=who, at=AT)
    won = (Award(other, FIRST, {"en": "It helps most."}),)
    after = AT + timedelta(days=15)
    with pytest.raises(CallShut):
        actions.decide_call(call="shade", awards=won, result={}, reader=STAFF, at=AT)
    for wrong in (Award("nothing", FIRST, {"en": "x"}), Award(mine, FIRST, {"en": ""}), Award(mine, {}, {"en": "x"})):
        with pytest.raises(BadCall):
            actions.decide_call(call="shade", awards=(wrong,), result={}, reader=STAFF, at=after)
    actions.decide_call(call="shade", awards=won, result={"en": "Twelve entries."}, reader=STAFF, at=after)
    actions.decide_call(
        call="shade", awards=won, result={"en": "Two entries."}, reader=STAFF, at=after + timedelta(days=1)
    )
    call = queries.call("shade", ANYONE)
    assert (call.state(after), [one.reuse for one in call.awards], call.decided_at) == (
        CallState.DECIDED,
        [other],
        after,
    )
    assert queries.reuse(other, ANYONE).award == won[0]
    assert sorted(one.turn for one in voices.notices("ben@example.org")) == ["award-shade", "result"]
    assert [one.turn for one in voices.notices("eva@example.org")] == ["result"]


def test_reach_is_counted_by_the_hour_and_reads_through_interfaces_in_the_time_of_the_call(trees: None) -> None:
    key = shown()
    subject = f"reuse:{key}"
    for door in ("page", "page", "out"):
        ledger.count_read(dataset=subject, door=door, at=AT)
    ledger.count_read(dataset=subject, door="page", at=AT - timedelta(days=3))
    for door, at in (("explore", AT), ("download", AT), ("page", AT), ("explore", AT - timedelta(days=2))):
        ledger.count_read(dataset="trees", door=door, at=at)
    ledger.flush_reads()
    assert queries.reach([subject]) == {subject: Reach(3, 1)}
    assert queries.reach([subject], AT - timedelta(days=1), AT + timedelta(days=1)) == {subject: Reach(2, 1)}
    assert queries.reads_of(["trees"], AT - timedelta(days=1), AT + timedelta(days=10)) == {"trees": 2}
    assert queries.reads_of(["trees"], datetime(2020, 1, 1, tzinfo=UTC), AT + timedelta(days=10)) == {"trees": 3}
