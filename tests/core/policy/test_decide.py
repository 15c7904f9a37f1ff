"""Who sees what: each sentence of the policy's words, and the laws that hold for every policy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from civora.core.policy import decide
from civora.core.policy.types import ANYONE, Decision, Policy, Reader, Rule
from civora.core.query.ast import Compare, Name, Or, Value
from tests.core.policy.worlds import WORDS, cells, policies, readers, rows

EVA = Reader("eva@example.org", organisations=frozenset({"parks"}), groups=frozenset({"interns"}))
RECENT = Compare(">=", Name("year"), Value(2020))
OLD = Compare("<", Name("year"), Value(1900))


def staff(role: str, organisation: str = "parks") -> Reader:
    return Reader("pia@example.org", organisations=frozenset({organisation}), roles=frozenset({(organisation, role)}))


def policy(*rows: str, cards: tuple[str, ...] = (), **more: object) -> Policy:
    return Policy("parks", frozenset(cards or rows), frozenset(rows), **more)  # type: ignore[arg-type]  # of a test's words


def test_without_a_policy_everything_is_open() -> None:
    assert decide(Policy(), ANYONE) == Decision(sees_card=True, sees_rows=True, is_open=True, digest="all")


@pytest.mark.parametrize(
    ("words", "reader", "sees"),
    [
        (("open",), ANYONE, True),
        (("signed-in",), ANYONE, False),
        (("signed-in",), EVA, True),
        (("org:parks",), EVA, True),
        (("org:roads",), EVA, False),
        (("group:interns",), EVA, True),
        (("group:press",), EVA, False),
        (("group:press", "org:parks"), EVA, True),
        (("administrators",), EVA, False),
        (("administrators",), Reader("ada@example.org", is_administrator=True), True),
    ],
)
def test_rows_are_seen_by_the_audience_named(words: tuple[str, ...], reader: Reader, *, sees: bool) -> None:
    assert decide(policy(*words), reader).sees_rows is sees


def test_a_card_may_be_open_while_rows_are_not() -> None:
    found = decide(policy("org:parks", cards=("open",)), ANYONE)
    assert (found.sees_card, found.sees_rows, found.is_open) == (True, False, False)


def test_who_sees_rows_sees_the_card_even_where_it_is_not_named_for_it() -> None:
    assert decide(policy("signed-in", cards=("administrators",)), EVA).sees_card


@pytest.mark.parametrize("role", ["administrator", "publisher", "reviewer"])
def test_staff_of_the_owner_see_everything(role: str) -> None:
    hard = policy("administrators", default=Rule(frozenset({"salary"}), RECENT))
    assert decide(hard, staff(role)) == Decision(sees_card=True, sees_rows=True, digest="all")


@pytest.mark.parametrize("reader", [staff("viewer"), staff("moderator"), staff("publisher", "roads"), EVA])
def test_other_members_and_other_staff_see_what_the_policy_says(reader: Reader) -> None:
    assert not decide(policy("administrators"), reader).sees_card


def test_staff_of_no_organisation_do_not_own_a_dataset_without_owner() -> None:
    assert not decide(Policy("", frozenset(), frozenset()), staff("publisher", "")).sees_card


def test_the_default_binds_those_whom_no_rule_names() -> None:
    given_rules = (("group:interns", Rule(frozenset({"name"}))),)
    found = policy("open", default=Rule(frozenset({"salary"}), RECENT), rules=given_rules)
    assert (decide(found, ANYONE).hidden, decide(found, ANYONE).where) == (frozenset({"salary"}), RECENT)
    assert (decide(found, EVA).hidden, decide(found, EVA).where) == (frozenset({"name"}), None)


def test_several_rules_give_their_union() -> None:
    both = (("org:parks", Rule(frozenset({"a", "b"}), RECENT)), ("group:interns", Rule(frozenset({"b", "c"}), OLD)))
    found = decide(policy("open", rules=both), EVA)
    assert (found.hidden, found.where) == (frozenset({"b"}), Or((RECENT, OLD)))


def test_a_rule_without_condition_lifts_the_others() -> None:
    both = (("org:parks", Rule(where=RECENT)), ("group:interns", Rule()))
    assert decide(policy("open", rules=both), EVA).where is None


def test_a_hidden_field_is_named_also_to_who_sees_the_card_only() -> None:
    found = decide(policy("org:roads", cards=("open",), default=Rule(frozenset({"salary"}))), ANYONE)
    assert (found.sees_rows, found.hidden) == (False, frozenset({"salary"}))


def test_what_everyone_gets_is_open_also_to_staff() -> None:
    assert decide(policy("open"), staff("publisher")).is_open
    assert not decide(policy("open", default=Rule(frozenset({"salary"}))), staff("publisher")).is_open


# ---- laws ---------------------------------------------------------------------------------------------------------


@given(policies, readers)
def test_who_sees_rows_sees_the_card(policy: Policy, reader: Reader) -> None:
    found = decide(policy, reader)
    assert found.sees_card or not found.sees_rows


@given(policies, readers, rows)
def test_nobody_sees_more_than_an_administrator(policy: Policy, reader: Reader, table: list[dict[str, int]]) -> None:
    everything = decide(policy, Reader("ada@example.org", is_administrator=True))
    assert cells(decide(policy, reader), table) <= cells(everything, table)


@given(policies, readers, readers)
def test_more_audiences_never_see_fewer_cards_or_lose_the_rows(policy: Policy, one: Reader, other: Reader) -> None:
    less, more = decide(policy, one), decide(policy, joined(one, other))
    assert more.sees_card or not less.sees_card
    assert more.sees_rows or not less.sees_rows


@given(policies, readers, readers, rows)
def test_a_second_rule_never_takes_away_what_the_first_gives(
    policy: Policy, one: Reader, other: Reader, table: list[dict[str, int]]
) -> None:
    assume(named(policy, one))
    assert cells(decide(policy, one), table) <= cells(decide(policy, joined(one, other)), table)


@given(policies, readers, readers, rows)
def test_an_audience_that_no_rule_names_changes_no_values(
    policy: Policy, one: Reader, other: Reader, table: list[dict[str, int]]
) -> None:
    both = joined(one, other)
    assume(named(policy, one) == named(policy, both) and decide(policy, one).sees_rows)
    assert cells(decide(policy, one), table) == cells(decide(policy, both), table)


@given(policies, readers, st.sampled_from(WORDS), rows)
def test_a_rule_with_less_shows_less(policy: Policy, reader: Reader, word: str, table: list[dict[str, int]]) -> None:
    harder = replace(
        policy, default=narrower(policy.default), rules=tuple((one, narrower(rule)) for one, rule in policy.rules)
    )
    assert cells(decide(harder, reader), table) <= cells(decide(policy, reader), table)
    fewer = replace(policy, rows=policy.rows - {word}, cards=policy.cards - {word})
    assert cells(decide(fewer, reader), table) <= cells(decide(policy, reader), table)


@given(policies, readers, readers, rows)
def test_equal_names_mean_equal_values(policy: Policy, one: Reader, other: Reader, table: list[dict[str, int]]) -> None:
    left, right = decide(policy, one), decide(policy, other)
    assume(left.digest == right.digest)
    assert cells(left, table) == cells(right, table)


@given(policies, readers, rows)
def test_open_means_that_anyone_gets_the_same(policy: Policy, reader: Reader, table: list[dict[str, int]]) -> None:
    mine, anyones = decide(policy, reader), decide(policy, ANYONE)
    if mine.is_open:
        assert anyones.is_open
        assert cells(mine, table) == cells(anyones, table)


def joined(one: Reader, other: Reader) -> Reader:
    return replace(one, organisations=one.organisations | other.organisations, groups=one.groups | other.groups)


def named(policy: Policy, reader: Reader) -> frozenset[str]:
    return frozenset(word for word, _ in policy.rules) & reader.audiences


def narrower(rule: Rule) -> Rule:
    return Rule(rule.hidden | {"a"}, rule.where)
