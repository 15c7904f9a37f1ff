"""Scenario 5: ten thousand real requests of Los Angeles with the residents of its councils: rates, times and records that are fair."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from civora.reports import actions, models, queries
from civora.reports.rules import rates as fair
from civora.reports.types import Area, Filter, Status
from tests.factories.reports import AT, category, square

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%y %H:%M").replace(tzinfo=ZONE) if text else None


@pytest.fixture
def loaded(shared_data: Path) -> list[dict[str, str]]:
    cache.clear()
    folder = shared_data / "los_angeles"
    rows = list(csv.DictReader((folder / "service_requests_311.csv").open()))
    for council in csv.DictReader((folder / "neighbourhood_council_population_2020.csv").open()):
        key = area_key(council["council_name"])
        area = Area(key, council["council_name"], int(council["sum_pop20"]), False, square(0, 0, 0, 0))
        actions.set_area(area=area, by="test", at=AT)
    for kind in sorted({row["requesttype"] for row in rows}):
        actions.set_category(category=category(kind, body="bos"), by="test", at=AT)
    services = {one.key: one for one in models.Category.objects.all()}
    models.Report.objects.bulk_create(report(n, row, services) for n, row in enumerate(rows))
    return rows


def area_key(name: str) -> str:
    return name.lower().removesuffix(" nc").replace(" ", "-").replace("/", "-").replace(".", "").replace("'", "")[:100]


def report(n: int, row: dict[str, str], services: dict[str, models.Category]) -> models.Report:
    at, closed = moment(row["createddate"]), moment(row["closeddate"])
    is_closed = closed is not None and closed >= at  # type: ignore[operator]  # every row has a date
    return models.Report(
        key=f"la{n}", code=f"c{n}", sent=f"s{n}", category=services[row["requesttype"]], body=row["owner"] or "none", at=at,
        changed_at=closed or at, closed_at=closed if is_closed else None, status=(Status.FIXED if is_closed else Status.OPEN).value,
        lat=float(row["latitude"] or 34.05), lon=float(row["longitude"] or -118.24), area=area_key(row["ncname"]), text=row["requesttype"], is_dirty=False,
    )  # fmt: skip


SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=ZONE), datetime(2020, 7, 15, tzinfo=ZONE)


def test_rates_of_councils_have_ranges_and_small_ones_lean_towards_the_city(loaded: list[dict[str, str]]) -> None:
    found = {one.area: one for one in queries.area_rates(SINCE, UNTIL)}
    counts = Counter(area_key(row["ncname"]) for row in loaded)
    known = [one for one in found.values() if one.rate is not None and one.count]
    assert len(known) > 60
    years = (UNTIL - SINCE).total_seconds() / 86_400 / 365.25
    for one in known:
        assert one.population
        assert one.rate == pytest.approx(1000 * counts[one.area] / one.population / years)
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.rate < one.high
    mean = sum(one.count for one in known) / sum(one.population or 0 for one in known) * 1000 / years
    for one in known:
        assert one.shrunk is not None
        assert one.rate is not None
        assert abs(one.shrunk - mean) <= abs(one.rate - mean) + 0.5
    assert list(found) == sorted(found)


def test_times_by_category_count_what_is_still_open(loaded: list[dict[str, str]]) -> None:
    bulky = queries.times("Bulky Items", UNTIL)
    assert bulky.n == 4470
    spans = sorted(
        (moment(row["closeddate"]) - moment(row["createddate"])).total_seconds() / 86_400  # type: ignore[operator]  # both are there
        for row in loaded
        if row["requesttype"] == "Bulky Items" and row["closeddate"]
    )
    assert bulky.median == pytest.approx(spans[len(spans) // 2], abs=0.1)
    lights = queries.times("Single Streetlight Issue", UNTIL)
    assert lights.median is not None
    assert lights.p80 is not None
    assert lights.low is not None
    assert lights.high is not None
    assert lights.low <= lights.median <= lights.high < lights.p80 * 3
    assert queries.times("Report Water Waste", UNTIL).median is None


def test_no_body_wins_by_one_quick_case(loaded: list[dict[str, str]]) -> None:
    records = {one.body: one for one in queries.records(SINCE, UNTIL)}
    assert list(records) == sorted(records)
    assert sum(one.reports for one in records.values()) == 10_000
    large = max(records.values(), key=lambda one: one.reports)
    assert large.is_enough
    assert large.within is not None
    assert large.expected is not None
    for one in records.values():
        if one.reports < fair.FEWEST:
            assert (one.within, one.expected, one.is_enough) == (None, None, False)


def test_the_map_of_all_of_them_is_counted_by_squares(loaded: list[dict[str, str]]) -> None:
    cells = queries.heat(Filter(since=SINCE - timedelta(days=1)), 0.02)
    assert sum(number for *_, number in cells) == 10_000
    assert len(cells) < 2_000
