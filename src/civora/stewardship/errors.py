"""What can go wrong with policies and quotas."""

from __future__ import annotations

from datetime import datetime

from civora.core.errors import NotAllowed, Refused, TooMuch


class BadPolicy(Refused):
    """A policy that names no known audience, field or condition."""

    code = "stewardship.bad_policy"


class NotSteward(NotAllowed):
    """Only the publishing organisation's staff and administrators change a dataset."""

    code = "stewardship.not_steward"


class QuotaSpent(TooMuch):
    """More calls today than this address or key may make."""

    code = "stewardship.quota_spent"

    def __init__(self, limit: int, resets_at: datetime) -> None:
        super().__init__(
            "Too many requests on the domain. Please contact the domain administrator.",
            next_step=f"The count begins anew at {resets_at:%Y-%m-%dT%H:%M:%SZ}. A key allows more.",
        )
        self.limit = limit
        self.resets_at = resets_at
