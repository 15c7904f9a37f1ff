"""Meetings: set, registered for, minuted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, person_row, process_row, write_texts
from civora.assembly.actions.taking_part import take_part
from civora.assembly.errors import BadMeeting, NotOpen, UnknownPart
from civora.assembly.models import Meeting, Registration
from civora.assembly.rules import words
from civora.assembly.types import NewMeeting
from civora.ledger import actions as ledger
from civora.people.rules import check_url
from civora.voices import actions as voices

KEPT = timedelta(days=30)
MOST_CAPACITY = 100_000


@transaction.atomic
def set_meeting(*, process: str, meeting: NewMeeting, number: int = 0, by: str, at: datetime) -> int:
    """Call a meeting, or (with its number) change it; those who come are told. Returns its number.

    Raises UnknownProcess, UnknownPart, BadMeeting, BadWords, BadPlace, BadUrl.
    """
    row = process_row(process)
    check_times(meeting)
    lon, lat = words.check_place(meeting.lon, meeting.lat)
    given = {
        "language": words.check_language(meeting.language), "starts_at": meeting.starts_at, "ends_at": meeting.ends_at,
        "place": words.check_text(meeting.place, gettext("The place"), most=200, is_line=True, is_needed=False), "lon": lon,
        "lat": lat, "url": check_url(meeting.url), "capacity": meeting.capacity, "changed_at": at,
    }  # fmt: skip
    if number:
        made = meeting_row(process, number)
        Meeting.objects.filter(pk=made.pk).update(**given, sequence=F("sequence") + 1)
        tell_guests(made, f"changed-{made.sequence + 1}", at)
    else:
        number = (Meeting.objects.filter(process=row).aggregate(last=Max("number"))["last"] or 0) + 1
        made = Meeting.objects.create(process=row, number=number, **given)
    write_texts(
        f"meeting:{made.pk}", title=words.check_texts(meeting.title, gettext("The title"), most=words.LINE),
        text=words.check_texts(meeting.text, gettext("The text"), is_needed=False),
    )  # fmt: skip
    ledger.record(events.MeetingSet(process, number), by=by, at=at)
    mark("meetings")
    return int(number)


def check_times(meeting: NewMeeting) -> None:
    if meeting.ends_at <= meeting.starts_at:
        raise BadMeeting(gettext("The meeting ends before it begins."), next_step=gettext("Give a later end."))
    if meeting.capacity is not None and not 1 <= meeting.capacity <= MOST_CAPACITY:
        raise BadMeeting(
            gettext("So many seats are not possible."), next_step=gettext("Give a number, or leave it open.")
        )


def meeting_row(process: str, number: int) -> Meeting:
    row = (
        Meeting.objects.select_for_update()
        .select_related("process")
        .filter(process__key=process, number=number)
        .first()
    )
    if row is None:
        raise UnknownPart("There is no such meeting.", next_step="The page of the process names those there are.")
    return row


def tell_guests(row: Meeting, turn: str, at: datetime) -> None:
    subject = f"meeting:{row.process.key}/{row.number}"
    for guest in Registration.objects.filter(meeting=row).select_related("person"):
        voices.tell(follower=guest.person.email, subject=subject, turn=turn, facts={}, at=at)


@transaction.atomic
def register(*, process: str, number: int, by: str, at: datetime) -> None:
    """Come to a meeting, or wait for a seat; once, however often it is sent. Raises UnknownPart, NotYours, NotOpen."""
    row, person = meeting_row(process, number), person_row(by)
    if row.is_cancelled or at >= row.starts_at:
        raise NotOpen(
            gettext("One cannot register for this meeting any more."),
            next_step=gettext("Read its minutes here afterwards."),
        )
    Registration.objects.get_or_create(meeting=row, person=person, defaults={"at": at})
    take_part(row.process, person, at, f"meeting:{process}/{number}")


@transaction.atomic
def unregister(*, process: str, number: int, by: str, at: datetime) -> None:
    """Not come after all; who has waited longest moves up and is told. Raises UnknownPart, NotYours."""
    row, person = meeting_row(process, number), person_row(by)
    before = seated(row)
    Registration.objects.filter(meeting=row, person=person).delete()
    for email in seated(row) - before:
        voices.tell(follower=email, subject=f"meeting:{process}/{number}", turn="seat", facts={}, at=at)


def seated(row: Meeting) -> set[str]:
    """Who has a seat now: in the order of arrival, as many as there are."""
    guests = Registration.objects.filter(meeting=row).order_by("pk").values_list("person__email", flat=True)
    return set(guests[: row.capacity] if row.capacity is not None else guests)


@transaction.atomic
def write_minutes(
    *, process: str, number: int, minutes: dict[str, str], attended: int | None = None, by: str, at: datetime
) -> None:
    """What was said and agreed; followers are told once. Raises UnknownPart, BadWords, BadMeeting."""
    row = meeting_row(process, number)
    if attended is not None and not 0 <= attended <= MOST_CAPACITY:
        raise BadMeeting(gettext("So many cannot have come."), next_step=gettext("Give a number, or leave it open."))
    write_texts(f"meeting:{row.pk}", minutes=words.check_texts(minutes, gettext("The minutes"), most=40_000))
    Meeting.objects.filter(pk=row.pk).update(attended=attended, changed_at=at)
    voices.announce(subject=f"meeting:{process}/{number}", turn="minutes", facts={}, at=at, by=by)
    ledger.record(events.MinutesWritten(process, number), by=by, at=at)
    mark("meetings")


@transaction.atomic
def cancel_meeting(*, process: str, number: int, by: str, at: datetime) -> None:
    """It does not take place; who would have come is told. Raises UnknownPart."""
    row = meeting_row(process, number)
    Meeting.objects.filter(pk=row.pk).update(is_cancelled=True, changed_at=at, sequence=F("sequence") + 1)
    tell_guests(row, "cancelled", at)
    ledger.record(events.MeetingCancelled(process, number), by=by, at=at)
    mark("meetings")


@transaction.atomic
def forget_guests(*, at: datetime) -> int:
    """Who came is kept for a month. Returns how many are forgotten."""
    return Registration.objects.filter(meeting__ends_at__lt=at - KEPT).delete()[0]
