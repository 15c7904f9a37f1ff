"""Letters to those who follow something."""

from __future__ import annotations

from importlib import import_module

from civora.ops.boot import now


def send() -> int:
    """What is due goes out. Returns how many letters."""
    return int(import_module("civora.courier.digests").send(at=now()))  # surfaces do not import each other
