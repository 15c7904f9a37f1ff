"""What a reporter does: send, join, write, reopen, confirm, claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from civora.ledger import actions as ledger
from civora.reports import events, models, queries, rules
from civora.reports.actions.lines import announce, enter, known
from civora.reports.errors import BadReport, NoPlace, UnknownCode
from civora.reports.rules import personal, places
from civora.reports.types import Channel, Contact, Place, Sent, Status, Turn, Who
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.voices.types import Cadence


def check(*, category: str, place: Place, description: str, answers: Mapping[str, Sequence[str]]) -> str:
    """All that can be wrong with a report before it is sent. Returns the area it lies in.

    Raises UnknownCategory, NoPlace, OutsideTheCity, NotHere, BadAnswer, BadReport.
    """
    found = queries.category(category)
    area = places.check_place(place, queries.areas())
    places.check_offered(found, area)
    rules.answers(found.questions, answers)
    if not rules.words(description) and not answers:
        raise BadReport("There is no description yet.", next_step="Say in a sentence what is wrong.")
    return area


def report(
    *,
    category: str,
    place: Place,
    description: str,
    sent: str,
    at: datetime,
    answers: Mapping[str, Sequence[str]] | None = None,
    contact: Contact | None = None,
    photos: Sequence[bytes] = (),
    is_public: bool = True,
    channel: Channel = Channel.WEB,
    address: str = "",
    lang: str = "",
    by: str = "",
    token: str = "",
    is_example: bool = False,
) -> Sent:
    """Send a report. `sent` is a secret of the form's own: sent twice, the first report is answered again.

    `address` is the network address, counted by the day and not kept. Personal data that was spotted is masked in what
    becomes public. Raises what `check` raises, TooManyReports, BadPicture, PictureTooLarge.
    """
    rules.check_sent(sent)
    code = rules.code(sent, settings.SECRET_KEY)
    known_before = models.Report.objects.filter(sent=rules.digest(sent)).values_list("key", flat=True).first()
    if known_before:
        return Sent(known_before, code, is_repeated=True)
    area = check(category=category, place=place, description=description, answers=answers or {})
    person = rules.contact(contact or Contact())
    if address:
        rules.check_may_send(voices.count_address(kind="report", address=address, at=at))
    made = Made(category, place, area, rules.words(description), answers or {})
    with transaction.atomic():
        row, is_new = models.Report.objects.get_or_create(
            sent=rules.digest(sent),
            defaults=values(made, at) | {
                "key": rules.key(), "code": rules.digest(code), "owner": by, "channel": channel.value, "lang": lang[:5], "at": at,
                "changed_at": at, "is_public": is_public, "token": rules.digest(token) if token else "", "is_example": is_example,
            },
        )  # fmt: skip
        if is_new:
            keep_contact(row, person, at)
            for photo in photos[: rules.MOST_PHOTOS]:
                voices.attach(subject=f"report:{row.key}", data=photo, at=at)
            enter(row, turn=Turn.SENT, who=Who.REPORTER, at=at)
            if by:
                voices.follow(subject=f"report:{row.key}", follower=by, at=at)
            ledger.record(events.ReportSent(row.key, category, channel.value), by=by, at=at)
    return Sent(row.key, code, is_repeated=not is_new)


@dataclass(frozen=True, slots=True)
class Made:
    """What somebody says is wrong, checked."""

    category: str
    place: Place
    area: str
    text: str
    answers: Mapping[str, Sequence[str]]


def values(made: Made, at: datetime) -> dict[str, object]:
    """The columns of a report: what may be public of its words, where it goes, by when such reports are done."""
    service, place = queries.category(made.category), made.place
    return {
        "category": models.Category.objects.get(key=made.category), "description": made.text, "text": personal.masked(made.text),
        "lat": place.lat, "lon": place.lon, "address": personal.masked(rules.words(place.address, "address", 300)), "area": made.area,
        "asset_dataset": place.asset_dataset[:150], "asset_id": place.asset_id[:100], "asset_label": place.asset_label[:300],
        "answers": masked_answers(rules.answers(service.questions, made.answers)),
        "body": queries.body_for(made.category, made.area), "expected_at": expected(made.category, at),
    }  # fmt: skip


def masked_answers(given: dict[str, list[str]]) -> dict[str, list[str]]:
    """Answers are public as the description is."""
    return {code: [personal.masked(text) for text in texts] for code, texts in given.items()}


def expected(category: str, at: datetime) -> datetime | None:
    """When 8 in 10 such reports were done in the past; nothing where too few are known."""
    found = queries.times(category, at)
    return at + timedelta(days=found.p80) if found.p80 is not None else None


def keep_contact(row: models.Report, person: Contact, at: datetime) -> None:
    """An address that was left hears of each turn at once, until it is forgotten."""
    if person.email or person.name or person.phone:
        models.Contact.objects.create(report=row, email=person.email, name=person.name, phone=person.phone)
    if person.email:
        voices.follow(subject=f"report:{row.key}", follower=person.email, at=at, cadence=Cadence.AT_ONCE)


def check_photo(*, address: str, at: datetime) -> None:
    """Count one photo of an address, before it is read. Raises TooManyReports."""
    rules.check_may_add_photo(voices.count_address(kind="photo", address=address, at=at))


@transaction.atomic
def attach_photo(*, code: str, photo: bytes, at: datetime) -> str:
    """Add a photo to one's report. Raises UnknownCode, BadReport, BadPicture, PictureTooLarge."""
    row = of_code(code)
    subject = f"report:{row.key}"
    if row.closed_at is not None or len(said.pictures(subject)) >= rules.MOST_PHOTOS:
        raise BadReport("No more photos fit to this report.", next_step="Write a message instead.")
    key = voices.attach(subject=subject, data=photo, at=at)
    touch(row, at)
    return key


@transaction.atomic
def join(*, key: str, sent: str, at: datetime, email: str = "", by: str = "", address: str = "") -> None:
    """I saw it too: the report counts one more, and I hear of it where I leave an address. Once for each `sent`.

    Raises UnknownReport, BadReport, TooManyReports.
    """
    rules.check_sent(sent)
    person = rules.contact(Contact(email))
    row = known(key)
    if not row.is_public or row.is_hidden:
        raise NoPlace("This report cannot be joined.", next_step="Send one of your own.")
    if address:
        rules.check_may_send(voices.count_address(kind="join", address=address, at=at))
    _, is_new = models.Joining.objects.get_or_create(
        sent=rules.digest(f"{sent}|{key}"), defaults={"report": row, "at": at}
    )
    if not is_new:
        return
    models.Report.objects.filter(pk=row.pk).update(joined=F("joined") + 1, is_dirty=True)
    for follower in {person.email, by} - {""}:
        voices.follow(subject=f"report:{key}", follower=follower, at=at, cadence=Cadence.AT_ONCE)
    ledger.record(events.ReportJoined(key), by=by, at=at)


@transaction.atomic
def say(*, code: str, text: str, at: datetime) -> None:
    """A message of the reporter, on the public page, with what was spotted in it masked. Raises UnknownCode, BadReport."""
    row = of_code(code)
    words = rules.words(text, "message")
    if not words:
        raise BadReport("There are no words yet.", next_step="Write your message.")
    rules.check_may_send(voices.count_address(kind="message", address=row.key, at=at))
    enter(row, turn=Turn.MESSAGE, who=Who.REPORTER, at=at, text=personal.masked(words))
    touch(row, at)
    ledger.record(events.ReportUpdated(row.key, Turn.MESSAGE.value), by=row.owner, at=at)


@transaction.atomic
def reopen(*, code: str, text: str, at: datetime) -> None:
    """It is not fixed: the report is open again, before everybody, and in the inbox of who closed it.

    Raises UnknownCode, WrongStatus, BadReport.
    """
    row = of_code(code)
    rules.check_next(Status(row.status), Status.OPEN, "")
    words = personal.masked(rules.words(text, "message"))
    models.Report.objects.filter(pk=row.pk).update(
        status=Status.OPEN.value, closed_at=None, reason="", changed_at=at, reopened=F("reopened") + 1, asked_at=None, is_dirty=True,
        duplicate_of=None,
    )  # fmt: skip
    row.status = Status.OPEN.value
    line = enter(row, turn=Turn.REOPENED, who=Who.REPORTER, at=at, text=words)
    ledger.record(events.ReportReopened(row.key), by=row.owner, at=at)
    announce(row, line, at)
    if row.assignee:
        voices.tell(
            follower=row.assignee,
            subject=f"report:{row.key}",
            turn=f"reopened-{line.key}",
            facts={"report": row.key},
            at=at,
        )


@transaction.atomic
def confirm(*, code: str, at: datetime) -> None:
    """The reporter says that it is fixed; an open report is closed by that. Raises UnknownCode."""
    row = of_code(code)
    if row.closed_at is None:
        row.status = Status.FIXED.value
        models.Report.objects.filter(pk=row.pk).update(status=row.status, closed_at=at)
    line = enter(row, turn=Turn.CONFIRMED, who=Who.REPORTER, at=at)
    touch(row, at)
    ledger.record(events.ReportConfirmed(row.key), by=row.owner, at=at)
    announce(row, line, at)


@transaction.atomic
def claim(*, code: str, by: str, at: datetime) -> str:
    """The report belongs to this account from now on, and stands on its page. Raises UnknownCode."""
    row = of_code(code)
    if by and not row.owner:
        models.Report.objects.filter(pk=row.pk).update(owner=by)
        voices.follow(subject=f"report:{row.key}", follower=by, at=at)
        ledger.record(events.ReportClaimed(row.key), by=by, at=at)
    return row.key


def of_code(code: str) -> models.Report:
    """Raises UnknownCode."""
    row = None
    if rules.CODE.fullmatch(code):
        row = models.Report.objects.select_related("category").filter(code=rules.digest(code), is_erased=False).first()
    if row is None:
        raise UnknownCode("This code opens nothing.", next_step="Copy the whole address once more.")
    return row


def touch(row: models.Report, at: datetime) -> None:
    models.Report.objects.filter(pk=row.pk).update(changed_at=at, is_dirty=True)
