"""What is counted in memory is written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError

from civora.ledger import actions as ledger_actions
from civora.ledger import queries as ledger
from civora.site import counters
from civora.stewardship import actions as stewardship

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: Any) -> None:
    """The test's transaction must stay open."""
    monkeypatch.setattr(counters, "close_old_connections", lambda: None)
    ledger_actions._counts.clear()


def test_flush_writes_reads_and_calls() -> None:
    ledger_actions.count_read(dataset="trees", door="page", at=AT)
    counters.flush()
    assert ledger.reads("trees") == 1


def test_a_locked_database_loses_nothing_and_stops_nothing(monkeypatch: Any, caplog: Any) -> None:
    ledger_actions.count_read(dataset="trees", door="page", at=AT)

    def locked(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(ledger_actions, "write_counts", locked)
        counters.flush()
    assert "kept for the next flush" in caplog.text
    counters.flush()
    assert ledger.reads("trees") == 1


def test_the_thread_flushes_until_it_is_stopped(monkeypatch: Any) -> None:
    import threading

    flushed = threading.Event()
    monkeypatch.setattr(counters, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(counters, "flush", flushed.set)
    monkeypatch.setattr(counters.atexit, "register", lambda _: None)
    stopped = counters.start()
    assert flushed.wait(5)
    stopped.set()
    assert stewardship.flush_quotas(at=AT) >= 0
