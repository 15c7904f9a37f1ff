"""Nothing that one test made is known to the next."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from civora.assembly.queries import likeness


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()
    likeness.forget()
