"""Who may vote: the register, code letters, codes by message. Each way ends in a pass, which only the voter holds."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.actions.known import process_row
from civora.assembly.errors import BadRegister, NotEligible, TooMany
from civora.assembly.models import ContactCode, Electorate, Voter
from civora.assembly.models.ballots import BallotBox
from civora.assembly.rules import ballots, identity
from civora.assembly.rules.identity import Pass
from civora.assembly.types.ballots import Channel, Way
from civora.ledger import actions as ledger

CODE_MINUTES, MOST_TRIES, MOST_A_MINUTE = 20, 5, 300
COLUMNS = ("document", "born")
BANDS = ((14, "0-13"), (18, "14-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"), (75, "60-74"), (200, "75+"))


@transaction.atomic
def load_register(*, process: str, text: str, by: str, at: datetime) -> int:
    """Take a register of residents (CSV: document, born, and optionally district, sex) in place of the one before.

    Only hashes and coarse groups are stored. Returns how many people it has. Raises UnknownProcess, BadRegister.
    """
    row = process_row(process)
    check_not_open(row.pk, at)
    secret = secret_of(row.pk)
    voters = [
        Voter(process=row, digest=identity.digest(secret, "resident", who), district=district, sex=sex, age_band=band)
        for who, district, sex, band in people(text, at.date())
    ]
    if len({one.digest for one in voters}) < len(voters):
        raise BadRegister(gettext("The register names a person twice."), next_step=gettext("Remove the double lines."))
    Voter.objects.filter(process=row).delete()
    Voter.objects.bulk_create(sorted(voters, key=lambda one: one.digest), batch_size=2000)
    ledger.record(events.RegisterLoaded(process, len(voters)), by=by, at=at)
    return len(voters)


def check_not_open(process: int, at: datetime) -> None:
    if BallotBox.objects.filter(process=process, opens_at__lte=at).exists():
        raise BadRegister(
            gettext("Voting has begun: the register cannot be changed any more."),
            next_step=gettext("Add single people at the desk."),
        )


def people(text: str, today: date) -> Iterator[tuple[str, str, str, str]]:
    """(identity, district, sex, age band) of each line. Raises BadRegister with the line."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if ";" in text[:500] else ",")
    missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
    if missing:
        raise BadRegister(
            gettext("The register has no column {name}.").format(name=missing[0]),
            next_step=gettext("Name the columns document, born, district, sex."),
        )
    for line in lines:
        try:
            born = date.fromisoformat((line["born"] or "").strip())
        except ValueError:
            raise BadRegister(
                gettext("Line {n}: the date of birth cannot be read.").format(n=lines.line_num),
                next_step=gettext("Write it as 1990-12-31."),
            ) from None
        if not (line["document"] or "").strip():
            raise BadRegister(
                gettext("Line {n}: the document number is missing.").format(n=lines.line_num),
                next_step=gettext("Fill it in or remove the line."),
            )
        sex = (line.get("sex") or "").strip().upper()[:1]
        district = (line.get("district") or "").strip()[:100]
        yield identity.resident(line["document"], born), district, sex, age_band(born, today)


def age_band(born: date, today: date) -> str:
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return next((name for below, name in BANDS if years < below), "")


@transaction.atomic
def make_codes(*, process: str, by: str, at: datetime) -> tuple[str, ...]:
    """One code for a letter to each person of the register, in the order of the hashes; earlier codes are void.

    They are shown this once. Raises UnknownProcess.
    """
    row = process_row(process)
    check_not_open(row.pk, at)
    secret = secret_of(row.pk)
    voters = list(Voter.objects.filter(process=row).order_by("digest"))
    codes = tuple(identity.new_code() for _ in voters)
    for voter, code in zip(voters, codes, strict=True):
        voter.code = identity.digest(secret, "code", code)
    Voter.objects.bulk_update(voters, ["code"], batch_size=500)
    ledger.record(events.CodesMade(process, len(codes)), by=by, at=at)
    return codes


def secret_of(process: int) -> str:
    made, _ = Electorate.objects.get_or_create(process_id=process, defaults={"secret": identity.new_secret()})
    return made.secret


# ---- showing that one may vote -----------------------------------------------------------------------------------


def refused() -> NotEligible:
    """The same words whether somebody is not in the register, has another birthday, or voted already."""
    return NotEligible(
        gettext("This does not match the register of this vote."),
        next_step=gettext("Check number and date, or come to the desk with your document."),
    )


def show_account(*, process: str, box: str, account: str, groups: frozenset[str]) -> Pass:
    """A signed-in account, a member of the group where one is asked for. Raises UnknownBox, NotEligible."""
    row = box_row(process, box)
    if Way.ACCOUNT not in row.ways or not account or (row.group and row.group not in groups):
        raise NotEligible(
            gettext("Your account may not take part in this vote."),
            next_step=gettext("Sign in with an account of a resident, or ask the city to confirm yours."),
        )
    return Pass(identity.digest(secret_of(row.process_id), "account", account.lower()), "", account.lower())


def show_attribute(*, process: str, box: str, account: str, attributes: dict[str, object]) -> Pass:
    """An account whose identity provider states the attribute `name=value` that the vote asks for."""
    row = box_row(process, box)
    name, _, value = row.group.partition("=")
    if Way.OIDC not in row.ways or not account or not name or str(attributes.get(name, "")) != value:
        raise NotEligible(
            gettext("Your sign-in does not state what this vote asks for."),
            next_step=gettext("Sign in with the city’s service account."),
        )
    who = str(attributes.get("sub") or account.lower())
    return Pass(identity.digest(secret_of(row.process_id), "oidc", who), "", account.lower())


def show_resident(
    *, process: str, box: str, document: str, born: str, account: str = "", channel: Channel = Channel.ONLINE
) -> Pass:
    """Document number and date of birth, as in the register. Raises UnknownBox, NotEligible."""
    row = box_row(process, box)
    way = Way.DESK if channel is not Channel.ONLINE else Way.REGISTER
    if way not in row.ways:
        raise refused()
    try:
        who = identity.resident(document[:100], date.fromisoformat(born.strip()))
    except ValueError:
        raise refused() from None
    found = identity.digest(secret_of(row.process_id), "resident", who)
    return in_district(row, Voter.objects.filter(process_id=row.process_id, digest=found).first(), account, channel)


def show_code(*, process: str, box: str, code: str, account: str = "") -> Pass:
    """The code of a letter. Raises UnknownBox, NotEligible."""
    row = box_row(process, box)
    if Way.CODE not in row.ways:
        raise refused()
    found = identity.digest(secret_of(row.process_id), "code", identity.plain_code(code))
    return in_district(
        row, Voter.objects.filter(process_id=row.process_id, code=found).first(), account, Channel.ONLINE
    )


def in_district(row: BallotBox, voter: Voter | None, account: str, channel: Channel) -> Pass:
    if voter is None or (row.district and voter.district and voter.district != row.district):
        raise refused()
    return Pass(voter.digest, voter.district, account.lower(), channel)


@transaction.atomic
def send_code(*, process: str, box: str, address: str, at: datetime) -> None:
    """Send a code to an e-mail address or telephone. Raises UnknownBox, NotEligible, BoxClosed, TooMany.

    The answer is the same whether the address has voted or not.
    """
    row = box_row(process, box)
    if Way.MESSAGE not in row.ways:
        raise refused()
    ballots.check_open(row, at)
    plain = identity.contact(address)
    check_flood(row.process_id, at)
    found = identity.digest(secret_of(row.process_id), "contact", plain)
    known = ContactCode.objects.select_for_update().filter(process_id=row.process_id, digest=found).first()
    if known and known.sent_at > at - timedelta(minutes=1):
        raise TooMany(
            gettext("A code was sent to this address a moment ago."),
            next_step=gettext("Wait a minute, then try again."),
        )
    code = identity.new_code(8)
    ContactCode.objects.update_or_create(
        process_id=row.process_id, digest=found, defaults={"code": hashed(found, code), "sent_at": at, "tries": 0}
    )
    transaction.on_commit(lambda: deliver(plain, identity.spaced(code)))


@transaction.atomic
def forget_codes(*, at: datetime) -> int:
    """Codes that hold no longer are removed. Returns how many."""
    return int(ContactCode.objects.filter(sent_at__lte=at - timedelta(minutes=CODE_MINUTES)).delete()[0])


def check_flood(process: int, at: datetime) -> None:
    """Nobody makes this site write to half the city. Raises TooMany."""
    if ContactCode.objects.filter(process=process, sent_at__gt=at - timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        raise TooMany(
            gettext("Many codes are being sent just now."), next_step=gettext("Wait a minute, then try again.")
        )


def hashed(contact: str, code: str) -> str:
    return hashlib.sha256(f"{contact}:{code}".encode()).hexdigest()


def deliver(to: str, code: str) -> None:
    """By mail; a telephone number goes to the gateway's mail address."""
    EmailMessage(
        subject=gettext("Your code for the vote"),
        body=gettext("Your code is {code}. It holds for {minutes} minutes. Give it to nobody.").format(
            code=code, minutes=CODE_MINUTES
        ),
        to=[to if "@" in to else f"{to}@sms.invalid"],
    ).send()


def show_message(*, process: str, box: str, address: str, code: str, at: datetime, account: str = "") -> Pass:
    """The code that was sent. Five wrong tries void it. Raises UnknownBox, NotEligible."""
    row = box_row(process, box)
    if Way.MESSAGE not in row.ways:
        raise refused()
    found = identity.digest(secret_of(row.process_id), "contact", identity.contact(address))
    known = ContactCode.objects.filter(
        process_id=row.process_id, digest=found, tries__lt=MOST_TRIES, sent_at__gt=at - timedelta(minutes=CODE_MINUTES)
    )
    if (
        known.update(tries=F("tries") + 1)
        and ContactCode.objects.filter(
            process_id=row.process_id, digest=found, code=hashed(found, identity.plain_code(code))
        ).exists()
    ):
        return Pass(found, "", account.lower())
    raise NotEligible(gettext("This code does not fit."), next_step=gettext("Check it, or have another one sent."))
