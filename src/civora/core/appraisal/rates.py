"""Places compared fairly: per head, with what chance alone would do, and with small places drawn towards the whole.

The drawn rate is the global empirical Bayes estimate of Marshall (1991, J. R. Stat. Soc. C 40:283): the smaller the
population, the more of the common rate is in it. It is for ranking and colouring; the raw rate stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from civora.core.appraisal.intervals import CONFIDENCE, Interval, poisson


class Verdict(StrEnum):
    """A place against the whole. `ALIKE`: the difference may be chance."""

    ABOVE = "above"
    BELOW = "below"
    ALIKE = "alike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per unit of exposure in one place. `own_weight` is how much of `drawn` comes from the place itself."""

    place: str
    count: float
    exposure: float
    rate: float
    interval: Interval
    drawn: float
    own_weight: float
    verdict: Verdict


def rates(
    counts: Mapping[str, float], exposures: Mapping[str, float], confidence: float = CONFIDENCE
) -> tuple[Rate, ...]:
    """One rate for each place with an exposure above 0, in the order of `exposures`; a place without events has 0."""
    known = {place: float(size) for place, size in exposures.items() if size and size > 0}
    seen = {place: float(counts.get(place, 0)) for place in known}
    people = sum(known.values())
    if not people:
        return ()
    common = sum(seen.values()) / people
    between = _variance_between(seen, known, common)
    return tuple(_rate(place, seen[place], known[place], common, between, confidence) for place in known)


def common_rate(made: tuple[Rate, ...]) -> float:
    """The rate of all places together; 0 without any."""
    exposure = sum(one.exposure for one in made)
    return sum(one.count for one in made) / exposure if exposure else 0.0


def _variance_between(counts: Mapping[str, float], exposures: Mapping[str, float], common: float) -> float:
    """What the places truly differ by: the observed spread less what chance makes. Never below 0."""
    people = sum(exposures.values())
    spread = sum(size * (counts[place] / size - common) ** 2 for place, size in exposures.items()) / people
    return max(0.0, spread - common / (people / len(exposures)))


def _rate(place: str, count: float, exposure: float, common: float, between: float, confidence: float) -> Rate:
    raw, interval = count / exposure, poisson(count, confidence).times(1 / exposure)
    noise = common / exposure
    weight = between / (between + noise) if between + noise > 0 else 0.0
    drawn = common + weight * (raw - common)
    return Rate(place, count, exposure, raw, interval, drawn, weight, verdict(interval, common))


def verdict(interval: Interval, common: float) -> Verdict:
    if interval.low > common:
        return Verdict.ABOVE
    return Verdict.BELOW if interval.high < common else Verdict.ALIKE
