"""Intervals against published and exact values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.appraisal.intervals import Interval, poisson, student, wilson


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (29, 29, 0.8830, 1.0)],
)
def test_wilson_gives_the_published_values(successes: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17:857, table I, method 3 (score)."""
    found = wilson(successes, of)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904), (100, 81.3639, 121.6269)],
)
def test_poisson_is_near_the_exact_interval(count: int, low: float, high: float) -> None:
    """Garwood's exact interval, as tabulated."""
    found = poisson(count)
    assert found.low == pytest.approx(low, abs=0.02)
    assert found.high == pytest.approx(high, rel=0.01)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (10, 2.2281), (30, 2.0423), (1000, 1.9623)]
)
def test_student_gives_the_tabulated_quantiles(freedom: float, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=1e-4)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_an_interval_holds_what_was_seen(successes: int, of: int) -> None:
    successes = min(successes, of)
    share = wilson(successes, of)
    assert 0 <= share.low <= successes / of + 1e-12
    assert successes / of - 1e-12 <= share.high <= 1
    count = poisson(successes)
    assert count.low <= successes <= count.high
    assert math.isfinite(count.high)
