"""Comments, pictures and following, beside anything that people talk about here."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from civora.assembly.types import Act
from civora.people import queries as people
from civora.voices import queries as voices
from civora.voices import rules
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.assembly.framing import Seen
from civora.www.assembly.pages import Talk


def talk(seen: Seen, subject: str, post_url: str, *, has_stances: bool = True) -> Talk:
    is_moderator = rules.may_moderate(seen.reader)
    can_say = seen.process.allows(Act.COMMENT)
    return Talk(
        thread=voices.thread(subject, seen.by, is_moderator=is_moderator), post_url=post_url, can_say=can_say,
        why_not="" if can_say else gettext("Comments are closed in this phase."), has_stances=has_stances,
        flag_url=notice_url(), is_following=voices.is_following(subject, seen.by),
        follow_url=seen.url("follow"), subject=subject, pictures=voices.pictures(subject), lang=formats.language(),
    )  # fmt: skip


def notice_url() -> str:
    """Where anybody gives notice of something that should not stand; empty where this portal has no such page."""
    try:
        return reverse("voices:flag")
    except NoReverseMatch:
        return ""


def flag_url(target: str, page: str) -> str:
    """The same, about one thing on one page."""
    found = notice_url()
    return found + with_params({"target": target, "next": page}) if found else ""


def name_of(seen: Seen) -> str:
    """The name that the account itself gave, for signing."""
    return people.person(seen.by).name if seen.by else ""
