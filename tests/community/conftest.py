"""A city with a few datasets, residents and staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from civora.core.policy.types import Reader
from tests.factories.publishing import published

EVA, BEN = Reader("eva@example.org"), Reader("ben@example.org")
STAFF = Reader("staff@example.org", frozenset({"city"}), frozenset(), frozenset({("city", "publisher")}))
MODERATOR = Reader("mo@example.org", roles=frozenset({("city", "moderator")}))


def test_readers_are_who_they_seem() -> None:
    assert STAFF.roles
    assert not EVA.roles


@pytest.fixture
def trees(portal: Path, tmp_path: Path, settings: object) -> None:
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"  # type: ignore[attr-defined]  # pytest-django's settings
    published(tmp_path)
