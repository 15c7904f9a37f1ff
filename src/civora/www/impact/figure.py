"""The figure of an indicator: values, path, targets and the gap between, as paths on a canvas of 1000 × 1000.

Labels stand in per cent over the drawing, so that text never shrinks with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from civora.impact.rules.periods import year
from civora.impact.rules.status import between
from civora.impact.types import Measured, TargetKind
from civora.www import formats
from civora.www.impact import words

SIZE = 1000.0
HEAD = 0.06  # free above the highest value, as a share of the canvas


@dataclass(frozen=True, slots=True)
class Label:
    left: float
    top: float
    text: str
    side: str = ""  # right, left, up, dl


@dataclass(frozen=True, slots=True)
class Dot:
    left: float
    top: float
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    alt: str
    line: str
    ground: str
    path: str
    gap: str
    limits: tuple[str, ...]
    grid: tuple[tuple[float, str], ...]  # (top in per cent, label)
    ticks: tuple[Label, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    gap_since: str
    tone: str


@dataclass(frozen=True, slots=True)
class Canvas:
    first: float
    last: float
    low: float
    high: float

    def x(self, at: date) -> float:
        return round(SIZE * (year(at) - self.first) / ((self.last - self.first) or 1), 1)

    def y(self, value: float) -> float:
        return round(SIZE - SIZE * (value - self.low) / ((self.high - self.low) or 1), 1)

    def line(self, points: Sequence[tuple[date, float]]) -> str:
        return "M" + "L".join(f"{self.x(at):g} {self.y(value):g}" for at, value in points) if len(points) > 1 else ""

    def at(self, point: tuple[date, float]) -> tuple[float, float]:
        return round(self.x(point[0]) / 10, 1), round(self.y(point[1]) / 10, 1)


def figure(made: Measured, *, top: float | None = None) -> Figure | None:
    """None without values. `top` sets the scale, so that small multiples share one."""
    if not made.series:
        return None
    points = [(one.at, one.value) for one in made.series]
    canvas = fitted(points, made, top)
    gap, since = gap_of(made, canvas)
    return Figure(
        alt=f"{made.card.title}: {words.headline(made)}. {words.direction(made)}",
        line=canvas.line(points),
        ground=ground(points, canvas),
        path=canvas.line(made.path) if len(made.path) > 1 and made.standing.reason in ("path", "final") else "",
        gap=gap,
        limits=limits(made, canvas),
        grid=grid(canvas),
        ticks=ticks(canvas),
        dots=dots(points, made, canvas),
        labels=labels(points, made, canvas),
        gap_since=since,
        tone=words.tone(made.standing),
    )


def fitted(points: Sequence[tuple[date, float]], made: Measured, top: float | None) -> Canvas:
    shown = [*points, *made.path, *((one.at, one.value) for one in made.targets if one.at >= points[0][0])]
    years = [year(at) for at, _ in shown]
    values = [value for _, value in shown] + [one.value for one in made.targets if one.kind is TargetKind.FROM]
    low, high = min(0.0, *values), (top if top is not None else max(*values, 0.0))
    room = (high - low) * HEAD or 1.0
    last = max(years)
    return Canvas(min(years), last if last > min(years) else last + 1, low, high + room)


def ground(points: Sequence[tuple[date, float]], canvas: Canvas) -> str:
    line = canvas.line(points)
    base = canvas.y(max(0.0, canvas.low))
    return f"{line}L{canvas.x(points[-1][0]):g} {base:g}L{canvas.x(points[0][0]):g} {base:g}Z" if line else ""


def gap_of(made: Measured, canvas: Canvas) -> tuple[str, str]:
    """The space between values and path since the values left it for the wrong side the last time."""
    if made.standing.reason != "path" or not made.standing.behind or made.standing.behind <= 0:
        return "", ""
    corners = dict(made.path)
    behind: list[tuple[date, float, float]] = []
    for one in reversed(made.series):
        should = between(corners, one.at)
        if abs(one.value - should) < 1e-9 or (one.value > should) != (made.series[-1].value > between(corners, made.series[-1].at)):  # fmt: skip
            break
        behind.append((one.at, one.value, should))
    behind.reverse()
    if len(behind) < 2:  # noqa: PLR2004 (an area needs two edges)
        return "", ""
    bends = [(at, value) for at, value in made.path if behind[0][0] < at < behind[-1][0]]
    lower = sorted({at: should for at, _, should in behind}.items() | dict(bends).items())
    upper = canvas.line([(at, value) for at, value, _ in behind])
    back = "".join(f"L{canvas.x(at):g} {canvas.y(value):g}" for at, value in reversed(lower))
    return f"{upper}{back}Z", words.period(behind[0][0], made.card.draft.frequency)


def limits(made: Measured, canvas: Canvas) -> tuple[str, ...]:
    """A line for each limit, from its day (or the left edge) to the next limit or the right edge."""
    held = [one for one in made.targets if one.kind is TargetKind.FROM]
    paths = []
    for place, one in enumerate(held):
        left = max(0.0, canvas.x(one.at))
        right = canvas.x(held[place + 1].at) if place + 1 < len(held) else SIZE
        if right >= left:
            paths.append(f"M{left:g} {canvas.y(one.value):g}H{max(right, left + 8):g}")
    return tuple(paths)


def grid(canvas: Canvas) -> tuple[tuple[float, str], ...]:
    step = nice((canvas.high - canvas.low) / 4)
    first = math.ceil(canvas.low / step) * step
    values = [first + n * step for n in range(8) if first + n * step <= canvas.high]
    digits = max(0, -math.floor(math.log10(step)))
    return tuple((round(canvas.y(value) / 10, 1), formats.number(value, digits)) for value in values)


def nice(step: float) -> float:
    """The next of 1, 2, 2.5, 5 × 10ⁿ."""
    size = 10 ** math.floor(math.log10(step)) if step > 0 else 1.0
    return next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= step * 0.999)


def ticks(canvas: Canvas) -> tuple[Label, ...]:
    first, last = math.ceil(canvas.first - 1e-9), math.floor(canvas.last + 1e-9)
    if last <= first:
        return (Label(0.0, 0.0, str(first), "first"),)
    step = max(1, round(nice((last - first) / 5)))
    years = [one for one in range(first, last + 1) if one % step == 0] or [first, last]
    places = [(one, round(100 * (one - canvas.first) / (canvas.last - canvas.first), 1)) for one in years]
    return tuple(
        Label(left, 0.0, str(one), "first" if left < 3 else "last" if left > 97 else "") for one, left in places
    )  # noqa: PLR2004 (near the edges)


def dots(points: Sequence[tuple[date, float]], made: Measured, canvas: Canvas) -> tuple[Dot, ...]:
    goals = [Dot(*canvas.at((one.at, one.value)), is_open=True) for one in made.targets if one.at >= points[0][0]]
    return (Dot(*canvas.at(points[-1])), *goals)


def labels(points: Sequence[tuple[date, float]], made: Measured, canvas: Canvas) -> tuple[Label, ...]:
    left, top = canvas.at(points[-1])
    said = [Label(left, top, words.value(made, points[-1][1]), "right" if left < 88 else "up")]  # noqa: PLR2004 (room beside it)
    for one in made.targets:
        if one.at < points[0][0]:
            continue
        x, y = canvas.at((one.at, one.value))
        text = words.value(made, one.value)
        text = gettext("limit {n}").format(n=text) if one.kind is TargetKind.FROM else gettext("{n} promised").format(n=text)  # fmt: skip
        said.append(Label(x, y, text, "left" if x > 60 else "right"))  # noqa: PLR2004 (room beside it)
    if made.standing.limit and made.standing.limit.at < points[0][0]:
        said.append(Label(1.0, round(canvas.y(made.standing.limit.value) / 10, 1), gettext("limit {n}").format(n=words.value(made, made.standing.limit.value)), "over"))  # fmt: skip
    return tuple(said)
