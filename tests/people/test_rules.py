"""Addresses, keys, roles, secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from civora.core.keys import BadKey
from civora.people import rules
from civora.people.errors import BadAddress, BadRole, BadUrl, LinkExpired
from civora.people.types import Role

AT = datetime(2025, 5, 15, tzinfo=UTC)


def test_an_address_is_kept_in_small_letters() -> None:
    assert rules.check_address("  Eva@Example.ORG ") == "eva@example.org"


@pytest.mark.parametrize("text", ["", "eva", "@example.org", "eva@", "e va@example.org", "a@b@c", "x" * 65 + "@e.org"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress, match="not an e-mail address"):
        rules.check_address(text)


@pytest.mark.parametrize("key", ["", "City of Münster", "a/b", "key@domain", "x" * 101, "-a"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        rules.check_key(key)


def test_an_address_on_the_web_is_kept() -> None:
    assert rules.check_url("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert rules.check_url("") == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//example.org", "https://a b", 'https://e"x', "ftp://e.org"])
def test_another_scheme_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        rules.check_url(url)


def test_roles_are_named_in_the_refusal() -> None:
    assert rules.check_role("case-worker") is Role.CASE_WORKER
    with pytest.raises(BadRole) as caught:
        rules.check_role("king")
    assert "publisher" in caught.value.next_step


def test_a_link_holds_until_its_end() -> None:
    rules.check_link_is_fresh(AT, AT)
    with pytest.raises(LinkExpired):
        rules.check_link_is_fresh(AT, AT + timedelta(seconds=1))


def test_a_secret_is_not_in_its_digest() -> None:
    assert rules.digest("civ_abc") != rules.digest("civ_abd")
    assert "civ_abc" not in rules.digest("civ_abc")
