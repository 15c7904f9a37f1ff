"""The one lake of this process, and what it has counted."""

from __future__ import annotations

import atexit
import threading
from collections import Counter

from django.conf import settings

from civora.lake.run import Lake
from civora.lake.types import LakeConfig, Limits, Statement

_lock = threading.Lock()
_lake: Lake | None = None
counted: Counter[str] = Counter()


def lake() -> Lake:
    """Made on first use: a child process in the web server, in this process elsewhere."""
    global _lake  # noqa: PLW0603 (one per process, by design)
    with _lock:
        if _lake is None:
            _lake = made(LakeConfig(**settings.CIVORA_LAKE))
            atexit.register(close)
        return _lake


def made(config: LakeConfig) -> Lake:
    if settings.CIVORA_LAKE_ENGINE == "process":
        from civora.lake.engine import EngineLake  # noqa: PLC0415 (only the web server starts a child)

        return EngineLake(config)
    from civora.lake.local import LocalLake  # noqa: PLC0415 (loads DuckDB into this process)

    return LocalLake(config)


def close() -> None:
    """Let go of the lake; the next question opens it again."""
    global _lake  # noqa: PLW0603 (as above)
    with _lock:
        if _lake is not None:
            _lake.close()
            _lake = None


def limits(rows: int = 100_000) -> Limits:
    return Limits(seconds=settings.CIVORA_LAKE_QUESTION_SECONDS, rows=rows)


def knock() -> None:
    """Raises the lake's errors where it cannot answer."""
    lake().ask(Statement("SELECT 1", (), ()), Limits(seconds=5, rows=1))


def metrics() -> dict[str, int]:
    return dict(counted)
