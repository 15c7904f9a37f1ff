"""Who may change indicators and projects: staff of the organisation responsible, and administrators."""

from __future__ import annotations

from civora.core.policy.types import Reader
from civora.impact.errors import NotOwner
from civora.stewardship import rules as stewardship


def may_change(reader: Reader, owner: str) -> bool:
    return stewardship.is_steward(reader, owner)


def check_may_change(reader: Reader, owner: str) -> None:
    """Raises NotOwner."""
    if not may_change(reader, owner):
        raise NotOwner(
            "Only the organisation responsible may change this.",
            next_step=f"Ask {owner or 'an administrator'} for the role of publisher.",
        )
