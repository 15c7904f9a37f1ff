"""Who somebody is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from civora.core.policy.types import ANYONE, Reader
from civora.people import actions, queries
from civora.people.errors import UnknownPerson

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)


def add(email: str, **more: Any) -> Any:
    actions.add_person(email=email, by="operator", at=AT, **more)
    return get_user_model().objects.get(email=email)


def test_nobody_is_the_anonymous_reader() -> None:
    assert queries.reader(None) == ANYONE
    assert queries.reader(AnonymousUser()) == ANYONE


def test_a_reader_has_organisations_roles_and_groups() -> None:
    add("eva@example.org", role="publisher", organisation="parks")
    actions.add_group(key="board", by="t", at=AT)
    actions.join_group(key="board", email="eva@example.org", by="t", at=AT)
    found = queries.reader(add("eva@example.org", role="viewer", organisation="roads"))
    roles = frozenset({("parks", "publisher"), ("roads", "viewer")})
    assert found == Reader("eva@example.org", False, frozenset({"parks", "roads"}), frozenset({"board"}), roles)
    assert found.audiences == {"open", "signed-in", "org:parks", "org:roads", "staff:parks", "group:board"}


def test_a_reader_is_looked_up_once_a_request(django_assert_num_queries: Any) -> None:
    user = add("eva@example.org")
    with django_assert_num_queries(2):
        assert queries.reader(user) is queries.reader(user)


def test_people_are_listed_in_three_queries(django_assert_num_queries: Any) -> None:
    for number in range(5):
        add(f"p{number}@example.org", role="publisher", organisation=f"o{number}")
    with django_assert_num_queries(3):
        assert [one.roles[0][0] for one in queries.people()] == ["o0", "o1", "o2", "o3", "o4"]


def test_an_unknown_person_is_named_in_the_refusal() -> None:
    with pytest.raises(UnknownPerson, match="There is no account"):
        queries.person("ada@example.org")


def test_keys_are_listed_newest_first_without_the_secret() -> None:
    add("eva@example.org")
    for label in ("old", "new"):
        secret = actions.add_api_key(
            email="eva@example.org", label=label, by="t", at=AT.replace(hour=7 if label == "old" else 8)
        )
    found = queries.api_keys("EVA@example.org")
    assert [one.label for one in found] == ["new", "old"]
    assert found[0].prefix == secret[:12]
