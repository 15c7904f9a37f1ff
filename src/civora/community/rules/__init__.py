"""Rules that reuses, nominations and listings share: who may decide, and what a short text may be."""

from __future__ import annotations

import re

from django.utils.translation import gettext

from civora.community.errors import NotMine, NotOurs, TooManyToday
from civora.core.errors import Refused
from civora.core.policy.types import Reader
from civora.voices.errors import BadText
from civora.voices.rules import CONTROL, check_text, may_moderate

STAFF = frozenset({"administrator", "publisher", "moderator"})
A_DAY_AT_MOST = 20  # of one kind, from one account
NAME, LINE, TEXT = 60, 150, 5_000
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2})?")
BLANKS = re.compile(r"\s+")


def may_decide(reader: Reader) -> bool:
    """Staff of any of the city's organisations: they highlight, answer and decide."""
    return reader.is_administrator or any(role in STAFF for _, role in reader.roles)


def check_may_decide(reader: Reader) -> None:
    """Raises NotOurs."""
    if not may_decide(reader):
        raise NotOurs(
            gettext("The city’s staff decide this."),
            next_step=gettext("Ask an administrator for the role of publisher."),
        )


def check_may_release(reader: Reader) -> None:
    """Raises NotOurs."""
    if not may_moderate(reader):
        raise NotOurs(gettext("Moderators decide this."), next_step=gettext("Ask an administrator for the role."))


def check_mine(author: str, by: str) -> None:
    """Raises NotMine."""
    if not by or author != by:
        raise NotMine(
            gettext("Only who made it may change it."), next_step=gettext("Sign in with the account that made it.")
        )


def check_today(count: int) -> None:
    """`count`: how many of this kind the account made today, this one included. Raises TooManyToday."""
    if count > A_DAY_AT_MOST:
        raise TooManyToday(
            gettext("That is more than {n} in one day.").format(n=A_DAY_AT_MOST), next_step=gettext("Go on tomorrow.")
        )


def line(text: str, kind: type[Refused], field: str, longest: int = LINE) -> str:
    """One line of words. Raises `kind` with its field where it is empty or too long."""
    plain = BLANKS.sub(" ", CONTROL.sub("", text)).strip()
    if not plain:
        raise kind(gettext("Something is missing."), next_step=gettext("Fill in what is marked."), field=field)
    if len(plain) > longest:
        raise kind(
            gettext("It is longer than {n} signs.").format(n=longest), next_step=gettext("Say it shorter."), field=field
        )
    return plain


def words(text: str, kind: type[Refused], field: str, longest: int = TEXT) -> str:
    """A text of several lines. Raises `kind` with its field."""
    try:
        return check_text(text, longest)
    except BadText as error:
        if not text.strip():
            raise kind(
                gettext("Something is missing."), next_step=gettext("Fill in what is marked."), field=field
            ) from error
        raise kind(
            gettext("It is longer than {n} signs.").format(n=longest), next_step=gettext("Say it shorter."), field=field
        ) from error


def name(text: str) -> str:
    """A name to be shown: no address, no link; empty where it is one, so that nobody gives hers away by mistake."""
    plain = BLANKS.sub(" ", CONTROL.sub("", text)).strip()[:NAME]
    return "" if "@" in plain or "://" in plain else plain


def language(text: str) -> str:
    return text[:5] if LANGUAGE.fullmatch(text[:5]) else "en"
