"""What the indicators of a project did before and after it came."""

from __future__ import annotations

from datetime import date, datetime
from statistics import fmean
from zoneinfo import ZoneInfo

from django.conf import settings

from civora.core.appraisal.effect import Effect, Finding, effect
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.impact.queries.indicators import indicators
from civora.impact.queries.measured import values
from civora.impact.rules import periods
from civora.impact.types import BeforeAfter, EffectOn, IndicatorCard, ProjectCard, Toward

SPAN = 400  # the newest values before, and the first after, that are compared


def effects(project: ProjectCard, reader: Reader, at: datetime, lang: str = "en") -> tuple[BeforeAfter, ...]:
    """One for each effect that was announced. Data that are gone or hidden leave "too little data", never an error."""
    known = {one.key: one for one in indicators(lang)}
    return tuple(before_after(one, known, reader, at, lang) for one in project.draft.effects if one.indicator in known)


def before_after(
    said: EffectOn, known: dict[str, IndicatorCard], reader: Reader, at: datetime, lang: str
) -> BeforeAfter:
    card = known[said.indicator]
    others = tuple(known[key] for key in said.others if key in known)
    here = points(card, reader, at, lang)
    there = [points(one, reader, at, lang) for one in others]
    if there:
        here = {day: value for day, value in here.items() if all(day in one for one in there)}
    mean = {day: fmean(one[day] for one in there) for day in here} if there else {}
    (before, after), (less, least) = split(here, said.since, card), split(mean, said.since, card)
    found = effect(before, after, less, least)
    return BeforeAfter(card, said.since, found, better(found, card.draft.toward), others)


def points(card: IndicatorCard, reader: Reader, at: datetime, lang: str) -> dict[date, float]:
    """The values of whole periods; none where the data are gone or hidden."""
    today = at.astimezone(ZoneInfo(settings.CITY_ZONE)).date()
    try:
        found, _ = values(card.draft.source, reader, lang)
    except CivoraError:
        return {}
    return {day: value for day, value in found if periods.is_over(day, card.draft.frequency, today)}


def split(known: dict[date, float], since: date, card: IndicatorCard) -> tuple[list[float], list[float]]:
    """Values of periods that ended before that day, and of those that began on it or later."""
    before = [value for day, value in known.items() if periods.after(day, card.draft.frequency) <= since]
    later = [value for day, value in known.items() if day >= since]
    return before[-SPAN:], later[:SPAN]


def better(found: Effect, toward: Toward) -> bool | None:
    if toward is Toward.NONE or found.finding not in (Finding.ROSE, Finding.FELL):
        return None
    return (found.finding is Finding.ROSE) == (toward is Toward.UP)
