"""What whoever operates the portal asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from civora.core.errors import Busy
from civora.site import health


def test_the_process_answers_without_a_database(client: Any) -> None:
    assert client.get("/-/health").json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_with_database_and_lake(client: Any, portal: Path) -> None:
    assert portal.exists()
    found = client.get("/-/ready")
    assert (found.status_code, found.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize("error", [OperationalError("no such table: secret"), Busy("The engine is starting.")])
def test_not_ready_says_why_and_no_more(client: Any, monkeypatch: Any, error: Exception) -> None:
    def broken() -> int:
        raise error

    monkeypatch.setattr(health.catalog, "revision", broken)
    found = client.get("/-/ready")
    assert found.status_code == 503
    assert found.json()["why"] in {"The database does not answer.", "The engine is starting."}


def test_metrics_are_numbers_by_name(client: Any) -> None:
    found = client.get("/-/metrics")
    assert found["Content-Type"].startswith("text/plain")
    for line in found.content.decode().splitlines():
        name, _, value = line.partition(" ")
        assert name.startswith("civora_")
        assert float(value) >= 0
