"""`/reports/overview/`: by category, by part of the city, by body, over time and on a grid. Fair, or it says that it cannot be."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from civora.reports import queries as reports
from civora.reports.queries.counts import ANSWERED_WITHIN_DAYS
from civora.reports.types import Category, Filter, Rate, Record
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.pages import Twin, page
from civora.www.parts import Crumb
from civora.www.reports import ground, words
from civora.www.reports.pages import AreaRow, BodyRow, CategoryRow, Ground, OverviewPage
from civora.www.reports.views.lines import known
from civora.www.reports.views.listing import source

PAST = timedelta(days=365)
CELL = 0.004


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    until = city().now()
    since = until - PAST
    services = known()
    totals, rates, records = (
        reports.totals(since, until),
        reports.area_rates(since, until),
        reports.records(since, until),
    )
    every = sum(one["all"] for one in totals.values())
    fixed = sum(one["fixed"] for one in totals.values())
    context = OverviewPage(
        crumbs=(Crumb(gettext("Reports"), reverse("reports:index")), Crumb(gettext("In numbers"))),
        finding=ngettext("{fixed} of {n} report of the past year is fixed", "{fixed} of {n} reports of the past year are fixed", every).format(fixed=formats.number(fixed), n=formats.number(every)),
        since=since, categories=categories(totals, services), areas=areas(rates), bodies=tuple(body(one) for one in records),
        weeks=weeks(reports.daily(since, until), until.date()), ground=heat(since), has_population=any(one.population for one in rates),
        outside=every - sum(one.count for one in rates), source=source(), has_example=city().is_example, within_days=ANSWERED_WITHIN_DAYS,
    )  # fmt: skip
    return page(
        request, "reports/overview.html", context, twins=(Twin(reverse("reports:overview-json"), "application/json"),)
    )


def categories(totals: dict[str, dict[str, int]], services: dict[str, Category]) -> tuple[CategoryRow, ...]:
    top = max((one["all"] for one in totals.values()), default=0) or 1
    rows = []
    for key, counts in sorted(totals.items(), key=lambda item: -item[1]["all"]):
        found = reports.times(key, city().now())
        half, eight = words.days(found.median), words.days(found.p80)
        span = (
            f"{words.days(found.low)} – {words.days(found.high)}"
            if found.low is not None and found.high is not None
            else ""
        )
        url = reverse("reports:index") + with_params({"category": key, "state": "all"})
        rows.append(
            CategoryRow(
                words.said(services[key].name),
                counts["all"],
                counts["open"],
                round(100 * counts["all"] / top),
                half,
                eight,
                span,
                url,
            )
        )
    return tuple(rows)


def areas(rates: tuple[Rate, ...]) -> tuple[AreaRow, ...]:
    names = reports.area_names()
    top = max((one.high for one in rates if one.high is not None), default=1) or 1
    return tuple(
        AreaRow(
            names.get(one.area, one.area), one.count, one.population, one.rate, one.low, one.high, one.shrunk, one.is_unlike,
            100 * (one.low or 0) / top, 100 * ((one.high or 0) - (one.low or 0)) / top, 100 * (one.rate or 0) / top,
            reverse("reports:index") + with_params({"area": one.area, "state": "all"}),
        )
        for one in rates
    )  # fmt: skip


def body(one: Record) -> BodyRow:
    verdict = gettext("too few to say")
    if one.is_enough and one.low is not None and one.high is not None and one.expected is not None:
        verdict = gettext("as with such reports everywhere")
        if one.expected < one.low:
            verdict = gettext("sooner than such reports elsewhere")
        elif one.expected > one.high:
            verdict = gettext("later than such reports elsewhere")
    low, high = one.low or 0, one.high or 0
    return BodyRow(
        words.bodies().get(one.body, one.body), one.reports, one.fixed, one.reopened, words.days(one.times.median),
        formats.percent(100 * one.within) if one.within is not None else "", 100 * low, 100 * (high - low), 100 * (one.within or 0),
        None if one.expected is None else 100 * one.expected, verdict, one.is_enough,
        reverse("reports:index") + with_params({"body": one.body, "state": "all"}),
    )  # fmt: skip


def weeks(daily: dict[date, int], until: date) -> tuple[tuple[str, int, float], ...]:
    """(first day, reports, height in per cent) of each of the last 52 weeks."""
    counted: Counter[int] = Counter()
    for day, number in daily.items():
        counted[(until - day).days // 7] += number
    top = max(counted.values(), default=0) or 1
    return tuple(
        (formats.short_day(until - timedelta(days=7 * ago + 6)), counted[ago], 100 * counted[ago] / top)
        for ago in range(51, -1, -1)
    )


def heat(since: object) -> Ground:
    """Squares of some 400 metres, darker where more was reported."""
    shown = ground.whole(900, 760)
    cells = reports.heat(Filter(since=since), CELL)  # type: ignore[arg-type]  # a datetime
    top = max((number for *_, number in cells), default=0) or 1
    shade = []
    for lon, lat, number in cells:
        x, y = shown.place(lon - CELL * 0.8, lat + CELL / 2)
        right, bottom = shown.place(lon + CELL * 0.8, lat - CELL / 2)
        shade.append((x, y, round(right - x, 1), round(bottom - y, 1), round(0.15 + 0.85 * (number / top) ** 0.5, 2)))
    return ground.drawn(shown, (), gettext("Where most was reported in the past year"), tuple(shade))


@require_safe
def overview_json(request: HttpRequest) -> HttpResponse:
    until = city().now()
    since = until - PAST
    names = reports.area_names()
    return JsonResponse({
        "since": since.isoformat(), "until": until.isoformat(),
        "categories": [{"service_code": key, **counts, **times(key)} for key, counts in sorted(reports.totals(since, until).items())],
        "areas": [
            {"area": names.get(one.area, one.area), "reports": one.count, "population": one.population, "per_1000_a_year": one.rate,
             "low": one.low, "high": one.high, "shrunk": one.shrunk}
            for one in reports.area_rates(since, until)
        ],
        "bodies": [
            {"body": one.body, "reports": one.reports, "closed": one.closed, "fixed": one.fixed, "reopened": one.reopened,
             "median_days": one.times.median, "share_within_14_days": one.within, "low": one.low, "high": one.high, "expected": one.expected}
            for one in reports.records(since, until)
        ],
    })  # fmt: skip


def times(category: str) -> dict[str, float | int | None]:
    found = reports.times(category, city().now())
    return {
        "median_days": found.median,
        "p80_days": found.p80,
        "median_low": found.low,
        "median_high": found.high,
        "measured_on": found.n,
    }
