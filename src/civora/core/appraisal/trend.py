"""Where a series is going: a slope that one odd year does not turn, and whether chance could have made it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist, median

FEWEST = 4
SURE = 0.1  # a two-sided p below this counts as a trend


class Course(StrEnum):
    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"  # no trend that chance could not have made
    UNKNOWN = "unknown"  # too few values


@dataclass(frozen=True, slots=True)
class Trend:
    """`slope` per unit of x; `p` is two-sided, None where values are too few."""

    course: Course
    slope: float = 0.0
    p: float | None = None
    values: int = 0


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """Sen's slope (1968) with the Mann-Kendall test, ties corrected. Points need not be evenly spaced."""
    if len(points) < FEWEST:
        return Trend(Course.UNKNOWN, values=len(points))
    ordered = sorted(points)
    slopes = [(y2 - y1) / (x2 - x1) for i, (x1, y1) in enumerate(ordered) for x2, y2 in ordered[i + 1 :] if x2 > x1]
    if not slopes:
        return Trend(Course.UNKNOWN, values=len(points))
    slope, p = median(slopes), mann_kendall([y for _, y in ordered])
    course = Course.STEADY if p >= SURE or slope == 0 else Course.RISING if slope > 0 else Course.FALLING
    return Trend(course, slope, p, len(points))


def mann_kendall(values: Sequence[float]) -> float:
    """The two-sided p of "no trend" by the normal approximation with continuity correction (Kendall 1975)."""
    n = len(values)
    score = sum((later > now) - (later < now) for i, now in enumerate(values) for later in values[i + 1 :])
    ties = [values.count(value) for value in set(values)]
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    if variance <= 0 or score == 0:
        return 1.0
    z = (abs(score) - 1) / math.sqrt(variance)
    return 2 * (1 - NormalDist().cdf(z))
