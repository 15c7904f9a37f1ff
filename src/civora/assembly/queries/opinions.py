"""The opinion map of a process, made anew when somebody has changed her mind, and kept in between."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache

from civora.assembly.models import Projection
from civora.assembly.queries.talk import votes
from civora.core.errors import CivoraError
from civora.core.opinion import OpinionMap, opinion_map

LEAST = 15  # fewer people are no map: one could tell who is who
KEPT_SECONDS = 24 * 3600
SHARE = 50  # a map that took a second to make is made at most every fifty seconds


@dataclass(frozen=True, slots=True)
class Kept:
    mark: tuple[int, ...]
    map: OpinionMap | None
    at: float
    cost: float


def opinion(process: str) -> OpinionMap | None:
    """None while fewer than fifteen people have voted enough to be placed. The same votes give the same map."""
    key = f"assembly.opinion.{process}"
    mark = tuple(Projection.objects.filter(key__in=("opinion-votes", "statements")).order_by("key").values_list("changes", flat=True))  # fmt: skip
    kept: Kept | None = cache.get(key)
    if kept and (kept.mark == mark or time.time() - kept.at < SHARE * kept.cost):
        return kept.map
    start = time.time()
    made = drawn(process)
    cache.set(key, Kept(mark, made, start, time.time() - start), KEPT_SECONDS)
    return made


def drawn(process: str) -> OpinionMap | None:
    known = votes(process)
    if len({voice for voice, _ in known}) < LEAST:
        return None
    try:
        found = opinion_map(known)
    except CivoraError:  # too few statements, or all alike
        return None
    return found if len(found.places) >= LEAST else None
