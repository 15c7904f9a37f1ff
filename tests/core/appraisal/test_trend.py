"""Trends, and what chance makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.appraisal.trend import Course, mann_kendall, trend


def test_a_steady_fall_is_seen() -> None:
    found = trend([(year, 100 - 3 * (year - 2015)) for year in range(2015, 2025)])
    assert found.course is Course.FALLING
    assert found.slope == pytest.approx(-3)


def test_one_odd_year_does_not_turn_the_slope() -> None:
    points = [(float(year), 10.0 + year - 2010) for year in range(2010, 2020)]
    points[5] = (2015.0, 500.0)
    assert trend(points).slope == pytest.approx(1, abs=0.3)


def test_noise_is_no_trend() -> None:
    assert trend([(n, value) for n, value in enumerate([5, 3, 6, 4, 5, 3, 6, 4])]).course is Course.STEADY


def test_three_values_are_too_few() -> None:
    assert trend([(1, 1.0), (2, 2.0), (3, 3.0)]).course is Course.UNKNOWN
    assert trend([]).course is Course.UNKNOWN


def test_mann_kendall_gives_the_worked_value() -> None:
    """S = 45 of 10 rising values: z = 44/√125 = 3.935."""
    assert mann_kendall(list(range(10))) == pytest.approx(8.3e-5, rel=0.02)


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=15))
def test_turning_a_series_around_turns_the_trend(values: list[float]) -> None:
    there = trend(list(enumerate(values)))
    back = trend(list(enumerate(reversed(values))))
    assert there.slope == pytest.approx(-back.slope)
    assert there.p == pytest.approx(back.p)
