"""No small group can be worked out of a published table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civora.core.release.suppression import is_publishable, possible, shown

tables = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 60), min_size=1, max_size=9)
sizes = st.integers(2, 12)


@given(tables, sizes)
def test_no_group_below_k_is_shown(table: dict[str, int], k: int) -> None:
    assert all(count is None or count == 0 or count >= k for count in shown(table, k).values())


@given(tables, sizes)
def test_no_hidden_group_can_be_worked_out(table: dict[str, int], k: int) -> None:
    """Whoever knows the total and the shown groups still cannot tell a hidden one, nor that it is below k."""
    published, total = shown(table, k), sum(table.values())
    if not is_publishable(table, k):
        return
    for group, (low, high) in possible(published, total).items():
        if published[group] is None:
            assert low == 0
            assert high >= k
            assert low <= table[group] <= high


@given(tables, sizes)
def test_what_is_shown_is_true(table: dict[str, int], k: int) -> None:
    assert all(count is None or count == table[group] for group, count in shown(table, k).items())
    assert list(shown(table, k)) == list(table)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=2), st.integers(12, 60), min_size=1, max_size=9))
def test_nothing_is_hidden_without_need(table: dict[str, int]) -> None:
    assert None not in shown(table, 12).values()


def test_a_single_small_group_takes_the_next_one_with_it() -> None:
    assert shown({"a": 3, "b": 9, "c": 40}, 5) == {"a": None, "b": None, "c": 40}


def test_two_small_groups_that_are_small_together_take_a_third() -> None:
    assert shown({"a": 1, "b": 2, "c": 9, "d": 40}, 5) == {"a": None, "b": None, "c": None, "d": 40}


def test_so_few_people_that_not_even_their_number_is_said() -> None:
    assert not is_publishable({"a": 3, "b": 1}, 5)
    assert is_publishable({"a": 0, "b": 0}, 5)
