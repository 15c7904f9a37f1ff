"""What a target is, for those who decide about it: its words and where it stands. One line for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from civora.community import queries as community
from civora.core.errors import NotFound
from civora.core.policy.types import ANYONE, Reader
from civora.reports import actions as report_actions
from civora.reports import queries as reports
from civora.voices import queries as voices
from civora.www.city import city
from civora.www.voices.pages import Target


def report(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (every maker takes it)
    card = reports.report(key, private=is_moderator)
    return Target(
        target, "report", gettext("Report {key}").format(key=key), card.text, reverse("reports:report", args=[key])
    )


def comment(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    card = voices.comment(key, is_moderator=is_moderator)
    return Target(target, "comment", gettext("Comment of {name}").format(name=card.name or "?"), card.text, "")


def picture(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    card = voices.picture(key)
    is_shown = is_moderator or not (voices.is_hidden(target) or voices.is_hidden(card.subject))
    name = "reuses:picture" if card.subject.startswith("reuse:") else "reports:photo"
    return Target(
        target,
        "picture",
        gettext("Picture"),
        card.alt if is_shown else "",
        "",
        reverse(name, args=[key]) if is_shown else "",
    )


def reuse(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    card = community.reuse(key, MODERATOR if is_moderator else ANYONE)
    return Target(target, "reuse", card.title, card.text, reverse("reuses:reuse", args=[key]))


def nomination(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    card = community.nomination(key, MODERATOR if is_moderator else ANYONE)
    return Target(target, "nomination", card.title, card.text, reverse("nominations:nomination", args=[key]))


def listing(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    card = community.listing(key, MODERATOR if is_moderator else ANYONE, city().now())
    return Target(target, "listing", card.title, card.text, reverse("neighbourhoods:listing", args=[key]))


def message(target: str, key: str, is_moderator: bool) -> Target:  # noqa: FBT001 (as above)
    """Words between two neighbours: a moderator reads them only where one of the two gave notice."""
    words = community.flagged_message(key)[0] if is_moderator else ""
    return Target(target, "message", gettext("Message of a neighbour"), words, "")


MODERATOR = Reader("", is_administrator=True)
KINDS: dict[str, Callable[[str, str, bool], Target]] = {
    "report": report, "comment": comment, "picture": picture, "reuse": reuse, "nomination": nomination,
    "listing": listing, "message": message,
}  # fmt: skip


def target(key: str, url: str = "", *, is_moderator: bool = False) -> Target:
    """What stands behind a target; of kinds that are not known here, its key and where it was seen. Whoever is no moderator
    sees of it what everyone sees: nothing of what is hidden."""
    kind, _, number = key.partition(":")
    make = KINDS.get(kind)
    try:
        found = make(key, number, is_moderator) if make else Target(key, kind, key, "", url)
    except NotFound:
        found = Target(key, kind, key, gettext("It is no longer there."), url)
    return found if found.url else replace(found, url=url)


def heed(key: str, at: datetime) -> None:
    """A decision holds in the room that owns the thing, too."""
    kind, _, number = key.partition(":")
    if kind == "report":
        report_actions.heed_moderation(key=number, at=at)
