"""Exact tail probabilities, and how many of many small ones are still surprising.

Fisher's exact test (one-sided, hypergeometric) and the procedure of Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, sqrt
from statistics import median


def log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def fisher_upper(hits: int, drawn: int, marked: int, population: int) -> float:
    """P(at least `hits` marked among `drawn` of a `population` in which `marked` are marked)."""
    most = min(drawn, marked)
    if hits > most:
        return 0.0
    whole = log_choose(population, drawn)
    term = exp(log_choose(marked, hits) + log_choose(population - marked, drawn - hits) - whole)
    total, at = term, hits
    while at < most and term > total * 1e-17:
        term *= (marked - at) * (drawn - at) / ((at + 1) * (population - marked - drawn + at + 1))
        total, at = total + term, at + 1
    return min(total, 1.0)


def poisson_upper(hits: int, mean: float) -> float:
    """P(at least `hits`) of a Poisson variable."""
    if hits <= 0 or mean <= 0:
        return 1.0 if hits <= 0 else 0.0
    term = exp(hits * log(mean) - mean - lgamma(hits + 1))
    total, at = term, hits
    while term > total * 1e-17 and at < hits + 10_000:
        at += 1
        term *= mean / at
        total += term
    return min(total, 1.0)


def discoveries(chances: Sequence[float], rate: float) -> set[int]:
    """Which of the tests stand out when at most the part `rate` of those found may be chance."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    kept = 0
    for place, at in enumerate(order, 1):
        if chances[at] <= rate * place / len(chances):
            kept = place
    return set(order[:kept])


def unusual(values: Sequence[float]) -> list[float]:
    """How many robust deviations each value lies above the median: (x − median) ÷ (1.4826·MAD + √median)."""
    middle = median(values)
    spread = 1.4826 * median(abs(value - middle) for value in values) + sqrt(max(middle, 1.0))
    return [(value - middle) / spread for value in values]
