"""What the clock does for votes: totals of hours into the ledger, codes and turnout forgotten in time."""

from __future__ import annotations

from civora.assembly.actions import voting
from civora.ops.boot import now


def tell_hours() -> int:
    """Ballots by hour, of hours that are over. Returns how many lines."""
    voting.forget_codes(at=now())
    return voting.tell_hours(at=now())


def forget_turnout() -> int:
    """Register and turnout go ninety days after the result. Returns how many lines."""
    return voting.forget_turnout(at=now())
