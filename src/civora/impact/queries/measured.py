"""Indicators with their values, as one reader may see them: asked of `reading` each time, never kept here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from civora.catalog.types import DatasetCard
from civora.core.appraisal.trend import Trend, trend
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.impact.queries.indicators import indicators
from civora.impact.rules import periods, questions, status
from civora.impact.types import (
    Draft,
    IndicatorCard,
    Measured,
    Period,
    Source,
    Standing,
    Status,
    Target,
)
from civora.reading import queries as reading

TREND_OVER = 10  # the newest values that a trend is read from
Points = list[tuple[date, float]]


def overview(
    reader: Reader, at: datetime, lang: str = "en", *, theme: str = "", area: str | None = None, frame: str = ""
) -> tuple[Measured, ...]:
    """Every indicator with its values, in their order."""
    return tuple(measured(one, reader, at, lang) for one in indicators(lang, theme=theme, area=area, frame=frame))


def measured(card: IndicatorCard, reader: Reader, at: datetime, lang: str = "en") -> Measured:
    """Values, path and standing on that day. What is wrong with the data is said in `problem`, never raised: a dataset
    that is gone, hidden from this reader or changed leaves a note."""
    draft, today = card.draft, at.astimezone(ZoneInfo(settings.CITY_ZONE)).date()
    try:
        query = questions.series(draft.source, settings.CITY_ZONE, lang)
        points, dataset = values(draft.source, reader, lang)
        course = course_of(draft, points, reader, lang)
    except CivoraError as error:
        return without_data(card, draft, error, lang)
    points = [one for one in points if periods.is_over(one[0], draft.frequency, today)]
    found = status.standing(points, course, today)
    start = course.baseline or (points[0] if points else None)
    corners = tuple(status.way(course, start)) if start and course.is_steered else ()
    return Measured(
        card, query, history(points, course), found, direction(points), Period(*start) if start else None,
        course.targets, corners, dataset, next_due(draft, points),
    )  # fmt: skip


def values(source: Source, reader: Reader, lang: str = "en") -> tuple[Points, DatasetCard]:
    """The series in the order of time, one value a period. Raises what `reading.rows` raises."""
    answer = reading.rows(questions.series(source, settings.CITY_ZONE, lang), reader, total=False)
    found: dict[date, float] = {}
    for period, value in reversed(answer.rows):
        day = periods.first_day(period, settings.CITY_ZONE)
        if day is not None and is_number(value):
            found[day] = float(value) * source.scale
    return sorted(found.items()), answer.card


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def course_of(draft: Draft, points: Points, reader: Reader, lang: str) -> status.Course:
    """The targets as numbers, also those that stand in the data. Raises what `reading.rows` raises."""
    targets = list(draft.targets)
    if draft.target_source:
        targets += [Target(day, value) for day, value in values(draft.target_source, reader, lang)[0]]
    steps = values(draft.path_source, reader, lang)[0] if draft.path_source else []
    baseline = next((one for one in points if one[0] >= draft.baseline_at), None) if draft.baseline_at else None
    ordered = tuple(sorted(set(targets), key=lambda one: (one.at, one.kind)))
    return status.Course(draft.toward, draft.frequency, ordered, baseline, tuple(steps), draft.tolerance)


def history(points: Sequence[tuple[date, float]], course: status.Course) -> tuple[Period, ...]:
    """Each value with the status that it had by the rule, and what the path said."""
    if not course.is_steered:
        return tuple(Period(at, value) for at, value in points)
    made = (status.at_point(points, number, course) for number in range(len(points)))
    return tuple(
        Period(at, value, one.expected, Status.NO_TARGET if one.reason == "too-few" else one.status)
        for (at, value), one in zip(points, made, strict=True)
    )


def direction(points: Points) -> Trend:
    return trend([(periods.year(at), value) for at, value in points[-TREND_OVER:]])


def next_due(draft: Draft, points: Points) -> date | None:
    """The day that the owner named, else the end of the next period."""
    return draft.next_update_on or periods.next_due(points[-1][0] if points else None, draft.frequency)


def without_data(card: IndicatorCard, draft: Draft, error: CivoraError, lang: str) -> Measured:
    """Nobody learns from the note whether a dataset is hidden or gone."""
    query = questions.series(draft.source, settings.CITY_ZONE, lang)
    found = Standing(Status.TOO_LITTLE_DATA, "hidden")
    return Measured(
        replace(card), query, (), found, trend([]), None, (), (), None, None, problem=error.code
    )  # fmt: skip
