"""Ballots that another system collected (a counting machine, an older platform), as a `.pb` file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.actions.cast_ballot import costs
from civora.assembly.errors import BoxClosed
from civora.assembly.models import Ballot, BallotBox
from civora.assembly.rules import ballots as rules
from civora.assembly.rules import brought
from civora.assembly.types.ballots import BallotForm
from civora.core.tally import pb
from civora.core.tally.types import Pile
from civora.ledger import actions as ledger


@transaction.atomic
def import_ballots(*, process: str, box: str, text: str, by: str, at: datetime) -> int:
    """Put the ballots of a file into a box that is closed and not counted. Projects are named by their numbers.

    Who cast them was checked elsewhere, so they leave no turnout. Ages in the file are screened and not kept. Raises UnknownBox, BoxClosed, BrokenFile, BadBallot.
    """
    row = box_row(process, box, locked=True)
    if at < row.closes_at or row.counted_at is not None:
        raise BoxClosed(
            gettext("Ballots are brought in between the close and the count."),
            next_step=gettext("Wait for the close; after the count nothing is added."),
        )
    file = pb.read(text)
    election = pb.election(file)
    known, form = costs(row), BallotForm(row.form)
    numbers = [int(one.id) if one.id.isdecimal() else 0 for one in election.projects]
    made: list[Ballot] = []
    for pile in election.piles:
        said = rules.check_choices(row, known, *given(pile, numbers, form))
        made += [Ballot(box=row, choices=said.choices, points=said.points) for _ in range(pile.count)]
    Ballot.objects.bulk_create(made, batch_size=2000)
    BallotBox.objects.filter(pk=row.pk).update(brought=[*row.brought, *brought.findings(file)])
    ledger.record(events.BallotsImported(process, box, len(made)), by=by, at=at)
    return len(made)


def given(pile: Pile, numbers: list[int], form: BallotForm) -> tuple[dict[int, int], tuple[int, ...]]:
    chosen = tuple(numbers[one] for one in pile.choices)
    if form is BallotForm.RANKING:
        return {}, chosen
    return dict(zip(chosen, map(int, pile.points) if pile.points else [1] * len(chosen), strict=True)), ()
