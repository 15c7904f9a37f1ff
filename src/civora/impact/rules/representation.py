"""Who took part against who lives here: shares with intervals, groups too small hidden, who is missed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civora.core.appraisal.intervals import Interval, wilson
from civora.core.release.suppression import is_publishable, shown
from civora.impact.types import Group, InclusionTable

LEAST_K = 5


def table(
    dimension: str, counts: Mapping[str, int], census: Mapping[str, float], k: int, source: tuple[str, int | None]
) -> InclusionTable | None:
    """One question. None where so few answered that not even their number is said. Only groups of the census count."""
    known = {group: int(counts.get(group, 0)) for group in census}
    answered, people = sum(known.values()), sum(census.values())
    if not answered or not people or not is_publishable(known, max(k, LEAST_K)):
        return None
    published = shown(known, max(k, LEAST_K))
    groups = tuple(group(name, published[name], answered, census[name], people) for name in census)
    return InclusionTable(dimension, groups, answered, *source)


def group(name: str, count: int | None, answered: int, residents: float, people: float) -> Group:
    expected = residents / people
    if count is None:
        return Group(name, None, int(residents), expected=expected)
    share, interval = count / answered, wilson(count, answered)
    return Group(
        name, count, int(residents), share, interval, expected, share / expected if expected else None,
        interval.high < expected, interval.low > expected,
    )  # fmt: skip


def written(one: InclusionTable) -> dict[str, Any]:
    """As the result is kept: what is hidden is nowhere in it."""
    groups = [
        {
            "name": each.name, "count": each.count, "people": each.people, "share": each.share,
            "interval": [each.interval.low, each.interval.high] if each.interval else None, "expected": each.expected,
            "ratio": each.ratio, "is_missed": each.is_missed, "is_over": each.is_over,
        }
        for each in one.groups
    ]  # fmt: skip
    return {
        "dimension": one.dimension, "answered": one.answered, "groups": groups, "census_dataset": one.census_dataset,
        "census_version": one.census_version,
    }  # fmt: skip


def read(kept: Mapping[str, Any]) -> InclusionTable:
    groups = tuple(
        Group(**{**each, "interval": Interval(*each["interval"]) if each["interval"] else None})
        for each in kept["groups"]
    )
    return InclusionTable(kept["dimension"], groups, kept["answered"], kept["census_dataset"], kept["census_version"])
