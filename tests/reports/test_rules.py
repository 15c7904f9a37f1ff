"""Rules without a database: spotting persons, outlines, times, fair rates."""

from __future__ import annotations

import math
import random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.reports.rules import personal, places, rates
from civora.reports.rules.times import times


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to eva.m+x@example.co.uk.", ["email"]),
        ("Ruf +49 251 492-6138 oder 0170/1234567 an", ["phone", "phone"]),
        ("DE89 3704 0044 0532 0130 00 is mine", ["account"]),
        ("DE00 3704 4444 5532 4130 40 is none", []),
        ("Car MS-AB 1234, AB-123-CD and AB12 CDE", ["plate", "plate", "plate"]),
        ("Herr von Müller und Mme Dupont", ["name", "name"]),
        ("On 12.05.2025 at 10:30, lamp 4412, bus 15", []),
        ("Line R-51 at stop 4412345", []),
        ("The bin at Salzstraße 12 is full since 3 weeks", []),
    ],
)
def test_what_has_the_form_of_personal_data_is_spotted(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in personal.spotted(text)] == kinds


@given(st.text(alphabet=st.sampled_from("aA.@0+-/ ()DE89MS1\n"), max_size=300))
def test_masking_twice_changes_nothing_more_of_addresses(text: str) -> None:
    assert not [one for one in personal.spotted(personal.masked(text)) if one.kind == "email"]


@pytest.mark.parametrize("text", ["0" * 4000, "a@" * 2000, "A" * 4000, "+1 " * 1300])
def test_long_texts_that_look_like_addresses_are_no_trap(text: str) -> None:
    assert "@@" not in personal.masked(text)


def test_a_ring_with_a_hole_holds_what_lies_between() -> None:
    outer, hole = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    shape = {"type": "MultiPolygon", "coordinates": [[outer, hole]]}
    assert places.contains(shape, 3, 3)
    assert not places.contains(shape, 1.5, 1.5)
    assert not places.contains(shape, 5, 3)
    assert not places.contains({"type": "Point", "coordinates": [0, 0]}, 0, 0)


def test_distances_are_those_of_the_earth() -> None:
    assert round(places.distance_m(7.62, 51.96, 7.62, 51.97)) == 1112
    assert places.distance_m(7.62, 51.96, 7.62, 51.96) == 0


def test_without_open_reports_times_are_plain_quantiles() -> None:
    days = [float(n) for n in range(1, 101)]
    found = times((day, True) for day in days)
    assert (found.n, found.done, found.median, found.p80) == (100, 100, 50.0, 80.0)
    assert found.median is not None
    assert abs(found.median - median(days)) <= 1
    assert found.low is not None
    assert found.high is not None
    assert found.low < 50 < found.high


def test_reports_that_are_still_open_make_the_time_longer() -> None:
    done = [(float(n), True) for n in range(1, 21)]
    alone, with_open = times(done), times(done + [(30.0, False)] * 20)
    assert alone.median == 10.0
    assert with_open.median == 20.0
    assert with_open.p80 is None


def test_few_reports_say_nothing() -> None:
    assert times([(1.0, True)] * 9).median is None


def test_times_agree_with_a_textbook_example() -> None:
    """Freireich's remission times (6-MP group), survival 0.690 at 16 and 0.448 at 23 weeks; median 23."""
    weeks = [(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1), (17, 0), (19, 0),
             (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0)]  # fmt: skip
    from civora.reports.rules.times import survival  # noqa: PLC0415

    steps = {days: (share, wide) for days, share, wide in survival(sorted((float(n), bool(done)) for n, done in weeks))}
    assert round(steps[13.0][0], 3) == 0.690
    assert round(steps[23.0][0], 3) == 0.448
    assert round(steps[23.0][1], 3) == 0.135
    assert times((float(n), bool(done)) for n, done in weeks).median == 23.0


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.69), (1, 0.03, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)]
)
def test_poisson_ranges_agree_with_the_exact_table(count: int, low: float, high: float) -> None:
    found = rates.poisson_range(count)
    assert found[0] == pytest.approx(low, abs=0.03)
    assert found[1] == pytest.approx(high, abs=0.06)


def test_small_areas_lean_towards_the_city() -> None:
    found = {
        one.area: one
        for one in rates.rates({"a": 500, "b": 480, "c": 9}, {"a": 10_000, "b": 10_000, "c": 50, "d": None}, 365.25)
    }
    small = found["c"]
    assert small.rate == pytest.approx(180)
    assert small.shrunk is not None
    assert small.rate is not None
    assert 50 < small.shrunk < small.rate
    assert small.is_unlike
    assert found["d"].rate is None
    assert list(found) == ["a", "b", "c", "d"]


def test_areas_that_differ_by_chance_alone_have_one_rate() -> None:
    dice = random.Random(7)
    people = {f"a{n}": 1_000 for n in range(40)}
    counts = {area: sum(dice.random() < 0.02 for _ in range(1_000)) for area in people}
    found = rates.rates(counts, people, 365.25)
    shrunk = [one.shrunk for one in found if one.shrunk is not None]
    assert max(shrunk) - min(shrunk) < 6
    assert sum(one.is_unlike for one in found) <= 5


def test_one_lucky_case_wins_no_comparison() -> None:
    assert rates.leaning(1, 1, 0.5) < rates.leaning(90, 100, 0.5)
    low, high = rates.wilson(1, 1)
    assert high - low > 0.7
    assert math.isclose(rates.wilson(50, 100)[0], 0.4038, abs_tol=0.001)
