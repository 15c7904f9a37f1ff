"""Fair numbers: rates over residents with their uncertainty, and shares that a single lucky case cannot win.

Exact Poisson range: Garwood (1936) by Wilson and Hilferty's approximation of chi-square. Rates lean towards the city's by
the gamma-Poisson model of Marshall (1991), shares towards that of all bodies by the beta-binomial with a prior weight of
`PRIOR` cases. Range of a share: Wilson (1927).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from civora.reports.types import Rate

Z = 1.959964
PER = 1_000
PRIOR = 20
FEWEST = 10
DAYS_IN_YEAR = 365.25


def poisson_range(count: int) -> tuple[float, float]:
    """Between what expectations such a count is no surprise, 95 of 100 times."""

    def at(n: float, sign: int) -> float:
        return n * (1 - 1 / (9 * n) + sign * Z / (3 * math.sqrt(n))) ** 3

    return (at(count, -1) if count else 0.0), at(count + 1, 1)


def rates(counts: Mapping[str, int], population: Mapping[str, int | None], days: float) -> tuple[Rate, ...]:
    """One rate for each area, in alphabetical order: this is no league."""
    years = max(days, 1) / DAYS_IN_YEAR
    known = {area: people for area, people in population.items() if people}
    exposure = {area: people * years / PER for area, people in known.items()}
    seen, whole = sum(counts.get(area, 0) for area in known), sum(exposure.values())
    mean = seen / whole if whole else 0.0
    weight = prior(counts, exposure, mean)
    return tuple(
        rate(area, counts.get(area, 0), population.get(area), exposure.get(area), mean, weight)
        for area in sorted(set(population) | set(counts))
    )


def prior(counts: Mapping[str, int], exposure: Mapping[str, float], mean: float) -> float:
    """How much exposure the city's rate weighs: much where areas differ no more than chance makes them, little where
    they really differ (method of moments)."""
    whole = sum(exposure.values())
    if not whole or not mean or len(exposure) < 2:  # noqa: PLR2004 (one area has no others)
        return 0.0
    seen = sum(e * (counts.get(area, 0) / e - mean) ** 2 for area, e in exposure.items()) / whole
    real = seen - mean / (whole / len(exposure))
    return mean / real if real > 0 else math.inf


def rate(area: str, count: int, people: int | None, exposure: float | None, mean: float, weight: float) -> Rate:
    if not exposure:
        return Rate(area, count, people, None, None, None, None)
    low, high = (edge / exposure for edge in poisson_range(count))
    shrunk = mean if math.isinf(weight) else (count + mean * weight) / (exposure + weight)
    return Rate(area, count, people, count / exposure, low, high, shrunk, not low <= mean <= high)


def wilson(part: int, whole: int) -> tuple[float, float]:
    if not whole:
        return 0.0, 1.0
    share, spread = part / whole, Z * Z / whole
    middle, wide = share + spread / 2, Z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max(0.0, (middle - wide) / (1 + spread)), min(1.0, (middle + wide) / (1 + spread))


def leaning(part: int, whole: int, mean: float) -> float:
    """The share, leaning towards `mean` with the weight of `PRIOR` cases."""
    return (part + PRIOR * mean) / (whole + PRIOR)


def expected(mix: Sequence[tuple[int, float]]) -> float | None:
    """The share that all bodies reach with this mix: (number of reports, share of all bodies) by category."""
    whole = sum(number for number, _ in mix)
    return sum(number * share for number, share in mix) / whole if whole else None
