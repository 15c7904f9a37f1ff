"""What the indicators of a project did before and after it came."""

from __future__ import annotations

from datetime import date, datetime
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
    here = split(card, said.since, reader, at, lang)
    there = [split(one, said.since, reader, at, lang) for one in others]
    found = effect(*here, [v for one in there for v in one[0]], [v for one in there for v in one[1]])
    return BeforeAfter(card, said.since, found, better(found, card.draft.toward), others)


def split(card: IndicatorCard, since: date, reader: Reader, at: datetime, lang: str) -> tuple[list[float], list[float]]:
    """Values of whole periods before that day, and of those that began on it or later."""
    today, frequency = at.astimezone(ZoneInfo(settings.CITY_ZONE)).date(), card.draft.frequency
    try:
        points, _ = values(card.draft.source, reader, lang)
    except CivoraError:
        return [], []
    before = [value for day, value in points if periods.after(day, frequency) <= since]
    later = [value for day, value in points if day >= since and periods.is_over(day, frequency, today)]
    return before[-SPAN:], later[:SPAN]


def better(found: Effect, toward: Toward) -> bool | None:
    if toward is Toward.NONE or found.finding not in (Finding.ROSE, Finding.FELL):
        return None
    return (found.finding is Finding.ROSE) == (toward is Toward.UP)
