"""Setting policies; spending quotas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from civora.catalog import actions as catalog
from civora.catalog import queries as catalog_queries
from civora.catalog.errors import UnknownDataset
from civora.core.policy.types import Policy
from civora.core.schema import Field, FieldType, Schema
from civora.ledger import queries as ledger
from civora.stewardship import actions, queries
from civora.stewardship.errors import BadPolicy, QuotaSpent
from civora.stewardship.models import Quota
from tests.factories.cards import AT, SCHEMA, dataset, version

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": "eva@example.org", "at": AT}
HARD = {"access": ["org:parks"], "default": {"hide": ["salary"]}, "rules": {"group:board": {"where": "id > 1"}}}


@pytest.fixture(autouse=True)
def nothing_spent(settings: Any) -> Iterator[None]:
    settings.CIVORA_API_CALLS_ANONYMOUS, settings.CIVORA_API_CALLS_KEY = 3, 5
    forget()
    yield
    forget()


def forget() -> None:
    actions._spent.clear()
    actions._unwritten.clear()


# ---- policies -------------------------------------------------------------------------------------------------------


def test_without_a_policy_a_dataset_is_open_and_owned() -> None:
    dataset(publisher="parks")
    assert queries.policy("trees") == Policy(owner="parks")
    assert queries.written("trees") == {"access": ["open"]}
    assert queries.policies() == {}


def test_a_policy_that_is_set_is_in_force_recorded_and_seen_by_caches() -> None:
    dataset(publisher="parks")
    revision = catalog_queries.revision()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    found = queries.policy("trees")
    assert (found.owner, found.rows, found.default.hidden) == ("parks", {"org:parks"}, {"salary"})
    assert queries.policies() == {"trees": found}
    assert catalog_queries.revision() > revision
    assert ledger.entries()[0].event == "stewardship.policy.set"


def test_what_is_written_can_be_set_again() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    found = queries.policy("trees")
    actions.set_policy(key="trees", policy=queries.written("trees"), **ACT)
    assert queries.policy("trees") == found


def test_a_second_policy_takes_the_place_of_the_first() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    actions.set_policy(key="trees", policy={"access": "signed-in"}, **ACT)
    found = queries.policy("trees")
    assert (found.rows, found.default.hidden, found.rules) == ({"signed-in"}, frozenset(), ())


def test_new_rules_alone_leave_access_as_it_is() -> None:
    dataset()
    actions.set_policy(key="trees", policy={"access": "org:parks", "cards": "open"}, **ACT)
    actions.set_policy(key="trees", policy={"default": {"hide": ["salary"]}}, **ACT)
    found = queries.policy("trees")
    assert (found.rows, found.cards, found.default.hidden) == ({"org:parks"}, {"open"}, {"salary"})


def test_a_refused_policy_changes_nothing() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    before = queries.policy("trees")
    with pytest.raises(BadPolicy):
        actions.set_policy(key="trees", policy={"access": "open", "default": {"hide": ["age"]}}, **ACT)
    assert queries.policy("trees") == before


def test_a_policy_may_be_set_before_the_first_version_is_seen() -> None:
    dataset(versions=0)
    actions.set_policy(key="trees", policy=HARD, schema=SCHEMA, **ACT)
    assert queries.policy("trees").rows == {"org:parks"}


def test_access_alone_keeps_hidden_fields_and_filters() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    actions.set_access(key="trees", access="signed-in", **ACT)
    found = queries.policy("trees")
    assert (found.rows, found.default.hidden, len(found.rules)) == ({"signed-in"}, {"salary"}, 1)


def test_a_version_that_lost_a_hidden_column_is_not_admitted() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    renamed = Schema((*SCHEMA.fields[:2], Field("salary_eur", FieldType.DOUBLE)))
    for policy in (None, {"access": "open"}):
        with pytest.raises(BadPolicy, match="salary"):
            actions.admit_version(key="trees", policy=policy, schema=renamed, **ACT)
    assert queries.policy("trees").rows == {"org:parks"}
    both = {"access": "open", "default": {"hide": ["salary", "salary_eur"]}}
    actions.admit_version(key="trees", policy=both, schema=renamed, **ACT)
    catalog.set_version(key="trees", version=version(schema=renamed), **ACT)
    actions.admit_version(key="trees", policy=None, schema=renamed, **ACT)
    actions.set_policy(key="trees", policy=both, **ACT)
    assert queries.policy("trees").default.hidden == {"salary", "salary_eur"}


def test_any_version_is_admitted_where_nothing_is_hidden() -> None:
    dataset(versions=0)
    actions.admit_version(key="trees", policy=None, schema=SCHEMA, **ACT)
    actions.admit_version(key="trees", policy={"access": "org:parks"}, schema=SCHEMA, **ACT)
    assert queries.policy("trees").rows == {"org:parks"}


def test_a_policy_of_nothing_is_refused() -> None:
    with pytest.raises(UnknownDataset):
        actions.set_policy(key="nothing", policy=HARD, **ACT)
    with pytest.raises(UnknownDataset):
        actions.set_policy(key="nothing", policy=HARD, schema=SCHEMA, **ACT)


def test_a_policy_goes_with_its_dataset_through_renames() -> None:
    dataset()
    actions.set_policy(key="trees", policy=HARD, **ACT)
    catalog.rename(key="trees", new="woods", **ACT)
    assert queries.policy("woods").rows == {"org:parks"}
    assert list(queries.policies()) == ["woods"]


def test_the_owner_is_who_publishes_now() -> None:
    dataset(publisher="parks")
    actions.set_policy(key="trees", policy=HARD, **ACT)
    from civora.catalog.types import Metadata

    catalog.set_metadata(key="trees", metadata=Metadata(publisher="roads"), **ACT)
    assert queries.policy("trees").owner == queries.policies()["trees"].owner == "roads"


def test_many_policies_are_read_in_one_query(django_assert_num_queries: Any) -> None:
    for number in range(5):
        dataset(f"d{number}", publisher="parks")
        actions.set_policy(key=f"d{number}", policy=HARD, **ACT)
    with django_assert_num_queries(1):
        assert len(queries.policies()) == 5


# ---- quotas ---------------------------------------------------------------------------------------------------------


def spend(subject: str = "203.0.113.7", *, at: datetime = AT, has_key: bool = False, is_loopback: bool = False) -> Any:
    return actions.spend(subject=subject, has_key=has_key, is_loopback=is_loopback, at=at)


def test_calls_are_counted_down_and_then_refused() -> None:
    assert [spend().remaining for _ in range(3)] == [2, 1, 0]
    with pytest.raises(QuotaSpent) as caught:
        spend()
    assert caught.value.limit == 3
    assert caught.value.resets_at == datetime(2025, 5, 16, tzinfo=UTC)
    assert spend("203.0.113.8").remaining == 2


def test_a_key_has_its_own_larger_number() -> None:
    assert spend("civ_x", has_key=True).limit == 5
    assert spend("civ_y", has_key=True).remaining == 4


def test_loopback_is_counted_and_never_refused() -> None:
    found = [spend("127.0.0.1", is_loopback=True) for _ in range(5)]
    assert [one.remaining for one in found] == [2, 1, 0, 0, 0]
    assert all(one.is_exempt for one in found)


def test_the_count_begins_anew_at_midnight_utc() -> None:
    for _ in range(3):
        spend(at=AT.replace(hour=23, minute=59))
    assert spend(at=AT + timedelta(days=1)).remaining == 2


def test_what_was_spent_survives_a_restart() -> None:
    """Near the limit each call is written at once."""
    spend()
    spend()
    forget()
    assert spend().remaining == 0
    assert Quota.objects.get().calls == 3


def test_far_from_the_limit_calls_are_written_in_batches(settings: Any, django_assert_num_queries: Any) -> None:
    settings.CIVORA_API_CALLS_ANONYMOUS = 10_000
    spend()
    with django_assert_num_queries(0):
        assert [spend().remaining for _ in range(3)] == [9998, 9997, 9996]
    assert actions.flush_quotas(at=AT) == 4
    forget()
    assert spend().remaining == 9995
    for _ in range(actions.BATCH):
        spend()
    assert Quota.objects.get().calls == 4 + actions.BATCH


def test_another_process_is_heard_of_at_each_flush(settings: Any) -> None:
    settings.CIVORA_API_CALLS_ANONYMOUS = 10_000
    spend()
    actions.flush_quotas(at=AT)
    Quota.objects.update(calls=6000)
    spend()
    actions.flush_quotas(at=AT)
    assert spend().remaining == 10_000 - 6002


def test_days_that_are_over_are_dropped() -> None:
    spend()
    actions.flush_quotas(at=AT)
    spend(at=AT + timedelta(days=1))
    actions.flush_quotas(at=AT + timedelta(days=1))
    assert [one.day.day for one in Quota.objects.all()] == [16]
    assert len(actions._spent) == 1


def test_what_cannot_be_written_is_kept(monkeypatch: Any, settings: Any) -> None:
    settings.CIVORA_API_CALLS_ANONYMOUS = 10_000
    spend()

    def broken(*given: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched, pytest.raises(DatabaseError):
        patched.setattr(actions, "write_quotas", broken)
        actions.flush_quotas(at=AT)
    assert actions.flush_quotas(at=AT) == 1


def test_a_database_that_does_not_answer_refuses_nobody(monkeypatch: Any) -> None:
    def broken(*given: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(actions, "counted_up", broken)
        assert [spend().remaining for _ in range(2)] == [2, 1]
    assert spend().remaining == 0 and Quota.objects.get().calls == 3


def test_no_address_is_written_down() -> None:
    spend("203.0.113.7")
    actions.flush_quotas(at=AT)
    first = Quota.objects.get().subject
    assert "203.0.113.7" not in first
    forget()
    spend("203.0.113.7", at=AT + timedelta(days=1))
    actions.flush_quotas(at=AT + timedelta(days=1))
    assert Quota.objects.get().subject != first
