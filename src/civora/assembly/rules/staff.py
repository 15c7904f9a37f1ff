"""Who runs a process."""

from __future__ import annotations

from django.utils.translation import gettext

from civora.assembly.errors import NotYours
from civora.core.policy.types import Reader

RUNNING = frozenset({"administrator", "publisher", "moderator", "election-officer"})


def runs_any(reader: Reader) -> bool:
    return reader.is_administrator or any(role in RUNNING for _, role in reader.roles)


def runs(reader: Reader, organisation: str) -> bool:
    return reader.is_administrator or any(key == organisation and role in RUNNING for key, role in reader.roles)


def check_runs(reader: Reader, organisation: str) -> None:
    """Raises NotYours."""
    if not runs(reader, organisation):
        raise NotYours(
            gettext("Only the organisation that runs this process may do this."),
            next_step=gettext("Ask its administrator for a role there."),
        )
