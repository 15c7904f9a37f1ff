"""Before and after: "we cannot tell" is an answer."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from civora.core.appraisal.effect import Finding, effect, independence, sample


def test_a_clear_change_is_told() -> None:
    found = effect([10, 11, 9, 10, 11, 9], [20, 21, 19, 20, 21, 19])
    assert found.finding is Finding.ROSE
    assert found.change == pytest.approx(10)
    assert found.interval is not None
    assert found.interval.low > 8
    assert found.grade == "C"


def test_noise_cannot_be_told_from_change() -> None:
    assert effect([10, 20, 5, 18, 9], [12, 19, 6, 21, 11]).finding is Finding.CANNOT_TELL


def test_two_values_are_too_little() -> None:
    found = effect([10, 11], [20, 21, 22])
    assert found.finding is Finding.TOO_LITTLE_DATA
    assert found.change is None


def test_other_places_take_away_what_happened_everywhere() -> None:
    """It rose by 10 here and by 10 elsewhere: the project did nothing that the data show."""
    here, after = [10.0, 11, 9, 10, 11, 9], [20.0, 21, 19, 20, 21, 19]
    found = effect(here, after, [30, 31.5, 29, 30, 31, 28.5], [40, 41, 39.5, 40, 41, 39])
    assert found.finding is Finding.CANNOT_TELL
    assert found.change == pytest.approx(0, abs=0.2)
    assert found.grade == "B"


def test_card_and_krueger() -> None:
    """Card and Krueger (1994), table 3: New Jersey 20.44 → 21.03, Pennsylvania 23.33 → 21.17: 2.76 (2.75 of rounded means)."""
    spread = (-1.0, 0.0, 1.0)
    found = effect([20.44 + s for s in spread], [21.03 + s for s in spread], [23.33 + s for s in spread], [21.17 + s for s in spread])  # fmt: skip
    assert found.change == pytest.approx(2.75, abs=0.02)


def test_a_season_that_all_places_share_falls_out() -> None:
    """Winters and summers swing by 50; here 5 more came after. Alone one cannot tell, against the others one can."""
    season = [0.0, 50, 20, 40, 10, 50, 0, 45]
    before, after = [100 + s for s in season], [105 + s for s in season]
    there = [80 + s + n % 2 for n, s in enumerate(season)]
    assert effect(before, after).finding is Finding.CANNOT_TELL
    assert effect(before, after, there, there).finding is Finding.ROSE


def test_periods_must_match() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        effect([1, 2, 3], [4, 5, 6], [1, 2], [1, 2, 3])


def test_neighbours_that_resemble_each_other_count_less() -> None:
    walk = [float(n // 10) for n in range(60)]
    assert independence(walk) < 0.2
    assert sample(walk).error > sample(random.Random(1).sample(walk, 60)).error


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    draw, held = random.Random(7), 0
    for _ in range(400):
        before = [draw.gauss(0, 3) for _ in range(12)]
        after = [draw.gauss(2, 5) for _ in range(9)]
        found = effect(before, after)
        assert found.interval is not None
        assert found.change == pytest.approx(fmean(after) - fmean(before))
        held += found.interval.holds(2.0)
    assert held / 400 > 0.93


def test_values_that_never_move() -> None:
    assert effect([3, 3, 3], [3, 3, 3]).finding is Finding.CANNOT_TELL
    assert effect([3, 3, 3], [4, 4, 4]).finding is Finding.ROSE
