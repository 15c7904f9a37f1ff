"""Casting a ballot and changing one. What is written cannot be joined: see ADR 0020."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.errors import AlreadyVoted, NoSuchReceipt
from civora.assembly.models import Ballot, BallotBox, BallotItem, HourTotal, Turnout
from civora.assembly.rules import ballots as rules
from civora.assembly.rules import identity
from civora.assembly.rules.identity import Pass
from civora.ledger import actions as ledger
from civora.people.models import Person

PARTS = 8  # rows that an hour's total is spread over


@dataclass(frozen=True, slots=True)
class Receipt:
    """Shown once, to the voter alone. `code` proves inclusion after the close, and is needed to change the ballot."""

    code: str
    is_repeat: bool = False


def cast_ballot(
    *,
    process: str,
    box: str,
    voter: Pass,
    given: Mapping[int, int],
    order: Sequence[int] = (),
    token: str,
    at: datetime,
) -> Receipt:
    """Put one ballot in the box. The same form sent twice is the same ballot.

    Raises UnknownBox, BoxClosed, BadBallot, AlreadyVoted. The ledger has the total of each hour, later (`tell_hours`).
    """
    row = box_row(process, box)
    receipt = identity.receipt_of(row.pk, token)
    said = rules.check_choices(row, costs(row), given, order)
    rules.check_open(row, at)
    hashed = identity.receipt_hash(row.pk, receipt)
    try:
        enter(row, voter, said, hashed, at)
    except IntegrityError:
        if Ballot.objects.filter(box=row, receipt=hashed).exists():
            return Receipt(receipt, is_repeat=True)
        raise AlreadyVoted(
            gettext("A ballot was cast with this proof already."),
            next_step=gettext("If it was yours, you can change it with the code of your receipt until the close."),
        ) from None
    return Receipt(receipt)


def check(*, process: str, box: str, given: Mapping[int, int], order: Sequence[int] = (), at: datetime) -> None:
    """Whether such a ballot would be taken now. Nothing is kept of it. Raises UnknownBox, BoxClosed, BadBallot."""
    row = box_row(process, box)
    rules.check_open(row, at)
    rules.check_choices(row, costs(row), given, order)


@transaction.atomic
def enter(row: BallotBox, voter: Pass, said: rules.Said, hashed: str, at: datetime) -> None:
    """All or nothing: that somebody voted, and (apart from it) what was voted."""
    person = Person.objects.filter(email=voter.person).first() if voter.person else None
    Turnout.objects.create(
        process_id=row.process_id, box=row, scope=row.scope, digest=voter.digest, person=person, day=at.date(),
        channel=voter.channel.value,
    )  # fmt: skip
    rules.check_open(BallotBox.objects.get(pk=row.pk), at)  # the count may have begun since
    Ballot.objects.create(box=row, choices=said.choices, points=said.points, receipt=hashed)
    add_to_hour(row, at)


def add_to_hour(row: BallotBox, at: datetime) -> None:
    hour, part = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0), secrets.randbelow(PARTS)
    if not HourTotal.objects.filter(box=row, hour=hour, part=part).update(cast=F("cast") + 1):
        made, is_new = HourTotal.objects.get_or_create(box=row, hour=hour, part=part, defaults={"cast": 1})
        if not is_new:
            HourTotal.objects.filter(pk=made.pk).update(cast=F("cast") + 1)


def costs(row: BallotBox) -> dict[int, int]:
    return dict(BallotItem.objects.filter(box=row, is_withdrawn=False).values_list("number", "cost"))


@transaction.atomic
def change_ballot(
    *, process: str, box: str, receipt: str, given: Mapping[int, int], order: Sequence[int] = (), at: datetime
) -> None:
    """Put other choices in the place of those on the ballot with this receipt, until the close.

    Raises UnknownBox, BoxClosed, BadBallot, NoSuchReceipt (also where the vote does not allow changes).
    """
    row = box_row(process, box)
    said = rules.check_choices(row, costs(row), given, order)
    rules.check_open(row, at)
    hashed = identity.receipt_hash(row.pk, identity.plain_receipt(receipt))
    changed = row.may_change and Ballot.objects.filter(box=row, receipt=hashed).update(
        choices=said.choices, points=said.points
    )
    rules.check_open(BallotBox.objects.get(pk=row.pk), at)
    if not changed:
        raise NoSuchReceipt(
            gettext("No ballot can be changed with this code."),
            next_step=gettext("Check the code on your receipt. Without it a ballot cannot be found, by anybody."),
        )


@transaction.atomic
def tell_hours(*, at: datetime) -> int:
    """The totals of hours that are over go to the ledger. Returns how many lines."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    over = HourTotal.objects.select_for_update().filter(hour__lt=hour).select_related("box__process")
    totals: dict[tuple[str, str, datetime], int] = {}
    for one in over:
        key = (one.box.process.key, one.box.key, one.hour)
        totals[key] = totals.get(key, 0) + one.cast
    for (process, box, when), cast in sorted(totals.items()):
        ledger.record(events.BallotsCast(process, box, when.isoformat(), cast), by="", at=at)
    HourTotal.objects.filter(pk__in=[one.pk for one in over]).delete()
    return len(totals)
