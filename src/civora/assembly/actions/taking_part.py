"""What every act of a person begins and ends with: she is counted once, and hears what becomes of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from civora.assembly.actions.known import voice_of
from civora.assembly.errors import TooMany
from civora.assembly.models import Process
from civora.people.models import Person
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.voices.types import Cadence


def take_part(process: Process, person: Person, at: datetime, *subjects: str) -> None:
    """Count the person in this process, and let her follow it and these subjects, if she does not yet."""
    voice_of(process, person)
    for subject in (f"process:{process.key}", *subjects):
        if not said.is_following(subject, person.email):
            voices.follow(subject=subject, follower=person.email, at=at, cadence=Cadence.WEEKLY)


def check_pace(written: int, most: int) -> None:
    """`written`: by this person in this process within a day. Raises TooMany."""
    if written >= most:
        raise TooMany(
            gettext("You have sent {n} of these within a day.").format(n=written),
            next_step=gettext("Send the next one tomorrow, or add to one that is there."),
        )
