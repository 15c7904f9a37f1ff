"""Places compared fairly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.appraisal.rates import Verdict, common_rate, rates

SIZES = {"small": 50.0, "middle": 5_000.0, "large": 500_000.0}


def test_the_rate_is_per_head() -> None:
    made = {one.place: one for one in rates({"small": 1, "middle": 100, "large": 5_000}, SIZES)}
    assert made["middle"].rate == pytest.approx(0.02)
    assert common_rate(tuple(made.values())) == pytest.approx(5_101 / 505_050)


def test_a_small_place_is_not_called_different_by_chance() -> None:
    """Two of 50 is four times the common rate, and may still be chance."""
    made = {one.place: one for one in rates({"small": 2, "middle": 50, "large": 5_000}, SIZES)}
    assert made["small"].rate > 3 * made["middle"].rate
    assert made["small"].verdict is Verdict.ALIKE
    assert made["small"].drawn < made["small"].rate / 2


def test_a_large_place_that_differs_is_called_so() -> None:
    made = {one.place: one for one in rates({"small": 1, "middle": 200, "large": 5_000}, SIZES)}
    assert made["middle"].verdict is Verdict.ABOVE
    assert made["large"].verdict is Verdict.BELOW


def test_places_without_people_are_left_out() -> None:
    assert [one.place for one in rates({"a": 3, "b": 2}, {"a": 10, "b": 0})] == ["a"]
    assert rates({}, {}) == ()


counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.tuples(st.integers(0, 500), st.integers(1, 10**6)), min_size=1, max_size=12)  # fmt: skip


@given(counts)
def test_the_drawn_rate_lies_between_the_raw_and_the_common_one(places: dict[str, tuple[int, int]]) -> None:
    made = rates({name: float(n) for name, (n, _) in places.items()}, {name: float(size) for name, (_, size) in places.items()})  # fmt: skip
    common = common_rate(made)
    for one in made:
        low, high = sorted((one.rate, common))
        assert low - 1e-12 <= one.drawn <= high + 1e-12
        assert 0 <= one.own_weight <= 1


@given(counts)
def test_more_people_weigh_more(places: dict[str, tuple[int, int]]) -> None:
    made = rates({name: float(n) for name, (n, _) in places.items()}, {name: float(size) for name, (_, size) in places.items()})  # fmt: skip
    ordered = sorted(made, key=lambda one: one.exposure)
    assert all(a.own_weight <= b.own_weight + 1e-12 for a, b in zip(ordered, ordered[1:], strict=False))
