"""Classes of numbers on a map, each method as its textbook has it; and of names.

Methods: `quantiles` (as many rows in each class), `equal` (as wide each), `jenks` (natural breaks: least variance inside, after
Fisher 1958), `deviation` (steps of half a standard deviation around the mean), `given`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

SAMPLE = 100


def shares(method: str, classes: int) -> tuple[float, ...]:
    """Which percentiles must be known: the breaks themselves, or a sample of the distribution."""
    if method == "quantiles":
        return tuple(100 * n / classes for n in range(1, classes))
    return tuple(100 * n / SAMPLE for n in range(SAMPLE + 1)) if method == "jenks" else ()


def breaks(method: str, classes: int, numbers: Sequence[float], *, given: Sequence[float] = ()) -> tuple[float, ...]:
    """Inner bounds, ascending, each once. `numbers` are for quantiles and jenks the percentiles of `shares`, for equal (low,
    high), for deviation (mean, deviation)."""
    match method:
        case "given":
            found: Sequence[float] = given
        case "equal":
            low, high = numbers
            found = [low + (high - low) * n / classes for n in range(1, classes)]
        case "deviation":
            mean, spread = numbers
            half = (classes - 2) / 2
            found = [mean + spread * (n - half) for n in range(classes - 1)]
        case "jenks":
            found = natural(sorted(numbers), classes)
        case _:
            found = numbers
    return tuple(sorted({rounded(one) for one in found if math.isfinite(one)}))


def rounded(number: float) -> float:
    """Four figures that count: as exact as a legend is read."""
    return float(f"{number:.4g}")


def natural(values: Sequence[float], classes: int) -> list[float]:
    """The bounds between groups of least squared distance to their mean."""
    count = len(values)
    if count <= classes:
        return list(values[1:])
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def cost(start: int, stop: int) -> float:
        total = sums[stop] - sums[start]
        return squares[stop] - squares[start] - total * total / (stop - start)

    best = [[cost(0, stop) if stop else 0.0 for stop in range(count + 1)]]
    cuts: list[list[int]] = []
    for part in range(1, classes):
        row, cut = [math.inf] * (count + 1), [0] * (count + 1)
        for stop in range(part + 1, count + 1):
            row[stop], cut[stop] = min((best[-1][start] + cost(start, stop), start) for start in range(part, stop))
        best.append(row)
        cuts.append(cut)
    stop, found = count, []
    for cut in reversed(cuts):
        stop = cut[stop]
        found.append(values[stop])
    return found[::-1]


def spans(inner: Sequence[float]) -> list[tuple[float | None, float | None]]:
    """(from, below) of each class; None is an open end."""
    return list(pairwise([None, *inner, None]))


def colours(count: int) -> list[str]:
    """Ordered colours from little to much, spread over the five steps."""
    if count == 1:
        return ["s4"]
    first = 1 if count > 4 else 2  # noqa: PLR2004 (the palest is left out where it is not needed)
    return [f"s{min(5, first + round(n * (5 - first) / (count - 1)))}" for n in range(count)]
