"""The published rule of a status, `path-1`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.impact.rules.status import Course, at_point, standing, way
from civora.impact.types import Frequency, Status, Target, TargetKind, Toward

TODAY = date(2025, 5, 15)


def day(year: int) -> date:
    return date(year, 1, 1)


def series(*points: tuple[int, float]) -> list[tuple[date, float]]:
    return [(day(year), value) for year, value in points]


def course(*targets: Target, toward: Toward = Toward.DOWN, **more: object) -> Course:
    return Course(toward, Frequency.YEARLY, targets, **more)  # type: ignore[arg-type]  # a test's words


GOAL = Target(day(2030), 0.0)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (40.0, Status.ON_TRACK),  # exactly on the line from 100 in 2015 to 0 in 2030
        (20.0, Status.ON_TRACK),
        (45.0, Status.NEEDS_ATTENTION),
        (50.0, Status.NEEDS_ATTENTION),  # 10 % of the way behind, to the digit
        (50.1, Status.OFF_TRACK),
    ],
)
def test_the_last_value_is_held_against_the_line_to_the_target(value: float, status: Status) -> None:
    found = standing(series((2015, 100), (2024, value)), course(GOAL), TODAY)
    assert found.status is status
    assert found.expected == pytest.approx(40)
    assert found.behind == pytest.approx((value - 40) / 100)


def test_more_can_be_better() -> None:
    found = standing(series((2015, 0), (2024, 50)), course(Target(day(2030), 100.0), toward=Toward.UP), TODAY)
    assert found.status is Status.NEEDS_ATTENTION or found.status is Status.OFF_TRACK
    assert found.behind == pytest.approx(0.1)


def test_promised_steps_bend_the_line() -> None:
    found = standing(series((2015, 100), (2024, 60)), course(GOAL, steps=((day(2024), 70.0),)), TODAY)
    assert found.expected == pytest.approx(70)
    assert found.status is Status.ON_TRACK


def test_a_limit_in_force_counts_more_than_the_way() -> None:
    limit = Target(day(2020), 30.0, TargetKind.FROM)
    found = standing(series((2015, 100), (2024, 35)), course(limit, GOAL), TODAY)
    assert (found.status, found.reason) == (Status.OFF_TRACK, "limit")


def test_a_limit_that_is_kept_is_on_track_and_a_coming_one_is_a_target() -> None:
    now, then = Target(day(2010), 40.0, TargetKind.FROM), Target(day(2030), 20.0, TargetKind.FROM)
    assert standing(series((2022, 24.1), (2023, 21.1)), course(now), TODAY).status is Status.ON_TRACK
    coming = standing(series((2022, 24.1), (2023, 21.1)), course(now, then), TODAY)
    assert (coming.status, coming.target) == (Status.ON_TRACK, then)
    rising = standing(series((2022, 24.1), (2023, 26.0)), course(now, then), TODAY)
    assert rising.status is Status.OFF_TRACK


def test_a_target_whose_day_is_over_is_kept_or_missed_by_the_first_value() -> None:
    goal = Target(day(2020), 1510.0)
    missed = standing(series((1990, 2618), (2020, 1810), (2024, 1400)), course(goal), TODAY)
    assert (missed.status, missed.is_final, missed.value) == (Status.OFF_TRACK, True, 1810)
    kept = standing(series((1990, 2618), (2020, 1500), (2024, 1617)), course(goal), TODAY)
    assert (kept.status, kept.is_final) == (Status.ON_TRACK, True)


def test_too_little_data_is_said() -> None:
    assert standing([], course(GOAL), TODAY).reason == "no-rows"
    assert standing(series((2024, 50)), course(GOAL), TODAY).reason == "too-few"
    old = standing(series((2015, 100), (2021, 50)), course(GOAL), TODAY)
    assert (old.status, old.reason) == (Status.TOO_LITTLE_DATA, "too-old")
    assert standing(series((2015, 100), (2023, 50)), course(GOAL), TODAY).reason == "path"


def test_without_a_target_or_a_better_way_there_is_no_status() -> None:
    assert standing(series((2015, 100), (2024, 40)), course(), TODAY).status is Status.NO_TARGET
    assert standing(series((2024, 40)), course(GOAL, toward=Toward.NONE), TODAY).status is Status.NO_TARGET


def test_a_level_to_hold_is_measured_against_the_level() -> None:
    hold = course(Target(day(2030), 100.0))
    assert standing(series((2015, 100), (2024, 105)), hold, TODAY).behind == pytest.approx(0.05)


def test_history_is_the_rule_as_it_was_then() -> None:
    values = series((2015, 100), (2018, 80), (2021, 75), (2024, 20))
    assert [at_point(values, n, course(GOAL)).status for n in range(1, 4)] == [
        Status.ON_TRACK, Status.OFF_TRACK, Status.ON_TRACK,
    ]  # fmt: skip


values = st.floats(0, 1000)


@given(values, values, values)
def test_a_better_value_never_has_a_worse_status(start: float, one: float, other: float) -> None:
    order = [Status.ON_TRACK, Status.NEEDS_ATTENTION, Status.OFF_TRACK]
    low, high = sorted((one, other))
    better = standing(series((2015, start), (2024, low)), course(GOAL), TODAY).status
    worse = standing(series((2015, start), (2024, high)), course(GOAL), TODAY).status
    assert order.index(better) <= order.index(worse)


@given(values, values, values, st.floats(-1e3, 1e3), st.floats(0.01, 100))
def test_a_unit_changes_no_status(start: float, last: float, goal: float, shift: float, scale: float) -> None:
    """Kilotonnes or tonnes, degrees or Kelvin: the share of the way stays the share of the way."""
    plain = standing(series((2015, start), (2024, last)), course(Target(day(2030), goal)), TODAY)
    if abs(goal - start) < 1e-3 or plain.behind is None or abs(plain.behind) < 1e-6 or abs(plain.behind - 0.1) < 1e-6:
        return
    other = standing(
        series((2015, start * scale + shift), (2024, last * scale + shift)),
        course(Target(day(2030), goal * scale + shift)),
        TODAY,
    )
    assert other.status is plain.status
    assert other.behind == pytest.approx(plain.behind, rel=1e-4, abs=1e-6)


def test_the_way_runs_over_every_target_ahead_of_the_baseline() -> None:
    goals = course(Target(day(2020), 60.0), GOAL)
    assert way(goals, (day(2010), 100.0)) == [(day(2010), 100.0), (day(2020), 60.0), (day(2030), 0.0)]
