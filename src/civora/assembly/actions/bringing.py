"""Votes on statements that were cast elsewhere: on paper, at a stand, in another tool."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, process_row
from civora.assembly.errors import BadWords, UnknownPart
from civora.assembly.models import Stand, Statement, Voice
from civora.ledger import actions as ledger

MOST = 2_000_000


@transaction.atomic
def bring_votes(*, process: str, votes: Mapping[tuple[str, int], int], by: str, at: datetime) -> int:
    """Take in (whose, statement) → 1, 0 or -1. Each of those people becomes a new voice under a random number that
    nobody can lead back; what they were called elsewhere is not kept. Returns how many people.

    Raises UnknownProcess, UnknownPart, BadWords.
    """
    row = process_row(process)
    shown = {one.number: one for one in Statement.objects.filter(process=row, state="shown")}
    check(votes, frozenset(shown))
    taken = set(Voice.objects.filter(process=row).values_list("number", flat=True))
    voices: dict[str, Voice] = {}
    for whose in sorted({whose for whose, _ in votes}, key=lambda _: secrets.token_bytes(8)):
        number = secrets.randbelow(900_000_000) + 100_000_000
        while number in taken:
            number = secrets.randbelow(900_000_000) + 100_000_000
        taken.add(number)
        voices[whose] = Voice(process=row, number=number)
    made = dict(zip(voices, Voice.objects.bulk_create(voices.values()), strict=True))
    Stand.objects.bulk_create(
        (Stand(voice=made[whose], statement=shown[number], choice=choice) for (whose, number), choice in votes.items()),
        batch_size=2000,
    )
    ledger.record(events.VotesBrought(process, len(made), len(votes)), by=by, at=at)
    mark("statements", "opinion-votes")
    return len(made)


def check(votes: Mapping[tuple[str, int], int], shown: frozenset[int]) -> None:
    if len(votes) > MOST or any(choice not in (-1, 0, 1) for choice in votes.values()):
        raise BadWords(
            gettext("A vote is 1, 0 or -1, and {most} fit at once.").format(most=MOST),
            next_step=gettext("Mend the file."),
        )
    missing = sorted({number for _, number in votes} - shown)
    if missing:
        raise UnknownPart(
            gettext("There is no statement {n} here that is shown.").format(n=missing[0]),
            next_step=gettext("Mend the file."),
        )
