"""Votes for tests: one that is open on 15 May 2025, by accounts or by a register of three."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civora.assembly.actions import voting
from civora.assembly.models import BallotBox
from civora.assembly.rules import identity
from civora.assembly.rules.identity import Pass
from civora.assembly.types import Act, Kind
from civora.assembly.types.ballots import BallotForm, NewBox, NewItem, Way
from tests.factories.assembly import AT, DAY, STAFF, phase, process

COSTS = (60, 40, 40)
REGISTER = "document;born;district;sex\nL01X;1990-12-31;North;F\nL02X;1950-01-01;South;M\nL03X;2001-06-15;North;F\n"
CLOSE = AT + 10 * DAY
AFTER = CLOSE + DAY


def vote(key: str = "parks", *, of: str = "budget", costs: tuple[int, ...] = COSTS, **said: Any) -> str:
    """A vote in a process that it makes, if need be. Returns the key of the process."""
    from civora.assembly.models import Process

    if not Process.objects.filter(key=of).exists():
        process(of, kind=Kind.BUDGET, phases=(phase("Vote", -10, 10, frozenset({Act.BALLOT})),))
    given: dict[str, Any] = {
        "title": {"en": "Three parks"}, "form": BallotForm.APPROVAL, "rule": "equal-shares", "budget": 100,
        "opens_at": AT - DAY, "closes_at": CLOSE, "ways": (Way.ACCOUNT,),
        "items": tuple(NewItem({"en": f"Park {number}"}, cost) for number, cost in enumerate(costs, 1)),
    } | said  # fmt: skip
    voting.set_box(process=of, key=key, box=NewBox(**given), by=STAFF, at=AT - 5 * DAY)
    return of


def box(key: str = "parks") -> BallotBox:
    return BallotBox.objects.get(key=key)


def somebody(number: int = 1, person: str = "") -> Pass:
    return Pass(f"{number:064x}", "", person)


def cast(
    number: int = 1,
    choices: tuple[int, ...] = (1,),
    *,
    key: str = "parks",
    at: datetime = AT,
    token: str = "",
    **more: Any,
) -> voting.Receipt:
    return voting.cast_ballot(
        process="budget", box=key, voter=more.pop("voter", somebody(number)), given=dict.fromkeys(choices, 1),
        token=token or identity.new_token(box(key).pk), at=at, **more,
    )  # fmt: skip


def counted(key: str = "parks") -> None:
    voting.close_and_count(process="budget", box=key, by=STAFF, at=AFTER)
