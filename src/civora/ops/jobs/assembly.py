"""What people did in participation, as datasets; who came to a meeting, forgotten."""

from __future__ import annotations

from civora.assembly import actions
from civora.ops.boot import OPERATOR, now


def project() -> list[str]:
    """New versions of the datasets that have changed. Returns their keys."""
    return actions.project(by=OPERATOR, at=now())


def forget_guests() -> int:
    return actions.forget_guests(at=now())
