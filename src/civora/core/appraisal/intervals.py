"""How sure a share, a count or a mean is: intervals that hold for small numbers too."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`: with the stated confidence the true value lies between."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def times(self, factor: float) -> Interval:
        """Raises nothing; a negative factor turns the ends around."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(ends[0], ends[1])


def z_of(confidence: float) -> float:
    """The two-sided normal quantile: 0.95 → 1.96."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(successes: float, of: float, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share (Wilson 1927). Without any trial it says nothing: 0 to 1."""
    if of <= 0:
        return Interval(0.0, 1.0)
    z = z_of(confidence)
    share, square = successes / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(max(0.0, share * (1 - share)) / of + square / (4 * of)) / (1 + square)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def poisson(count: float, confidence: float = CONFIDENCE) -> Interval:
    """The interval of a count of independent events, by Byar's approximation to the exact one (Breslow and Day 1987,
    vol. II, p. 69); exact to two digits from a count of 1 on, and for 0 within 1 %."""
    z = z_of(confidence)
    low = 0.0 if count <= 0 else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    above = count + 1
    return Interval(max(0.0, low), above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3)


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t, by bisection on its distribution function. `freedom` at least 1."""
    wanted = 0.5 + confidence / 2
    low, high = 0.0, 1e4
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if student_below(middle, freedom) < wanted else (low, middle)
    return (low + high) / 2


def student_below(t: float, freedom: float) -> float:
    """P(T ≤ t) for t ≥ 0."""
    return 1 - incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    made = d
    for m in range(1, 300):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            made *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return made
