"""What people made of the data, as a dataset; listings that have expired, forgotten."""

from __future__ import annotations

from civora.community import actions
from civora.ops.boot import OPERATOR, now


def project() -> bool:
    """A new version of `reuses` where it has changed."""
    return actions.project(by=OPERATOR, at=now())


def forget_listings() -> int:
    return actions.forget_listings(at=now())
