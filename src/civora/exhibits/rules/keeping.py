"""Who may keep exhibits, and how they go from draft to shown to withdrawn."""

from __future__ import annotations

from civora.core.policy.types import Reader
from civora.exhibits.errors import WrongStatus
from civora.exhibits.types import Status
from civora.stewardship import rules as stewardship

NEXT = {
    Status.DRAFT: {Status.PUBLISHED, Status.WITHDRAWN},
    Status.PUBLISHED: {Status.WITHDRAWN, Status.DRAFT},
    Status.WITHDRAWN: {Status.PUBLISHED, Status.DRAFT},
}


def check_may_keep(reader: Reader, owner: str) -> None:
    """Stewards of the owning organisation, and administrators. Raises NotSteward."""
    stewardship.check_is_steward(reader, owner)


def may_keep(reader: Reader, owner: str) -> bool:
    return stewardship.is_steward(reader, owner)


def check_can_become(now: Status, wanted: Status) -> None:
    """Raises WrongStatus."""
    if wanted not in NEXT[now]:
        raise WrongStatus(f"This exhibit is {now.value}; it cannot become {wanted.value}.", next_step="Load it again.")
