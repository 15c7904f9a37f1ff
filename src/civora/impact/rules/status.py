"""The published rule of a status, `path-1`. The page /indicators/rule/ says the same in words.

1. Only whole periods count. No value: too little data. No target or no better way: no target.
2. The last value is older than two whole periods: too little data.
3. A limit in force (a target "from" a day that is over) is broken: off track.
4. A target lies ahead: a straight line leads from the baseline over the promised steps to it. `behind` is how far the
   last value lies on the wrong side of that line, as a share of the way from the baseline to the target. Not behind:
   on track; up to the tolerance (10 % unless said): needs attention; more: off track. The baseline alone is no way:
   too little data.
5. No target lies ahead: a limit in force that is kept is on track; a target whose day is over is kept (on track) or
   missed (off track), by the first value of that day or later.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from civora.impact.rules.periods import is_late, year
from civora.impact.types import Frequency, Standing, Status, Target, TargetKind, Toward

RULE = "path-1"
TOLERANCE = 0.1
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Course:
    """What an indicator is measured against. `steps` are promised values between baseline and target."""

    toward: Toward
    frequency: Frequency
    targets: tuple[Target, ...] = ()
    baseline: tuple[date, float] | None = None
    steps: tuple[tuple[date, float], ...] = ()
    tolerance: float = TOLERANCE

    @property
    def is_steered(self) -> bool:
        return bool(self.targets) and self.toward is not Toward.NONE

    def worse(self, value: float, than: float) -> float:
        """By how much a value is on the wrong side of another."""
        return value - than if self.toward is Toward.DOWN else than - value


def standing(series: Sequence[tuple[date, float]], course: Course, today: date) -> Standing:
    """Where the last value stands. `series` is in the order of time."""
    if not series:
        return Standing(Status.TOO_LITTLE_DATA, "no-rows")
    at, value = series[-1]
    if not course.is_steered:
        return Standing(Status.NO_TARGET, "no-target", at, value)
    if is_late(at, course.frequency, today) and not is_closed(course, at):
        return Standing(Status.TOO_LITTLE_DATA, "too-old", at, value, target=ahead(course, at), limit=limit(course, at))
    return at_point(series, len(series) - 1, course)


def is_closed(course: Course, at: date) -> bool:
    """Every target was to be reached by a day that the values have seen: a later value changes nothing."""
    return all(one.kind is TargetKind.BY and one.at <= at for one in course.targets)


def at_point(series: Sequence[tuple[date, float]], number: int, course: Course) -> Standing:
    """The same for any value of the series, as it stood then: the history of the status."""
    at, value = series[number]
    in_force, target = limit(course, at), ahead(course, at)
    if in_force and course.worse(value, in_force.value) > EXACT:
        return Standing(Status.OFF_TRACK, "limit", at, value, in_force.value, None, target, in_force)
    if target:
        return on_the_way(series, number, course, target, in_force)
    if in_force:
        return Standing(Status.ON_TRACK, "limit", at, value, in_force.value, None, None, in_force)
    return settled(series[: number + 1], course)


def limit(course: Course, at: date) -> Target | None:
    """The newest target that must hold on that day."""
    held = [one for one in course.targets if one.kind is TargetKind.FROM and one.at <= at]
    return max(held, key=lambda one: one.at, default=None)


def ahead(course: Course, at: date) -> Target | None:
    """The nearest target whose day is still to come."""
    return min((one for one in course.targets if one.at > at), key=lambda one: one.at, default=None)


def on_the_way(
    series: Sequence[tuple[date, float]], number: int, course: Course, target: Target, in_force: Target | None
) -> Standing:
    at, value = series[number]
    start = course.baseline or series[0]
    if at <= start[0]:
        return Standing(Status.TOO_LITTLE_DATA, "too-few", at, value, target=target, limit=in_force)
    should = expected(course, start, at)
    way = target.value - start[1]
    size = abs(way) or abs(target.value) or 1.0
    behind = course.worse(value, should) / size
    status = Status.OFF_TRACK
    if behind <= course.tolerance + EXACT:
        status = Status.ON_TRACK if behind <= EXACT else Status.NEEDS_ATTENTION
    return Standing(status, "path", at, value, should, behind, target, in_force)


def expected(course: Course, start: tuple[date, float], at: date) -> float:
    """The value of the path on that day: straight lines from the baseline over the steps and targets."""
    return between(dict(way(course, start)), at)


def way(course: Course, start: tuple[date, float]) -> list[tuple[date, float]]:
    """The corners of the path. A promised step on the day of the baseline stands in its place."""
    corners = {start[0]: start[1]} | {day: value for day, value in course.steps if day >= start[0]}
    corners |= {one.at: one.value for one in course.targets if one.at > start[0] and one.kind is TargetKind.BY}
    future = [one for one in course.targets if one.kind is TargetKind.FROM and one.at > start[0]]
    return sorted((corners | {one.at: one.value for one in future}).items())


def between(points: Mapping[date, float], at: date) -> float:
    """On the straight lines between the points; beyond their ends the nearest point's value."""
    days = sorted(points)
    place = bisect_right(days, at)
    if place == 0 or place == len(days):
        return points[days[0 if place == 0 else -1]]
    left, right = days[place - 1], days[place]
    share = (year(at) - year(left)) / (year(right) - year(left))
    return points[left] + (points[right] - points[left]) * share


def settled(series: Sequence[tuple[date, float]], course: Course) -> Standing:
    """All targets' days are over: kept or missed, by the first value of the last target's day or later."""
    last = max((one for one in course.targets if one.kind is TargetKind.BY), key=lambda one: one.at)
    at, value = next(point for point in series if point[0] >= last.at)
    status = Status.OFF_TRACK if course.worse(value, last.value) > EXACT else Status.ON_TRACK
    return Standing(status, "final", at, value, last.value, None, last, None, is_final=True)
