"""The record of acts and reads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import DatabaseError, transaction

from civora.ledger import actions, queries
from civora.ledger.models import Entry, ReadCount

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BenchPainted:
    name: ClassVar[str] = "parks.bench.painted"
    colour: str
    email: str = ""


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    actions._counts.clear()
    yield
    actions._counts.clear()


def test_record_writes_name_and_facts() -> None:
    actions.record(BenchPainted("green"), by="eva@example.org", at=AT)
    found = queries.entries()[0]
    assert (found.event, found.by, found.at) == ("parks.bench.painted", "eva@example.org", AT)
    assert found.facts == {"colour": "green", "email": ""}


def test_an_act_that_fails_is_not_recorded() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.record(BenchPainted("green"), by="eva@example.org", at=AT)
        raise RuntimeError
    assert queries.entries() == ()


def test_entries_are_newest_first_and_of_one_kind() -> None:
    for colour in ("green", "red"):
        actions.record(BenchPainted(colour), by="", at=AT)
    assert [entry.facts["colour"] for entry in queries.entries(event="parks.bench.painted")] == ["red", "green"]
    assert queries.entries(event="parks.tree.felled") == ()
    assert len(queries.entries(limit=1)) == 1


def test_open_reads_are_counted_by_door_and_hour_and_name_nobody() -> None:
    for minute in (0, 59):
        actions.count_read(dataset="trees", door="page", at=AT.replace(minute=minute))
    actions.count_read(dataset="trees", door="explore", at=AT)
    actions.count_read(dataset="trees", door="page", at=AT + timedelta(hours=1))
    assert ReadCount.objects.count() == 0
    assert actions.flush_reads() == 4
    assert sorted(ReadCount.objects.values_list("door", "hour__hour", "reads")) == [
        ("explore", 7, 1), ("page", 7, 2), ("page", 8, 1),
    ]  # fmt: skip
    assert queries.reads("trees") == 4


def test_a_second_flush_adds_and_an_empty_one_does_nothing() -> None:
    for _ in range(2):
        actions.count_read(dataset="trees", door="page", at=AT)
        assert actions.flush_reads() == 1
    assert actions.flush_reads() == 0
    assert ReadCount.objects.get().reads == 2


def test_counts_that_cannot_be_written_are_kept(monkeypatch: Any) -> None:
    actions.count_read(dataset="trees", door="page", at=AT)

    def broken(counted: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched, pytest.raises(DatabaseError):
        patched.setattr(actions, "write_counts", broken)
        actions.flush_reads()
    assert actions.flush_reads() == 1


def test_counts_of_many_threads_are_all_there() -> None:
    def read() -> None:
        for _ in range(500):
            actions.count_read(dataset="trees", door="page", at=AT)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert actions.flush_reads() == 2000


def test_a_renamed_dataset_keeps_its_reads() -> None:
    actions.count_read(dataset="trees", door="page", at=AT)
    actions.flush_reads()
    actions.count_read(dataset="trees", door="page", at=AT)
    actions.count_read(dataset="woods", door="page", at=AT)
    actions.record_access(by="eva@example.org", dataset="trees", version=1, door="page", at=AT)
    actions.rename_dataset(old="trees", new="woods")
    actions.flush_reads()
    assert (queries.reads("trees"), queries.reads("woods")) == (0, 4)


def test_a_pseudonym_takes_the_place_of_an_account() -> None:
    actions.record(BenchPainted("green", "eva@example.org"), by="eva@example.org", at=AT)
    actions.rename_actor(old="eva@example.org", new="forgotten-1")
    found = queries.entries()[0]
    assert (found.by, found.facts) == ("forgotten-1", {"colour": "green", "email": "forgotten-1"})


def test_what_is_over_is_removed() -> None:
    actions.record(BenchPainted("old"), by="", at=AT - timedelta(days=3660))
    actions.record(BenchPainted("new"), by="", at=AT - timedelta(days=3640))
    actions.record_access(by="eva@example.org", dataset="trees", version=1, door="page", at=AT - timedelta(days=740))
    actions.record_access(by="eva@example.org", dataset="trees", version=1, door="page", at=AT)
    assert actions.remove_expired(at=AT) == 2
    assert Entry.objects.get().facts["colour"] == "new"
    assert queries.reads("trees") == 1
