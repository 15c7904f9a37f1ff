"""Who took part: asked freely, counted apart, frozen once, and nobody stands out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civora.core.policy.types import ANYONE
from civora.core.release.suppression import possible
from civora.impact import actions, queries
from civora.impact.errors import AlreadyFrozen, AnsweredAlready, BadAnswer, NotOwner, UnknownInclusion
from civora.impact.models import InclusionAnswered, InclusionCount
from civora.impact.rules import representation
from civora.ledger import queries as ledger
from civora.people import actions as people
from tests.factories.impact import ADMINISTRATOR, AT
from tests.factories.publishing import published

CENSUS = "group;people\nunder 30;40000\n30 to 60;40000\nover 60;20000\n"
ABOUT = "process:plan"
AGE = {"age": {"dataset": "census", "group": "group", "people": "people"}}


@pytest.fixture
def asked(portal: Path, tmp_path: Path) -> str:
    published(tmp_path, CENSUS, key="census", name="census.csv")
    actions.ask_inclusion(about=ABOUT, dimensions=AGE, reader=ADMINISTRATOR, at=AT)
    return ABOUT


def answer(groups: dict[str, int]) -> None:
    number = 0
    for group, count in groups.items():
        for _ in range(count):
            number += 1
            actions.answer_inclusion(about=ABOUT, person=f"p{number}@example.org", answers={"age": group}, at=AT)


@pytest.mark.django_db
def test_shares_are_held_against_the_census_and_the_missed_are_named(asked: str) -> None:
    answer({"under 30": 6, "30 to 60": 40, "over 60": 14})
    actions.freeze_inclusion(about=asked, participants=60, reader=ADMINISTRATOR, at=AT)
    found = queries.inclusion(asked)
    assert found is not None
    table = found.tables[0]
    young, middle, old = table.groups
    assert (young.count, young.expected, young.is_missed) == (6, 0.4, True)
    assert (middle.is_over, old.is_missed, old.is_over) == (True, False, False)
    assert young.ratio == pytest.approx(0.25)
    assert young.interval is not None
    assert young.interval.low < 0.1 < young.interval.high < 0.4
    assert (table.answered, table.census_version, found.participants) == (60, 1, 60)


@pytest.mark.django_db
def test_a_small_group_is_hidden_with_another_one(asked: str) -> None:
    answer({"under 30": 2, "30 to 60": 20, "over 60": 9})
    actions.freeze_inclusion(about=asked, participants=31, reader=ADMINISTRATOR, at=AT)
    found = queries.inclusion(asked)
    assert found is not None
    assert [one.count for one in found.tables[0].groups] == [None, 20, None]
    assert found.tables[0].groups[0].share is None


@pytest.mark.django_db
def test_frozen_is_frozen_whatever_the_census_becomes(asked: str, tmp_path: Path) -> None:
    answer({"under 30": 6, "30 to 60": 40, "over 60": 14})
    actions.freeze_inclusion(about=asked, participants=60, reader=ADMINISTRATOR, at=AT)
    before = queries.inclusion(asked)
    published(tmp_path, CENSUS.replace("40000", "5"), key="census", name="census.csv")
    assert queries.inclusion(asked) == before
    with pytest.raises(AlreadyFrozen):
        actions.freeze_inclusion(about=asked, participants=61, reader=ADMINISTRATOR, at=AT)
    with pytest.raises(AlreadyFrozen):
        actions.answer_inclusion(about=asked, person="late@example.org", answers={"age": "over 60"}, at=AT)


@pytest.mark.django_db
def test_nothing_is_kept_of_the_person_but_that_she_answered(asked: str) -> None:
    actions.answer_inclusion(about=asked, person="eva@example.org", answers={"age": "over 60"}, at=AT)
    with pytest.raises(AnsweredAlready):
        actions.answer_inclusion(about=asked, person="eva@example.org", answers={"age": "under 30"}, at=AT)
    columns = {field.name for field in InclusionAnswered._meta.get_fields()} | {
        field.name for field in InclusionCount._meta.get_fields()
    }
    assert columns == {"id", "question", "person", "dimension", "group", "count"}
    entry = ledger.entries(event="impact.inclusion.answered")[0]
    assert (entry.by, entry.facts) == ("", {"about": asked})
    assert queries.inclusion(asked) is None
    actions.freeze_inclusion(about=asked, participants=1, reader=ADMINISTRATOR, at=AT)
    assert not InclusionAnswered.objects.exists()
    assert not InclusionCount.objects.exists()
    found = queries.inclusion(asked)
    assert found is not None
    assert (found.participants, found.tables) == (None, ())


@pytest.mark.django_db
def test_nobody_has_to_answer_and_nothing_else_can_be_said(asked: str) -> None:
    actions.answer_inclusion(about=asked, person="a@example.org", answers={}, at=AT)
    actions.answer_inclusion(about=asked, person="b@example.org", answers={"religion": "x"}, at=AT)
    assert not InclusionCount.objects.exists()
    with pytest.raises(BadAnswer):
        actions.answer_inclusion(about=asked, person="c@example.org", answers={"age": "other"}, at=AT)
    assert not queries.has_answered(asked, "c@example.org")


@pytest.mark.django_db
def test_only_keepers_ask_and_freeze_and_only_of_open_data(asked: str) -> None:
    with pytest.raises(NotOwner):
        actions.freeze_inclusion(about=asked, participants=1, reader=ANYONE, at=AT)
    with pytest.raises(BadAnswer):
        actions.ask_inclusion(
            about="process:x",
            dimensions={"age": {"dataset": "none", "group": "a", "people": "b"}},
            reader=ADMINISTRATOR,
            at=AT,
        )
    with pytest.raises(BadAnswer):
        actions.ask_inclusion(about="process:x", dimensions=AGE, reader=ADMINISTRATOR, at=AT, k=2)
    with pytest.raises(UnknownInclusion):
        queries.inclusion("process:x")


@pytest.mark.django_db
def test_a_person_who_is_forgotten_is_not_in_the_list(asked: str) -> None:
    people.add_person(email="eva@example.org", by="t", at=AT)
    actions.answer_inclusion(about=asked, person="eva@example.org", answers={"age": "over 60"}, at=AT)
    people.forget_person(email="eva@example.org", by="t", at=AT)
    assert not queries.has_answered(asked, "eva@example.org")
    assert InclusionAnswered.objects.count() == 1


groups = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 40), st.integers(1, 10_000)), min_size=2, max_size=8
)


@given(groups, st.integers(5, 12))
@settings(max_examples=300)
def test_no_small_group_leaks_from_what_is_kept(given_groups: dict[str, tuple[int, int]], k: int) -> None:
    """From every number in the frozen result, shares and ratios included, a hidden group could be 0, or k and more."""
    counts = {name: count for name, (count, _) in given_groups.items()}
    census = {name: float(size) for name, (_, size) in given_groups.items()}
    made = representation.table("age", counts, census, k, ("census", 1))
    if made is None:
        assert sum(counts.values()) < k
        return
    kept: dict[str, Any] = representation.written(made)
    assert made.answered >= k
    for group in kept["groups"]:
        assert group["count"] is None or group["count"] == 0 or group["count"] >= k
        if group["count"] is None:
            assert (group["share"], group["interval"], group["ratio"], group["is_missed"], group["is_over"]) == (
                None,
                None,
                None,
                False,
                False,
            )
    table = {one.name: one.count for one in made.groups}
    for name, (low, high) in possible(table, made.answered).items():
        if table[name] is None:
            assert low == 0
            assert high >= k
    assert representation.read(kept) == made
