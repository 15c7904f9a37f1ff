"""A policy as its holder writes it."""

from __future__ import annotations

from typing import Any

import pytest

from civora.core.policy import decide
from civora.core.policy.types import ANYONE, Reader, Rule
from civora.core.query import odsql
from civora.stewardship import rules
from civora.stewardship.errors import BadPolicy, NotSteward
from tests.factories.cards import SCHEMA

PUBLISHER = Reader("pia@example.org", roles=frozenset({("parks", "publisher")}))


def test_one_word_of_access_is_for_card_and_rows() -> None:
    found = rules.policy("parks", rules.kept({"access": "org:parks"}, SCHEMA))
    assert found.rows == found.cards == frozenset({"org:parks"})
    assert (found.owner, found.default, found.rules) == ("parks", Rule(), ())


def test_a_whole_policy() -> None:
    given = {
        "access": ["signed-in", "group:board"],
        "cards": "open",
        "default": {"hide": ["salary"]},
        "rules": {"group:interns": {"hide": ["salary", "place"], "where": "id >= 20 and kind = 'oak'"}},
    }
    found = rules.policy("", rules.kept(given, SCHEMA))
    assert found.cards == frozenset({"open"})
    assert found.default == Rule(frozenset({"salary"}))
    where = odsql.parse_where("id >= 20 and kind = 'oak'")
    assert found.rules == (("group:interns", Rule(frozenset({"salary", "place"}), where)),)


def test_rules_alone_leave_a_new_dataset_open() -> None:
    found = rules.policy("", rules.kept({"rules": {"group:interns": {"hide": ["salary"]}}}, SCHEMA))
    assert decide(found, ANYONE).is_open


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"access": "everybody"}, "access"),
        ({"access": "org:City of X"}, "access"),
        ({"access": "staff:parks"}, "access"),
        ({"access": [1]}, "access"),
        ({"access": {"open": True}}, "access"),
        ({"access": "open", "cards": "friends"}, "cards"),
        ({}, "says nothing"),
        ({"access": ""}, "access"),
        ({"access": []}, "access"),
        ({"access": None}, "access"),
        ({"access": "open", "cards": None}, "cards"),
        ({"acces": "open"}, "not a policy"),
        ({"default": {"hide": ["age"]}}, "default"),
        ({"default": {"hidden": ["salary"]}}, "default"),
        ({"default": ["salary"]}, "default"),
        ({"default": {"hide": "salary"}}, "default"),
        ({"default": {"where": 7}}, "default"),
        ({"default": {"where": "age > 3"}}, "default"),
        ({"default": {"where": "kind >"}}, "default"),
        ({"default": {"where": "count(*) > 3"}}, "default"),
        ({"rules": {"everybody": {}}}, "rules"),
        ({"rules": {"open": {"where": "salary = 'much'"}}}, "rules, open"),
        ({"rules": ["open"]}, "rules"),
        ([], "not a policy"),
        ("open", "not a policy"),
        (None, "not a policy"),
    ],
)
def test_a_policy_that_means_nothing_is_refused_with_its_place(given: Any, place: str) -> None:
    with pytest.raises(BadPolicy) as caught:
        rules.kept(given, SCHEMA)
    assert place in caught.value.message
    assert caught.value.next_step


@pytest.mark.parametrize(
    "reader",
    [
        PUBLISHER,
        Reader("ada@example.org", is_administrator=True),
        Reader("a@b.c", roles=frozenset({("parks", "administrator")})),
    ],
)
def test_publishers_and_administrators_are_stewards(reader: Reader) -> None:
    assert rules.check_is_steward(reader, "parks") is None


@pytest.mark.parametrize(
    ("reader", "owner"),
    [
        (ANYONE, "parks"),
        (PUBLISHER, "roads"),
        (PUBLISHER, ""),
        (Reader("rea@example.org", roles=frozenset({("parks", "reviewer")})), "parks"),
        (Reader("odd@example.org", roles=frozenset({("", "publisher")})), ""),
    ],
)
def test_nobody_else_is_a_steward(reader: Reader, owner: str) -> None:
    with pytest.raises(NotSteward):
        rules.check_is_steward(reader, owner)


def test_who_publishes_for_nobody_may_not_publish() -> None:
    rules.check_may_publish(PUBLISHER)
    with pytest.raises(NotSteward):
        rules.check_may_publish(Reader("vic@example.org", roles=frozenset({("parks", "viewer")})))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("civ_abc", "civ_abc"),
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_the_addresses_of_one_household_count_together(text: str, subject: str) -> None:
    assert rules.subject(text) == subject
