"""Paper ballots: who votes on paper is marked at the desk; bundles are entered twice, by two people, and settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.actions.cast_ballot import costs
from civora.assembly.errors import AlreadyVoted, BadBallot, NotYours, PaperDiffers, UnknownBox
from civora.assembly.models import Ballot, BallotBox, PaperBatch, PaperSheet, Turnout
from civora.assembly.queries.counts import differing
from civora.assembly.rules import ballots as rules
from civora.assembly.rules.ballots import Said
from civora.assembly.rules.identity import Pass
from civora.assembly.types.ballots import Channel
from civora.ledger import actions as ledger

Given = tuple[Mapping[int, int], Sequence[int]]


@transaction.atomic
def mark_paper(*, process: str, box: str, voter: Pass, by: str, at: datetime) -> None:
    """Somebody of the register takes a paper ballot: she cannot vote another way any more.

    Raises UnknownBox, BoxClosed, AlreadyVoted.
    """
    row = box_row(process, box)
    rules.check_open(row, at)
    try:
        with transaction.atomic():
            Turnout.objects.create(
                process_id=row.process_id, box=row, scope=row.scope, digest=voter.digest, day=at.date(),
                channel=Channel.PAPER.value,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyVoted(
            gettext("This person has voted already."), next_step=gettext("No paper ballot can be handed out.")
        ) from None
    ledger.record(events.PaperMarked(process, box), by=by, at=at)


@transaction.atomic
def enter_paper(*, process: str, box: str, batch: int, sheets: Sequence[Given], by: str, at: datetime) -> int:
    """One reading of a bundle, sheet by sheet. The second must be by somebody else. Returns which reading it was.

    Raises UnknownBox, BadBallot (with the sheet), NotYours, PaperDiffers (more sheets than people were marked).
    """
    row = box_row(process, box, locked=True)
    check_bundle(row, batch, len(sheets))
    said = [checked(row, number, one) for number, one in enumerate(sheets, 1)]
    known = PaperBatch.objects.select_for_update().filter(box=row, number=batch).first()
    if known is None:
        made = PaperBatch.objects.create(box=row, number=batch, sheets=len(sheets), first_by=by)
        return written(made, 1, said, process, box, by=by, at=at)
    if known.merged_at or known.second_by or known.first_by == by:
        raise NotYours(
            gettext("A bundle is entered twice, by two different people."),
            next_step=gettext("Have a colleague enter it, or settle the sheets that differ."),
        )
    if known.sheets != len(sheets):
        raise PaperDiffers(
            gettext("The first reading has {first} sheets, this one {second}.").format(
                first=known.sheets, second=len(sheets)
            ),
            next_step=gettext("Count the sheets again."),
        )
    PaperBatch.objects.filter(pk=known.pk).update(second_by=by)
    return written(known, 2, said, process, box, by=by, at=at)


def check_bundle(row: BallotBox, batch: int, sheets: int) -> None:
    if not 1 <= sheets <= rules.MOST_SHEETS:
        raise BadBallot(
            gettext("A bundle has 1 to {most} sheets.").format(most=rules.MOST_SHEETS), next_step=gettext("Split it.")
        )
    marked = Turnout.objects.filter(box=row, channel=Channel.PAPER.value).count()
    others = sum(PaperBatch.objects.filter(box=row).exclude(number=batch).values_list("sheets", flat=True))
    if others + sheets > marked:
        raise PaperDiffers(
            gettext("There are {sheets} sheets, but {marked} people were marked as voting on paper.").format(
                sheets=others + sheets, marked=marked
            ),
            next_step=gettext("Find the difference before entering."),
        )
    if row.counted_at is not None:
        raise PaperDiffers(gettext("This vote is counted."), next_step=gettext("Paper has to be entered before."))


def checked(row: BallotBox, number: int, given: Given) -> Said:
    try:
        return rules.check_choices(row, costs(row), *given)
    except BadBallot as error:
        raise BadBallot(
            gettext("Sheet {n}: {error}").format(n=number, error=error.message), next_step=error.next_step
        ) from None


def written(
    batch: PaperBatch, number: int, said: Sequence[Said], process: str, box: str, *, by: str, at: datetime
) -> int:
    PaperSheet.objects.bulk_create([
        PaperSheet(batch=batch, sheet=sheet, pass_number=number, choices=one.choices, points=one.points)
        for sheet, one in enumerate(said, 1)
    ])  # fmt: skip
    ledger.record(events.PaperEntered(process, box, batch.number, number), by=by, at=at)
    return number


@transaction.atomic
def settle_sheet(*, process: str, box: str, batch: int, sheet: int, given: Given, by: str, at: datetime) -> None:
    """What both people, looking at the sheet together, read. Raises UnknownBox, BadBallot."""
    row = box_row(process, box, locked=True)
    known = batch_row(row, batch)
    said = checked(row, sheet, given)
    PaperSheet.objects.update_or_create(
        batch=known, sheet=sheet, pass_number=3, defaults={"choices": said.choices, "points": said.points}
    )
    ledger.record(events.PaperEntered(process, box, batch, 3), by=by, at=at)


def batch_row(row: BallotBox, number: int) -> PaperBatch:
    found = PaperBatch.objects.select_for_update().filter(box=row, number=number, merged_at=None).first()
    if found is None:
        raise UnknownBox(gettext("There is no open bundle {n}.").format(n=number), next_step=gettext("Enter it first."))
    return found


@transaction.atomic
def merge_paper(*, process: str, box: str, batch: int, by: str, at: datetime) -> int:
    """Both readings agree: the sheets become ballots like all others. Raises UnknownBox, PaperDiffers."""
    row = box_row(process, box, locked=True)
    known = batch_row(row, batch)
    apart = differing(known)
    if apart or not known.second_by:
        raise PaperDiffers(
            gettext("These sheets were read differently: {sheets}.").format(sheets=rules.joined(apart))
            if apart else gettext("The bundle was entered only once."),
            next_step=gettext("Look at them together and settle them."),
        )  # fmt: skip
    last = {one.sheet: one for one in PaperSheet.objects.filter(batch=known).order_by("pass_number")}
    Ballot.objects.bulk_create([Ballot(box=row, choices=one.choices, points=one.points) for one in last.values()])
    PaperBatch.objects.filter(pk=known.pk).update(merged_at=at)
    PaperSheet.objects.filter(batch=known).delete()
    ledger.record(events.PaperMerged(process, box, batch, len(last)), by=by, at=at)
    return len(last)
