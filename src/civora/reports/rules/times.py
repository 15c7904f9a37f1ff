"""How long it takes: from real past reports, by the product-limit estimate (Kaplan and Meier, 1958).

Reports that are still open are no missing values but news: they took at least so long. Leaving them out would make the
slowest bodies look fast. The range of the median is Brookmeyer and Crowley's (1982), with Greenwood's variance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from civora.reports.types import Times

FEWEST = 10
Z = 1.959964


def times(spans: Iterable[tuple[float, bool]]) -> Times:
    """`spans`: days that each report took or has been open, and whether it is done."""
    known = sorted((max(0.0, days), done) for days, done in spans)
    done_in_all = sum(done for _, done in known)
    if len(known) < FEWEST:
        return Times(len(known), done_in_all, None, None)
    steps = survival(known)
    low = next((days for days, share, wide in steps if share - Z * wide <= 0.5), None)  # noqa: PLR2004 (half)
    high = next((days for days, share, wide in steps if share + Z * wide <= 0.5), None)  # noqa: PLR2004
    return Times(len(known), done_in_all, reached(steps, 0.5), reached(steps, 0.8), low, high)


def survival(known: list[tuple[float, bool]]) -> list[tuple[float, float, float]]:
    """(days, share still open after them, its standard error), at each moment when a report was done."""
    steps: list[tuple[float, float, float]] = []
    share, spread, at_risk, index = 1.0, 0.0, len(known), 0
    while index < len(known):
        days, done, together = known[index][0], 0, 0
        while index < len(known) and known[index][0] == days:
            done += known[index][1]
            together += 1
            index += 1
        if done:
            share *= 1 - done / at_risk
            spread += done / (at_risk * (at_risk - done)) if at_risk > done else 0.0
            steps.append((days, share, share * math.sqrt(spread)))
        at_risk -= together
    return steps


def reached(steps: list[tuple[float, float, float]], done: float) -> float | None:
    """After how many days this share was done; None: not yet."""
    return next((days for days, share, _ in steps if 1 - share >= done - 1e-12), None)
