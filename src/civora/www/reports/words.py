"""Words of reports in the page's language: statuses, lines of the timeline, what was spotted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from civora.people import queries as people
from civora.reports.types import Status, Texts, Times, Turn, Update, Who
from civora.www import formats

STATUSES: dict[Status, tuple[Any, str]] = {
    Status.OPEN: (gettext_lazy("Open"), "warn"),
    Status.INVESTIGATING: (gettext_lazy("Being looked at"), "warn"),
    Status.PLANNED: (gettext_lazy("Planned"), "warn"),
    Status.IN_PROGRESS: (gettext_lazy("Under way"), "warn"),
    Status.FIXED: (gettext_lazy("Fixed"), "good"),
    Status.NOT_FIXED: (gettext_lazy("Closed, not fixed"), "bad"),
    Status.NOT_OURS: (gettext_lazy("Not the city’s"), "none"),
    Status.DUPLICATE: (gettext_lazy("Same as another"), "none"),
    Status.WITHDRAWN: (gettext_lazy("Taken back"), "none"),
}
TURNS: dict[Turn, Any] = {
    Turn.SENT: gettext_lazy("Reported"),
    Turn.UPDATE: gettext_lazy("Word from the city"),
    Turn.MESSAGE: gettext_lazy("Message of the reporter"),
    Turn.REOPENED: gettext_lazy("Not fixed, says the reporter: open again"),
    Turn.CONFIRMED: gettext_lazy("Fixed, says the reporter"),
    Turn.MERGED: gettext_lazy("Same as another report"),
    Turn.FORWARDED: gettext_lazy("Passed on to who is responsible, number {text}"),
}
KINDS = {
    "email": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("telephone number"),
    "account": gettext_lazy("account number"),
    "plate": gettext_lazy("number plate"),
    "name": gettext_lazy("name of a person"),
}
CHANNELS = {
    "web": gettext_lazy("this page"),
    "open311": gettext_lazy("another program (Open311)"),
    "staff": gettext_lazy("city staff"),
}


def said(texts: Texts) -> str:
    """In the page's language, else in English, else in any."""
    return texts.get(formats.language()) or texts.get("en") or next((one for one in texts.values() if one), "")


def status(of: Status) -> tuple[str, str]:
    """Its word and its tone."""
    word, tone = STATUSES[of]
    return str(word), tone


def line(one: Update) -> str:
    """What happened, in words."""
    if one.turn is Turn.STATUS:
        return status(one.status)[0]
    return str(TURNS[one.turn]).format(text=one.text)


def has_text(one: Update) -> bool:
    return bool(one.text) and one.turn not in (Turn.FORWARDED, Turn.MERGED)


def who(one: Update) -> str:
    return {Who.REPORTER: gettext("reporter"), Who.BODY: gettext("city"), Who.SYSTEM: ""}[one.who]


def bodies() -> dict[str, str]:
    return {one.key: one.name for one in people.organisations()}


def days(value: float | None) -> str:
    """`4 days`, `half a day`, `less than an hour`: as exact as one can say it."""
    if value is None:
        return ""
    if value < 1 / 24:
        return gettext("less than an hour")
    if value < 1:
        return gettext("{n} hours").format(n=formats.number(max(1, round(value * 24))))
    shown = round(value) if value >= 10 else round(value, 1)  # noqa: PLR2004 (one decimal is enough below)
    if shown == 1:
        return gettext("1 day")
    return gettext("{n} days").format(n=formats.number(shown))


def times(found: Times) -> tuple[str, str]:
    """(half, 8 in 10) in words; what is not known yet says why."""
    if found.median is None:
        return "", gettext("Too few such reports so far to say how long it takes.")
    if found.p80 is None:
        return days(found.median), gettext("Fewer than 8 in 10 are done so far. Measured, not promised.")
    return days(found.median), gettext("8 in 10 are done within {days}. Measured, not promised.").format(
        days=days(found.p80)
    )
