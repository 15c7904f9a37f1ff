"""Processes for tests: one that runs on 15 May 2025, with everything open that the test does not close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from civora.assembly import actions
from civora.assembly.types import Act, Kind, NewPhase, NewProcess
from civora.people import actions as people

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
DAY = timedelta(days=1)
STAFF = "staff@example.org"


def phase(title: str = "Ideas", start: int = -10, end: int = 10, acts: frozenset[Act] = frozenset(Act)) -> NewPhase:
    """From `start` to `end`, in days from now."""
    return NewPhase({"en": title}, AT + start * DAY, AT + end * DAY, acts)


def process(
    key: str = "trees",
    *,
    phases: tuple[NewPhase, ...] = (),
    opened: bool = True,
    at: datetime | None = None,
    **said: Any,
) -> str:
    given = {
        "kind": Kind.CONSULTATION,
        "title": {"en": "Where should trees grow?"},
        "summary": {"en": "Tell us."},
    } | said
    actions.set_process(
        key=key, process=NewProcess(phases=phases or (phase(),), organisation="city", **given), by=STAFF, at=at or AT - 20 * DAY
    )  # fmt: skip
    if opened:
        actions.open_process(key=key, by=STAFF, at=AT - 20 * DAY)
    return key


def person(name: str = "ada", role: str = "viewer") -> str:
    email = f"{name}@example.org"
    people.add_person(email=email, role=role, organisation="city" if role != "viewer" else "", by="t", at=AT)
    return email
