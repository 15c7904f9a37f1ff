"""Before and after: did a number change when a project came, and can one tell?

Two plain comparisons, never more than the data carry. Without other places: the mean after less the mean before, with
Welch's interval, its sample sizes lowered where neighbouring values resemble each other (n × (1−r)/(1+r), Bayley and
Hammersley 1946). With other places: the change here less the change there (difference in differences), of the values of
the same periods, so that seasons and whatever happened everywhere fall out. Neither proves a cause; `grade` says how
much it may be trusted: B with other places, C before and after only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, variance

from civora.core.appraisal.intervals import CONFIDENCE, Interval, student

FEWEST = 3


class Finding(StrEnum):
    ROSE = "rose"
    FELL = "fell"
    CANNOT_TELL = "cannot-tell"  # the interval holds 0
    TOO_LITTLE_DATA = "too-little-data"


@dataclass(frozen=True, slots=True)
class Effect:
    """`change` is after less before, in the unit of the values. Numbers are None where there is too little."""

    finding: Finding
    before: float | None = None
    after: float | None = None
    change: float | None = None
    interval: Interval | None = None
    values_before: int = 0
    values_after: int = 0
    grade: str = "C"


@dataclass(frozen=True, slots=True)
class Sample:
    """A mean with the square of its standard error and its degrees of freedom."""

    mean: float
    error: float
    freedom: float


def effect(
    before: Sequence[float],
    after: Sequence[float],
    others_before: Sequence[float] = (),
    others_after: Sequence[float] = (),
    confidence: float = CONFIDENCE,
) -> Effect:
    """Values in the order of time. The others are the same measure, in the same periods, where the project did not
    reach (their mean where there are several); raises ValueError where the periods do not match."""
    n, m = len(before), len(after)
    if min(n, m) < FEWEST:
        return Effect(Finding.TOO_LITTLE_DATA, values_before=n, values_after=m)
    grade = "B" if others_before or others_after else "C"
    first, second = sample(apart(before, others_before)), sample(apart(after, others_after))
    change = second.mean - first.mean
    interval = _around(change, (first, second), confidence)
    finding = Finding.CANNOT_TELL if interval.holds(0) else Finding.ROSE if change > 0 else Finding.FELL
    return Effect(finding, fmean(before), fmean(after), change, interval, n, m, grade)


def apart(here: Sequence[float], there: Sequence[float]) -> list[float]:
    """By how much this place differs from the others, period by period."""
    return [one - other for one, other in zip(here, there, strict=True)] if there else list(here)


def sample(values: Sequence[float]) -> Sample:
    """At least two values count as independent, however alike neighbours are."""
    n = max(2.0, len(values) * independence(values))
    return Sample(fmean(values), variance(values) / n, max(1.0, n - 1))


def independence(values: Sequence[float]) -> float:
    """The share of values that count as independent: (1−r)/(1+r) of the first autocorrelation, at most 1."""
    middle = fmean(values)
    whole = sum((value - middle) ** 2 for value in values)
    if not whole:
        return 1.0
    r = sum((a - middle) * (b - middle) for a, b in zip(values, values[1:], strict=False)) / whole
    r = min(0.99, max(0.0, r))
    return (1 - r) / (1 + r)


def _around(change: float, parts: Sequence[Sample], confidence: float) -> Interval:
    """Welch-Satterthwaite. Values that never move leave no doubt that the data could show."""
    error = sum(one.error for one in parts)
    if not error:
        return Interval(change, change)
    freedom = error**2 / sum(one.error**2 / one.freedom for one in parts if one.error)
    half = student(max(1.0, freedom), confidence) * math.sqrt(error)
    return Interval(change - half, change + half)
