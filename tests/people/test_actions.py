"""What is done to accounts, and that each act is recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from civora.catalog import actions as catalog
from civora.catalog import queries as catalog_queries
from civora.catalog.types import Coverage, Metadata, NewVersion
from civora.core.errors import CivoraError
from civora.core.keys import BadKey
from civora.core.policy.types import ANYONE
from civora.core.schema import Field, FieldType, Schema
from civora.intake.models import Delivery
from civora.ledger import actions as ledger_actions
from civora.ledger import queries as ledger
from civora.people import actions, queries
from civora.people.errors import BadRole, LinkExpired, UnknownApiKey, UnknownGroup, UnknownPerson, UnknownRole
from civora.people.models import ApiKey, Organisation, SignInLink
from civora.people.types import Role

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
EVA = "eva@example.org"
ACT: dict[str, Any] = {"by": "operator", "at": AT}


def add(email: str = EVA, **more: Any) -> None:
    actions.add_person(email=email, **more, **ACT)


def happened() -> list[str]:
    return [entry.event for entry in reversed(ledger.entries())]


def test_add_person_makes_account_organisation_and_role() -> None:
    add("Eva@Example.org", role="publisher", organisation="parks", name="Eva")
    assert queries.person(EVA).roles == (("parks", Role.PUBLISHER),)
    assert [one.key for one in queries.organisations()] == ["parks"]
    assert happened() == ["people.person.added", "people.organisation.added", "people.role.given"]
    assert not get_user_model().objects.get(email=EVA).has_usable_password()


def test_add_person_twice_adds_a_role_to_the_same_account() -> None:
    add(role="publisher", organisation="parks")
    add(role="reviewer", organisation="roads")
    add(role="reviewer", organisation="roads")
    assert queries.person(EVA).roles == (("parks", Role.PUBLISHER), ("roads", Role.REVIEWER))
    assert len(queries.people()) == 1


def test_an_administrator_without_organisation_administers_the_portal() -> None:
    add(role="administrator")
    assert queries.person(EVA).is_administrator
    assert queries.person(EVA).roles == ()


def test_an_administrator_of_an_organisation_does_not_administer_the_portal() -> None:
    add(role="administrator", organisation="parks")
    assert not queries.person(EVA).is_administrator


def test_a_publisher_without_organisation_publishes_for_the_city(settings: Any) -> None:
    settings.CIVORA_OWN_ORGANISATION = "town-hall"
    add(role="publisher")
    assert queries.person(EVA).roles == (("town-hall", Role.PUBLISHER),)


def test_a_viewer_without_organisation_is_an_account_and_no_more() -> None:
    add()
    assert queries.person(EVA).roles == ()
    assert queries.organisations() == ()


@pytest.mark.parametrize("more", [{"role": "king"}, {"organisation": "City of Parks"}, {"email": "eva"}])
def test_a_refused_person_leaves_nothing(more: dict[str, Any]) -> None:
    with pytest.raises(CivoraError):
        add(**more)
    assert queries.people() == ()
    assert happened() == []


def test_take_role_ends_what_it_gave() -> None:
    add(role="publisher", organisation="parks")
    add(role="administrator")
    actions.take_role(email=EVA, role="publisher", organisation="parks", **ACT)
    actions.take_role(email=EVA, role="administrator", **ACT)
    found = queries.person(EVA)
    assert (found.roles, found.is_administrator) == ((), False)
    assert happened()[-2:] == ["people.role.taken", "people.role.taken"]


def test_take_role_of_somebody_who_has_it_not() -> None:
    add()
    with pytest.raises(UnknownRole):
        actions.take_role(email=EVA, role="publisher", organisation="parks", **ACT)
    with pytest.raises(BadRole):
        actions.take_role(email=EVA, role="king", **ACT)


def test_an_organisation_is_named_once_and_renamed_later() -> None:
    actions.add_organisation(key="parks", **ACT)
    actions.add_organisation(key="parks", name="Parks", url="https://parks.example", **ACT)
    actions.add_organisation(key="parks", **ACT)
    found = queries.organisations()[0]
    assert (found.name, found.url) == ("Parks", "https://parks.example")
    assert happened() == ["people.organisation.added", "people.organisation.changed"]


# ---- links and keys -------------------------------------------------------------------------------------------------


def test_a_link_signs_in_once_and_only_its_hash_is_kept() -> None:
    add()
    secret = actions.make_sign_in_link(email=EVA, **ACT)
    assert secret not in str(SignInLink.objects.values())
    assert secret not in str([entry.facts for entry in ledger.entries()])
    assert actions.use_sign_in_link(secret=secret, at=AT).email == EVA
    with pytest.raises(LinkExpired):
        actions.use_sign_in_link(secret=secret, at=AT)


def test_a_link_is_too_old_after_a_day() -> None:
    add()
    secret = actions.make_sign_in_link(email=EVA, **ACT)
    with pytest.raises(LinkExpired):
        actions.use_sign_in_link(secret=secret, at=AT + timedelta(days=1, seconds=1))


def test_links_too_old_are_removed_when_one_is_made() -> None:
    add()
    actions.make_sign_in_link(email=EVA, **ACT)
    actions.make_sign_in_link(email=EVA, by="operator", at=AT + timedelta(days=2))
    assert SignInLink.objects.count() == 1


def test_a_link_for_nobody_says_how_to_add_her() -> None:
    with pytest.raises(UnknownPerson) as caught:
        actions.make_sign_in_link(email=EVA, **ACT)
    assert "civora user add" in caught.value.next_step


def test_a_key_opens_until_it_is_revoked_and_only_its_hash_is_kept() -> None:
    add(role="publisher", organisation="parks")
    secret = actions.add_api_key(email=EVA, label="notebook", **ACT)
    assert secret not in str(ApiKey.objects.values())
    found = actions.use_api_key(secret=secret, at=AT)
    assert found is not None
    assert found.roles == {("parks", "publisher")}
    actions.revoke_api_key(email=EVA, prefix=secret[:12], **ACT)
    assert actions.use_api_key(secret=secret, at=AT) is None
    with pytest.raises(UnknownApiKey):
        actions.revoke_api_key(email=EVA, prefix=secret[:12], **ACT)


def test_the_use_of_a_key_is_noted_once_an_hour() -> None:
    add()
    secret = actions.add_api_key(email=EVA, **ACT)
    for minutes, noted in ((0, 0), (30, 0), (61, 61)):
        actions.use_api_key(secret=secret, at=AT + timedelta(minutes=minutes))
        assert queries.api_keys(EVA)[0].used_at == AT + timedelta(minutes=noted)


def test_the_key_of_an_account_that_is_switched_off_opens_nothing() -> None:
    add()
    secret = actions.add_api_key(email=EVA, **ACT)
    get_user_model().objects.update(is_active=False)
    assert actions.use_api_key(secret=secret, at=AT) is None
    assert queries.reader(get_user_model().objects.get()) == ANYONE


@pytest.mark.parametrize("secret", ["", "civ_", "civ_" + "x" * 43, "é" * 9])
def test_a_key_that_nobody_has(secret: str) -> None:
    assert actions.use_api_key(secret=secret, at=AT) is None


# ---- groups ---------------------------------------------------------------------------------------------------------


def test_groups_are_joined_and_left() -> None:
    add()
    actions.add_group(key="board", name="The board", **ACT)
    actions.add_group(key="board", **ACT)
    actions.join_group(key="board", email=EVA, **ACT)
    assert queries.groups() == (("board", "The board", 1),)
    assert queries.members("board") == (EVA,)
    assert queries.reader(get_user_model().objects.get()).groups == {"board"}
    actions.leave_group(key="board", email=EVA, **ACT)
    assert queries.members("board") == ()
    assert happened()[-3:] == ["people.group.added", "people.group.joined", "people.group.left"]


def test_a_group_that_is_not_there() -> None:
    add()
    with pytest.raises(UnknownGroup):
        actions.join_group(key="board", email=EVA, **ACT)
    with pytest.raises(BadKey):
        actions.add_group(key="The Board", **ACT)


# ---- forgetting -----------------------------------------------------------------------------------------------------


def test_forget_person_leaves_her_address_nowhere() -> None:
    add(role="publisher", organisation="parks")
    actions.add_api_key(email=EVA, **ACT)
    actions.add_group(key="board", by=EVA, at=AT)
    actions.join_group(key="board", email=EVA, by=EVA, at=AT)
    ledger_actions.record_access(by=EVA, dataset="trees", version=1, door="page", at=AT)
    publish_as(EVA)
    actions.forget_person(email="Eva@example.org", by=EVA, at=AT)
    assert queries.people() == ()
    assert EVA not in everything_kept()
    assert ledger.entries(event="people.person.forgotten")[0].by.startswith("forgotten-")
    assert catalog_queries.versions("trees")[0].by.startswith("forgotten-")


def test_forget_person_by_an_operator_names_the_operator() -> None:
    add()
    actions.forget_person(email=EVA, **ACT)
    assert ledger.entries()[0].by == "operator"
    with pytest.raises(UnknownPerson):
        actions.forget_person(email=EVA, **ACT)


def publish_as(email: str) -> None:
    catalog.create_dataset(key="trees", metadata=Metadata(), by=email, at=AT)
    schema = Schema((Field("id", FieldType.INT),))
    Delivery.objects.create(uid="de_1", at=AT, by=email, file_name="trees.csv", size=1, checksum="0", dataset="trees")
    catalog.set_version(key="trees", version=NewVersion("d1", 1, 3, 0, schema, Coverage()), by=email, at=AT)


def everything_kept() -> str:
    from django.apps import apps

    return str([list(model.objects.values()) for model in apps.get_models()])


def test_the_citys_own_organisation_is_called_as_the_city_until_it_has_a_name(settings: Any) -> None:
    settings.CITY = {"city": {"name": "Testing"}}
    actions.add_organisation(key=settings.CIVORA_OWN_ORGANISATION, **ACT)
    actions.add_organisation(key="buses", **ACT)
    assert {one.key: one.name for one in Organisation.objects.all()} == {
        settings.CIVORA_OWN_ORGANISATION: "Testing",
        "buses": "buses",
    }
    actions.add_organisation(key=settings.CIVORA_OWN_ORGANISATION, name="City of Testing", **ACT)
    assert Organisation.objects.get(key=settings.CIVORA_OWN_ORGANISATION).name == "City of Testing"
