"""After the close: count, read the screens, decide, publish, forget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.actions.cast_ballot import tell_hours
from civora.assembly.actions.known import mark
from civora.assembly.errors import AlreadyDecided, NotYetCounted, PaperDiffers
from civora.assembly.models import Ballot, BallotBox, BoxCount, ContactCode, PaperBatch, Turnout, Voter
from civora.assembly.queries.counts import ballots_of, hours_of, vote_of
from civora.assembly.rules import ballots as rules
from civora.assembly.rules import brought, counting, words
from civora.assembly.types.ballots import Ruling
from civora.core.quality import votes as screens
from civora.core.release.ballots import uniqueness
from civora.core.tally import methods
from civora.core.tally.types import Election
from civora.ledger import actions as ledger

KEPT = timedelta(days=90)


@transaction.atomic
def close_and_count(*, process: str, box: str, by: str, at: datetime) -> None:
    """Count a vote that is over, by its own rule and by the others, and run the screens. Nothing is public yet.

    Raises UnknownBox, NotYetCounted, PaperDiffers (a bundle of paper is not settled).
    """
    row = box_row(process, box, locked=True)
    rules.check_countable(row, at)
    if row.published_at is not None:
        raise AlreadyDecided(
            gettext("This result is public already."), next_step=gettext("It can be counted again by anyone.")
        )
    if PaperBatch.objects.filter(box=row, merged_at=None).exists():
        raise PaperDiffers(
            gettext("A bundle of paper ballots is not settled."), next_step=gettext("Settle or remove it, then count.")
        )
    BallotBox.objects.filter(pk=row.pk).update(counted_at=at)
    mixed(row)
    tell_hours(at=at)
    ballots = ballots_of(row)
    vote = vote_of(row)
    election = counting.election(vote, ballots)
    BoxCount.objects.update_or_create(
        box=row,
        defaults={
            "at": at, "outcomes": counting.outcomes(election, row.rule), "screens": screened(row, election) | {"ages": ages(row, ballots)},
            "uniqueness": asdict(uniqueness(Counter(ballots).values())), "decision": "", "reasons": "", "decided_at": None,
        },
    )  # fmt: skip
    ledger.record(events.BoxCounted(process, box, row.rule, len(ballots)), by=by, at=at)


def mixed(row: BallotBox) -> None:
    """Write all ballots anew in one transaction, so that not even the database's own bookkeeping tells them apart."""
    rows = list(Ballot.objects.filter(box=row).order_by("pk"))
    Ballot.objects.filter(box=row).delete()
    Ballot.objects.bulk_create(
        [Ballot(box=row, choices=one.choices, points=one.points, receipt=one.receipt) for one in rows], batch_size=2000
    )


def screened(row: BallotBox, election: Election) -> dict[str, list[dict[str, object]]]:
    """Identical ballots, bursts, and age groups that came far more often than the register has them."""
    said = {tuple(election.projects[one].id for one in pile.choices): pile.count for pile in election.piles}
    bands = dict(
        Voter.objects.filter(process=row.process_id).values_list("digest", "age_band")
    )  # of the register, to set the turnout against it
    came = set(Turnout.objects.filter(box=row).values_list("digest", flat=True))
    groups = screens.groups((("came",) if digest in came else (), band) for digest, band in bands.items())
    found = {"identical": screens.identical(said), "bursts": screens.bursts(hours_of(row)), "groups": groups}
    return {name: [asdict(one) for one in some] for name, some in found.items()}


def ages(row: BallotBox, ballots: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """What the ages in files of ballots showed, each with the winners if those ballots were not there."""
    found = []
    for one in row.brought:
        said = {name: value for name, value in one.items() if name != "gone"}
        found.append(said | {"without": winners_without(row, ballots, one["gone"]) if one["gone"] else None})
    return found


def winners_without(row: BallotBox, ballots: Sequence[tuple[str, str]], gone: Sequence[tuple[str, int]]) -> list[str]:
    election = counting.election(vote_of(row), brought.without(ballots, gone))
    return [election.projects[at].id for at in methods.run(election, row.rule).winners]


@transaction.atomic
def decide_result(*, process: str, box: str, ruling: Ruling, reasons: str, by: str, at: datetime) -> None:
    """Say, having read the screens, whether the result stands or the vote is to be repeated; with reasons, for all to read.

    Raises UnknownBox, NotYetCounted, BadWords, AlreadyDecided.
    """
    row = box_row(process, box, locked=True)
    count = BoxCount.objects.filter(box=row).first()
    if count is None:
        raise NotYetCounted(gettext("There is no count yet."), next_step=gettext("Count first."))
    if row.published_at is not None:
        raise AlreadyDecided(gettext("This result is public already."), next_step=gettext("Tell what is new as news."))
    text = words.check_text(reasons, gettext("The reasons"), most=2000)
    BoxCount.objects.filter(pk=count.pk).update(decision=ruling.value, reasons=text, decided_at=at)
    ledger.record(events.ResultDecided(process, box, ruling.value), by=by, at=at)


@transaction.atomic
def publish_result(*, process: str, box: str, by: str, at: datetime) -> None:
    """From now on everyone sees the result, the choice vectors, the receipts. Raises UnknownBox, NotYetCounted.

    The datasets are written by `publish_datasets`, which may be repeated.
    """
    row = box_row(process, box, locked=True)
    count = BoxCount.objects.filter(box=row).first()
    if count is None or not count.decision:
        raise NotYetCounted(
            gettext("The result has not been decided on."), next_step=gettext("Count, read the screens, then decide.")
        )
    if row.published_at is None:
        BallotBox.objects.filter(pk=row.pk).update(published_at=at, brought=[])
        PaperBatch.objects.filter(box=row).update(first_by="", second_by="")
        ledger.record(events.ResultPublished(process, box), by=by, at=at)
        mark("processes")


@transaction.atomic
def forget_turnout(*, at: datetime) -> int:
    """Ninety days after every result of a process is public, its register and turnout go. Returns how many lines."""
    due = BallotBox.objects.filter(published_at__lt=at - KEPT).values_list("process_id", flat=True)
    running = BallotBox.objects.exclude(published_at__lt=at - KEPT).values_list("process_id", flat=True)
    gone = 0
    for process in sorted(set(due) - set(running)):
        row = BallotBox.objects.filter(process=process).select_related("process")[0].process
        lines = sum(kind.objects.filter(process=process).delete()[0] for kind in (Voter, Turnout, ContactCode))
        if lines:
            ledger.record(events.TurnoutForgotten(row.key, lines), by="", at=at)
        gone += lines
    return gone
