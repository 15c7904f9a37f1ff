"""What is kept for a time only, removed when it is over."""

from __future__ import annotations

from civora.ledger import actions as ledger
from civora.ops.boot import now


def remove_expired() -> int:
    """Reads after two years, acts after ten. Returns how many lines."""
    return ledger.remove_expired(at=now())
