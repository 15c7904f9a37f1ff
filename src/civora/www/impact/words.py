"""The standing of an indicator in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, gettext_lazy

from civora.core.appraisal.rates import Verdict
from civora.core.appraisal.trend import Course
from civora.impact.types import Frequency, Kind, Measured, Stage, Standing, Status, TargetKind, Toward
from civora.www import formats

TONES = {
    Status.ON_TRACK: "good", Status.NEEDS_ATTENTION: "warn", Status.OFF_TRACK: "bad", Status.TOO_LITTLE_DATA: "none",
    Status.NO_TARGET: "none",
}  # fmt: skip
STATUS = {
    Status.ON_TRACK: gettext_lazy("On track"), Status.NEEDS_ATTENTION: gettext_lazy("Needs attention"),
    Status.OFF_TRACK: gettext_lazy("Off track"), Status.TOO_LITTLE_DATA: gettext_lazy("Too little data"),
    Status.NO_TARGET: gettext_lazy("No target set"),
}  # fmt: skip
STAGES = {
    Stage.PLANNED: (gettext_lazy("Not begun"), "none"), Stage.UNDER_WAY: (gettext_lazy("Under way"), "warn"),
    Stage.DONE: (gettext_lazy("Done"), "good"), Stage.STOPPED: (gettext_lazy("Stopped"), "bad"),
}  # fmt: skip
KINDS = {
    Kind.PROMISE: gettext_lazy("Promise"), Kind.BUDGET_LINE: gettext_lazy("Budget line"),
    Kind.BALLOT_WINNER: gettext_lazy("Chosen by residents"), Kind.PROJECT: gettext_lazy("Project"),
}  # fmt: skip
FREQUENCIES = {
    Frequency.DAILY: gettext_lazy("every day"), Frequency.MONTHLY: gettext_lazy("every month"),
    Frequency.QUARTERLY: gettext_lazy("every quarter"), Frequency.YEARLY: gettext_lazy("every year"),
    Frequency.IRREGULAR: gettext_lazy("at times"),
}  # fmt: skip
VERDICTS = {
    Verdict.ABOVE: gettext_lazy("more than all together"), Verdict.BELOW: gettext_lazy("fewer than all together"),
    Verdict.ALIKE: gettext_lazy("may be chance"), Verdict.UNKNOWN: gettext_lazy("unknown"),
}  # fmt: skip
COURSES = {
    Course.RISING: gettext_lazy("rising"), Course.FALLING: gettext_lazy("falling"), Course.STEADY: gettext_lazy("no clear trend"),
    Course.UNKNOWN: gettext_lazy("too few values for a trend"),
}  # fmt: skip
DOWN, UP = "↓", "↑"


def status(found: Standing) -> str:
    if found.is_final:
        return gettext("Kept") if found.status is Status.ON_TRACK else gettext("Missed")
    if found.reason == "limit":
        return gettext("Kept") if found.status is Status.ON_TRACK else gettext("Not kept")
    return str(STATUS[found.status])


def tone(found: Standing) -> str:
    return TONES[found.status]


def period(at: date, frequency: Frequency) -> str:
    """2024, December 2024, 15 May 2025: as the values come."""
    if frequency is Frequency.YEARLY:
        return str(at.year)
    if frequency in (Frequency.MONTHLY, Frequency.QUARTERLY):
        return formats.month(at)
    return str(at.year) if (at.month, at.day) == (1, 1) else formats.short_day(at)


def day(at: date) -> str:
    """The day of a target: a year where it is the first of January."""
    return str(at.year) if (at.month, at.day) == (1, 1) else formats.short_day(at)


def coming(at: date | None) -> str:
    """When the next value is due: a month is near enough."""
    return formats.month(at) if at else ""


def value(made: Measured, number: float) -> str:
    """The digits that the indicator names; else as many as its size needs."""
    digits = made.card.draft.digits
    if digits is None:
        digits = 0 if abs(number) >= 100 else 1  # noqa: PLR2004 (three digits say enough)
    return formats.number(number, digits)


def with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}".strip()


def direction(made: Measured) -> str:
    """How the last value differs from the baseline, or from the first value."""
    latest, first = made.latest, made.baseline
    if latest is None or first is None or latest.at <= first.at:
        return ""
    change = latest.value - first.value
    arrow, since = DOWN if change < 0 else UP, period(first.at, made.card.draft.frequency)
    if made.card.draft.baseline_at and first.value:
        share = formats.percent(abs(100 * change / first.value))
        return gettext("{arrow} {share} since {year}.").format(arrow=arrow, share=share, year=since)
    return gettext("{arrow} {n} since {year}.").format(arrow=arrow, n=value(made, abs(change)), year=since)


def target(made: Measured) -> str:
    """The next target, else the limit in force, else the last one."""
    found = made.standing.target or made.standing.limit or next(iter(reversed(made.targets)), None)
    if found is None:
        return gettext("none set")
    text, when = with_unit(value(made, found.value), made.card.unit), day(found.at)
    if found.kind is TargetKind.FROM:
        return gettext("limit {n} since {year}").format(n=text, year=when) if found.at <= limit_day(made) else gettext("limit {n} from {year}").format(n=text, year=when)  # fmt: skip
    return gettext("{n} by {year}").format(n=text, year=when)


def limit_day(made: Measured) -> date:
    return made.latest.at if made.latest else date.min


def headline(made: Measured) -> str:
    """The finding as a sentence, which the figure below it proves."""
    latest, found = made.latest, made.standing
    if latest is None or found.value is None:
        return gettext("There are no values yet")
    unit, frequency = made.card.unit, made.card.draft.frequency
    if found.reason == "path" and found.expected is not None:
        return on_the_way(made, latest.value, found.expected)
    if found.reason == "final" and found.target and found.at:
        gap = with_unit(value(made, abs(found.value - found.target.value)), unit)
        when = day(found.target.at)
        if found.status is Status.ON_TRACK:
            return gettext("The target of {year} was kept").format(year=when)
        return gettext("The target of {year} was missed by {n}").format(year=when, n=gap)
    if found.limit and found.reason == "limit":
        text, limit = with_unit(value(made, found.value), unit), value(made, found.limit.value)
        if found.status is Status.ON_TRACK:
            return gettext("{n}: the limit of {limit} is kept").format(n=text, limit=limit)
        return gettext("{n}: the limit of {limit} is not kept").format(n=text, limit=limit)
    text = with_unit(value(made, latest.value), unit)
    return f"{text}, {period(latest.at, frequency)}"


def on_the_way(made: Measured, now: float, expected: float) -> str:
    gap = with_unit(value(made, abs(now - expected)), made.card.unit)
    if made.standing.status is Status.ON_TRACK:
        if abs(now - expected) < 1e-9:  # noqa: PLR2004 (equal but for rounding)
            return gettext("Exactly on the path")
        return gettext("{n} better than the path asks").format(n=gap)
    above = now > expected
    words = (gettext("{n} above the path, and the gap grows"), gettext("{n} above the path, but the gap closes"), gettext("{n} above the path")) if above else (gettext("{n} below the path, and the gap grows"), gettext("{n} below the path, but the gap closes"), gettext("{n} below the path"))  # fmt: skip
    return words[course_of_gap(made)].format(n=gap)


def course_of_gap(made: Measured) -> int:
    """0: it grows, 1: it closes, 2: nobody can tell."""
    known = [one for one in made.series if one.expected is not None]
    if len(known) < 2:  # noqa: PLR2004 (a comparison needs two)
        return 2
    before, now = (abs(one.value - (one.expected or 0.0)) for one in known[-2:])
    return 0 if now > before else 1 if now < before else 2


def why(made: Measured) -> str:
    """The rule applied to this indicator, in one or two sentences."""
    found, unit = made.standing, made.card.unit
    if found.reason == "path" and found.target and found.expected is not None and found.behind is not None:
        path = gettext("The path to {year} asks for {n} by now.").format(
            year=day(found.target.at), n=with_unit(value(made, found.expected), unit)
        )
        if found.behind <= 0:
            return path
        behind = gettext(
            "The last value is {share} of the way behind it; up to {limit} needs attention, more is off track."
        )
        return f"{path} " + behind.format(
            share=formats.percent(100 * found.behind), limit=formats.percent(100 * made.card.draft.tolerance)
        )
    reasons = {
        "too-old": gettext("The last value is older than two whole periods: nobody can say where it stands today."),
        "too-few": gettext("There is only the value that the way begins with."),
        "no-rows": gettext("The question finds no rows."),
        "hidden": gettext("The dataset behind it is gone, changed or not open to you."),
        "final": gettext("The day of the target is over, so it is settled."),
        "limit": gettext("The limit holds today."),
    }
    if found.reason == "no-target":
        return "" if made.card.draft.toward is not Toward.NONE else gettext("Neither more nor less is better here.")
    return reasons.get(found.reason, "")


def late(made: Measured, today: date) -> str:
    """A value that should have come."""
    due = made.next_update_on
    if due is None or due > today:
        return ""
    return gettext("A new value has been due since {month}.").format(month=formats.month(due))
