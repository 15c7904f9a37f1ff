"""What a target is, for those who decide about it: its words and where it stands. One line for each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from civora.core.errors import NotFound
from civora.reports import actions as report_actions
from civora.reports import queries as reports
from civora.voices import queries as voices
from civora.www.voices.pages import Target


def report(target: str, key: str) -> Target:
    card = reports.report(key, private=True)
    return Target(
        target, "report", gettext("Report {key}").format(key=key), card.text, reverse("reports:report", args=[key])
    )


def comment(target: str, key: str) -> Target:
    card = voices.comment(key, is_moderator=True)
    return Target(target, "comment", gettext("Comment of {name}").format(name=card.name or "?"), card.text, "")


def picture(target: str, key: str) -> Target:
    card = voices.picture(key)
    return Target(target, "picture", gettext("Picture"), card.alt, "", reverse("reports:photo", args=[key]))


KINDS: dict[str, Callable[[str, str], Target]] = {"report": report, "comment": comment, "picture": picture}


def target(key: str, url: str = "") -> Target:
    """What stands behind a target; of kinds that are not known here, its key and where it was seen."""
    kind, _, number = key.partition(":")
    make = KINDS.get(kind)
    try:
        found = make(key, number) if make else Target(key, kind, key, "", url)
    except NotFound:
        found = Target(key, kind, key, gettext("It is no longer there."), url)
    return found if found.url else Target(found.key, found.kind, found.title, found.text, url, found.picture)


def heed(key: str, at: datetime) -> None:
    """A decision holds in the room that owns the thing, too."""
    kind, _, number = key.partition(":")
    if kind == "report":
        report_actions.heed_moderation(key=number, at=at)
