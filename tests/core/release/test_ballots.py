"""What is said of the uniqueness of ballots."""

from __future__ import annotations

from civora.core.release.ballots import possible, uniqueness


def test_uniqueness_counts_ballots_unlike_any_other() -> None:
    found = uniqueness([1, 1, 3, 5])
    assert (found.ballots, found.unique, found.different, found.part) == (10, 2, 4, 0.2)
    assert uniqueness([]).part == 0


def test_how_many_ballots_there_can_be() -> None:
    assert possible(4, 1, 2) == 4 + 6
    assert possible(4, 1, 0) == 15
    assert possible(4, 1, 2, ranked=True) == 4 + 12
    assert possible(3, 0, 0, grades=3) == 64
