"""Counts of reports: how long they took, where they come from, what became of them. Kept for some minutes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from civora.reports import models
from civora.reports.queries.found import chosen
from civora.reports.queries.services import areas
from civora.reports.rules import rates as fair
from civora.reports.rules.times import times as estimated
from civora.reports.types import Filter, Rate, Record, Status, Times

KEPT_SECONDS = 300
PAST = timedelta(days=365)
DAY = 86_400.0
ANSWERED_WITHIN_DAYS = 14
GRID = 200
Made = TypeVar("Made")


def kept(name: str, at: datetime, make: Callable[[], Made]) -> Made:
    """Made once in a few minutes. The moment counts by the hour, for a demonstration stands still."""
    key = f"reports.{name}.{at:%Y%m%d%H}.{models.Report.objects.aggregate(last=Max('id'))['last']}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found


def public(since: datetime, until: datetime) -> QuerySet[models.Report]:
    return models.Report.objects.filter(at__gte=since, at__lte=until, is_public=True, is_hidden=False, is_erased=False)


def spans(rows: QuerySet[models.Report], at: datetime) -> list[tuple[float, bool]]:
    """(days, done) of reports that somebody had to act on: duplicates and withdrawn ones say nothing."""
    acted = rows.exclude(status__in=(Status.DUPLICATE.value, Status.WITHDRAWN.value, Status.NOT_OURS.value))
    return [
        (((closed or at) - sent).total_seconds() / DAY, closed is not None)
        for sent, closed in acted.values_list("at", "closed_at")
    ]


def times(category: str, at: datetime) -> Times:
    """How long reports of a category took in the year before `at`."""
    return kept(
        f"times.{category}", at, lambda: estimated(spans(public(at - PAST, at).filter(category__key=category), at))
    )


def area_rates(since: datetime, until: datetime, *, category: str = "") -> tuple[Rate, ...]:
    """Reports by area over residents, with the range that chance leaves open."""

    def make() -> tuple[Rate, ...]:
        rows = public(since, until).filter(**({"category__key": category} if category else {}))
        counts = dict(rows.exclude(area="").values_list("area").annotate(n=Count("id")).order_by())
        people = {one.key: one.population for one in areas() if not one.is_boundary}
        return fair.rates(counts, people, (until - since).total_seconds() / DAY)

    return kept(f"rates.{since:%Y%m%d}.{category}", until, make)


def records(since: datetime, until: datetime) -> tuple[Record, ...]:
    """What became of the reports of each body, in alphabetical order: nobody is ranked."""
    return kept(f"records.{since:%Y%m%d}", until, lambda: made_records(since, until))


def made_records(since: datetime, until: datetime) -> tuple[Record, ...]:
    by_body: defaultdict[str, list[tuple[str, float, bool, str, int]]] = defaultdict(list)
    wanted = ("body", "category__key", "at", "closed_at", "status", "reopened")
    left_out = (Status.DUPLICATE.value, Status.WITHDRAWN.value, Status.NOT_OURS.value)
    for body, category, sent, closed, status, reopened in (
        public(since, until).exclude(status__in=left_out).values_list(*wanted)
    ):
        days = ((closed or until) - sent).total_seconds() / DAY
        by_body[body].append((category, days, closed is not None, status, reopened))
    in_all = [one for lines in by_body.values() for one in lines]
    shares = shares_within(in_all)
    old = [one for one in in_all if is_old(one)]
    mean = sum(is_answered(one) for one in old) / len(old) if old else 0.0
    return tuple(record(body, lines, shares, mean) for body, lines in sorted(by_body.items()))


def is_old(one: tuple[str, float, bool, str, int]) -> bool:
    """Whether it is known by now if it was done in time: done, or open for longer."""
    return one[2] or one[1] >= ANSWERED_WITHIN_DAYS


def is_answered(one: tuple[str, float, bool, str, int]) -> bool:
    return one[2] and one[1] <= ANSWERED_WITHIN_DAYS


def shares_within(lines: list[tuple[str, float, bool, str, int]]) -> dict[str, float]:
    """The share of each category that was closed in time, over all bodies."""
    whole = Counter(one[0] for one in lines if is_old(one))
    part = Counter(one[0] for one in lines if is_old(one) and is_answered(one))
    return {category: part[category] / number for category, number in whole.items()}


def record(body: str, lines: list[tuple[str, float, bool, str, int]], shares: dict[str, float], mean: float) -> Record:
    old = [one for one in lines if is_old(one)]
    part, whole = sum(is_answered(one) for one in old), len(old)
    low, high = fair.wilson(part, whole)
    mix = Counter(one[0] for one in old)
    is_enough = whole >= fair.FEWEST
    return Record(
        body=body, reports=len(lines), closed=sum(one[2] for one in lines),
        fixed=sum(one[3] == Status.FIXED for one in lines), reopened=sum(one[4] > 0 for one in lines),
        times=estimated((one[1], one[2]) for one in lines), within=fair.leaning(part, whole, mean) if is_enough else None,
        low=low if is_enough else None, high=high if is_enough else None,
        expected=fair.expected([(number, shares[name]) for name, number in sorted(mix.items())]) if is_enough else None,
        is_enough=is_enough,
    )  # fmt: skip


def totals(since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """Counts by category: all, open, closed, fixed."""

    def make() -> dict[str, dict[str, int]]:
        is_open, fixed = Q(closed_at=None), Q(status=Status.FIXED.value)
        rows = public(since, until).values("category__key").order_by()
        counted = rows.annotate(all=Count("id"), open=Count("id", filter=is_open), fixed=Count("id", filter=fixed))
        return {one["category__key"]: {name: one[name] for name in ("all", "open", "fixed")} for one in counted}

    return kept(f"totals.{since:%Y%m%d}", until, make)


def daily(since: datetime, until: datetime) -> dict[date, int]:
    """How many came on each day."""
    rows = public(since, until).annotate(day=TruncDate("at")).values_list("day").annotate(n=Count("id")).order_by("day")
    return kept(f"daily.{since:%Y%m%d}", until, lambda: dict(rows))


def heat(given: Filter, cell: float) -> tuple[tuple[float, float, int], ...]:
    """(longitude, latitude, reports) of the squares of a grid that hold some; `cell` in degrees of latitude."""
    counted: Counter[tuple[int, int]] = Counter()
    for lat, lon in chosen(given).exclude(lat=None).values_list("lat", "lon")[: GRID * GRID]:
        counted[round(lon / cell / 1.6), round(lat / cell)] += 1
    return tuple((x * cell * 1.6, y * cell, n) for (x, y), n in sorted(counted.items()))
