"""Screens of a vote: they find what was reported in a real one, and little in others."""

from __future__ import annotations

from math import comb

import pytest

from civora.core.quality import votes
from civora.core.quality.tails import discoveries, fisher_upper, poisson_upper, unusual
from civora.core.tally import pb


def test_fishers_test_is_the_sum_of_its_terms() -> None:
    """8 of 10 drawn are marked, of 20 with 10 marked."""
    expected = sum(comb(10, k) * comb(10, 10 - k) for k in (8, 9, 10)) / comb(20, 10)
    assert fisher_upper(8, 10, 10, 20) == pytest.approx(expected)
    assert fisher_upper(0, 10, 10, 20) == pytest.approx(1)
    assert fisher_upper(11, 20, 10, 40) == 0


def test_the_poisson_tail_and_the_rate_of_false_discoveries() -> None:
    assert poisson_upper(1, 1.0) == pytest.approx(1 - 0.36787944, rel=1e-6)
    assert poisson_upper(0, 1.0) == 1
    assert discoveries([0.001, 0.9, 0.01, 0.04], 0.05) == {0, 2}
    assert discoveries([], 0.05) == set()
    assert max(unusual([10.0] * 9 + [100.0])) > 8


@pytest.mark.parametrize(
    ("text", "group"),
    [("34", "30-39"), ("90", "90+"), ("104", "90+"), ("142", "impossible"), ("40-59", "40-49"), ("", ""), ("old", "")],
)
def test_ages_fall_into_decades(text: str, group: str) -> None:
    assert votes.age_group(text) == group


def test_a_group_far_above_its_part_elsewhere_is_shown() -> None:
    ballots = [(["a"], "90+")] * 40 + [(["a"], "30-39")] * 160 + [(["b"], "30-39")] * 790 + [(["b"], "90+")] * 10
    found = votes.groups(ballots)
    assert [(one.subject, one.group, one.count, one.of) for one in found] == [("a", "90+", 40, 200)]


def test_the_reported_project_of_wroclaw_2025_is_the_only_finding(shared_data) -> None:
    """A reported irregularity; the screen says that somebody should look, and accuses nobody."""
    path = shared_data / "participatory_budgeting/Poland_Wroclaw_2025_Local.pb"
    file = pb.read(path.read_bytes())
    vote, age = file.votes.column("vote"), file.votes.column("age")
    found = votes.groups((row[vote].split(","), votes.age_group(row[age])) for row in file.votes.rows)
    assert [(one.subject, one.group, one.count, one.of) for one in found] == [("208", "90+", 323, 1220)]


def test_other_elections_raise_few_alarms(shared_data) -> None:
    alarms = {}
    for path in sorted((shared_data / "participatory_budgeting").glob("Poland_*.pb")):
        file = pb.read(path.read_bytes())
        vote, age = file.votes.column("vote"), file.votes.column("age")
        if age is not None and "2025" not in path.name:
            alarms[path.stem] = len(
                votes.groups((row[vote].split(","), votes.age_group(row[age])) for row in file.votes.rows)
            )
    assert len(alarms) >= 5
    assert sum(count == 0 for count in alarms.values()) >= len(alarms) - 1
    assert max(alarms.values()) <= 6


def test_ballots_that_say_the_same_far_too_often() -> None:
    said = {("1", "2", "3", "4"): 30} | {(str(1 + at % 12), str(20 + at)): 1 for at in range(30)}
    assert [one.subject for one in votes.identical(said)] == ["1,2,3,4"]
    assert votes.identical({("1",): 500, ("2",): 500}) == ()
    assert votes.identical({}) == ()


def test_hours_far_above_the_usual() -> None:
    hours = {f"2025-05-{1 + at // 24:02}T{at % 24:02}": 20 + at % 5 for at in range(72)} | {"2025-05-04T03": 400}
    assert [one.subject for one in votes.bursts(hours)] == ["2025-05-04T03"]
    assert votes.bursts({"2025-05-04T03": 400}) == ()


def test_ages_beyond_all_life() -> None:
    assert [(one.count, one.of) for one in votes.impossible(["142", "200", "34"])] == [(2, 3)]
    assert votes.impossible(["34"]) == ()
