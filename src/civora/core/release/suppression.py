"""Hiding small groups in a table of counts whose total is known.

Primary: a group of 1 to k−1 is hidden. Complementary: whoever knows the total can subtract, so the hidden groups together
must be at least two, and hold at least k people together; until then the smallest shown group is hidden too. A group of
0 is shown unless it is needed to protect another: that nobody took part says nothing about anyone who did.

`possible` is what an attacker knows afterwards: the smallest and largest value that each group can have. It is the
contract that the tests hold: a hidden group could have been 0, and could have been k or more.
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST_GROUP = 5


def shown(counts: Mapping[str, int], k: int = SMALLEST_GROUP) -> dict[str, int | None]:
    """The table as it may be published beside its total: None is hidden. Order is kept."""
    hidden = {group for group, count in counts.items() if 0 < count < k}
    if hidden:
        rest = sorted((group for group in counts if group not in hidden), key=lambda group: (counts[group], group))
        rest.sort(key=lambda group: counts[group] == 0)  # a zero protects less: its place is taken last
        while rest and not _protects(counts, hidden, k):
            hidden.add(rest.pop(0))
        if not _protects(counts, hidden, k):
            hidden = set(counts)
    return {group: None if group in hidden else count for group, count in counts.items()}


def _protects(counts: Mapping[str, int], hidden: set[str], k: int) -> bool:
    """What is hidden together is k or more, in at least two groups."""
    return len(hidden) > 1 and sum(counts[group] for group in hidden) >= k


def is_publishable(counts: Mapping[str, int], k: int = SMALLEST_GROUP) -> bool:
    """Fewer than k people in all: not even the total is said."""
    return sum(counts.values()) >= k or not any(counts.values())


def possible(table: Mapping[str, int | None], total: int) -> dict[str, tuple[int, int]]:
    """The smallest and largest count that each group can have for a reader of the table and its total."""
    rest = total - sum(count for count in table.values() if count is not None)
    hidden = [group for group, count in table.items() if count is None]
    alone = len(hidden) == 1
    return {
        group: (count, count) if count is not None else ((rest, rest) if alone else (0, rest))
        for group, count in table.items()
    }
