"""Letters to those who follow something: one letter carries all that waits, and each turn is told once.

At once: every few minutes. Daily: after six in the morning of the city. Weekly: on Friday. What fails to go out stays
unsent and goes with the next letter.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext, ngettext

from civora.core import addresses
from civora.voices import actions
from civora.voices import queries as voices
from civora.voices.types import Cadence, NoticeCard

log = logging.getLogger(__name__)
HOUR, FRIDAY = 6, 4


def due(at: datetime) -> tuple[Cadence, ...]:
    """Which letters go out at this moment of the city."""
    local = at.astimezone(ZoneInfo(settings.CITY_ZONE))
    found = [Cadence.AT_ONCE]
    if local.hour >= HOUR:
        found += [Cadence.DAILY] + ([Cadence.WEEKLY] if local.weekday() == FRIDAY else [])
    return tuple(found)


def until(cadence: Cadence, at: datetime) -> datetime:
    """Only what happened before the letter's own hour goes into it, so that a day makes one letter."""
    if cadence is Cadence.AT_ONCE:
        return at
    local = at.astimezone(ZoneInfo(settings.CITY_ZONE))
    return local.replace(hour=HOUR, minute=0, second=0, microsecond=0)


def send(*, at: datetime) -> int:
    """Send what is due. Returns how many letters went out."""
    sent = 0
    for cadence in due(at):
        waiting = voices.unsent(cadence, until=until(cadence, at))
        for follower, notices in groupby(waiting, key=lambda one: one.follower):
            sent += letter(follower, list(notices), at)
    return sent


def letter(follower: str, notices: list[NoticeCard], at: datetime) -> bool:
    """One letter with these notices; they count as sent when it is handed over."""
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMessage(subject(notices), body(notices), settings.DEFAULT_FROM_EMAIL, [follower])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except (SMTPException, OSError):
        log.exception("a letter could not be sent; it will be tried again")
        return False
    actions.mark_sent(notices=[one.id for one in notices], at=at)
    return True


def subject(notices: list[NoticeCard]) -> str:
    if len(notices) == 1:
        return voices.sentence(notices[0])
    return ngettext("{n} piece of news", "{n} pieces of news", len(notices)).format(n=len(notices))


def body(notices: Iterable[NoticeCard]) -> str:
    lines = []
    for one in notices:
        lines += [voices.sentence(one), link(addresses.path(one.subject)), ""]
    lines += [gettext("You chose to be told. Change how often, or stop:"), link("/me/")]
    return "\n".join(line for line in lines if line is not None)


def link(path: str) -> str:
    return f"{settings.CIVORA_PUBLIC_URL.rstrip('/')}{path}" if path else ""
