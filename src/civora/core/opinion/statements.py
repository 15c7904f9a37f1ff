"""What a group says that others do not, what all say, and what divides them.

For a side (agree or disagree) of a statement with n votes of s seen: share p = (n + 1) ÷ (s + 2), its test
2·√(s + 1)·((n + 1) ÷ (s + 1) − ½); in a group, also the ratio to the share outside and the test of two proportions.
Only what passes both tests at 90 % (1.2816) is called typical.
"""

from __future__ import annotations

import numpy as np

from civora.core.opinion.groups import Ints
from civora.core.opinion.matrix import Floats, Votes
from civora.core.opinion.types import Standing, Vote

SIGNIFICANT, MOST = 1.2816, 5


def counts(cells: Floats) -> tuple[Floats, Floats, Floats]:
    """Per statement: agree, disagree, seen."""
    return np.sum(cells == 1, axis=0), np.sum(cells == -1, axis=0), np.sum(~np.isnan(cells), axis=0)


def share(count: Floats, seen: Floats) -> Floats:
    found: Floats = (count + 1) / (seen + 2)
    return found


def share_test(count: Floats, seen: Floats) -> Floats:
    found: Floats = 2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)
    return found


def two_shares_test(inside: Floats, seen_in: Floats, outside: Floats, seen_out: Floats) -> Floats:
    """z of two proportions with one vote added to each count, as Polis does."""
    n, m = seen_in + 1, seen_out + 1
    pooled = (inside + outside + 2) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled) * (1 / n + 1 / m), 1e-12))
    found: Floats = np.where(pooled >= 1, 0.0, ((inside + 1) / n - (outside + 1) / m) / spread)
    return found


def typical(votes: Votes, mine: Ints, group: int) -> tuple[Standing, ...]:
    """The statements that set a group apart: at most five, at least one, agreement first."""
    inside, outside = votes.cells[mine == group], votes.cells[mine != group]
    mine_counts, their_counts = counts(inside), counts(outside)
    found: list[tuple[bool, Standing]] = []
    for side, at in ((Vote.AGREE, 0), (Vote.DISAGREE, 1)):
        p, p_test = share(mine_counts[at], mine_counts[2]), share_test(mine_counts[at], mine_counts[2])
        ratio = p / share(their_counts[at], their_counts[2])
        r_test = two_shares_test(mine_counts[at], mine_counts[2], their_counts[at], their_counts[2])
        strength = ratio * r_test * p * p_test
        passed = (p_test > SIGNIFICANT) & (r_test > SIGNIFICANT)
        for column in range(len(votes.statements)):
            made = standing(votes, column, group, side, mine_counts, p[column], ratio[column], strength[column])
            found.append((bool(passed[column]), made))
    best = sorted((one for passed, one in found if passed), key=lambda one: (-one.strength, one.statement))
    if not best:
        best = sorted((one for _, one in found), key=lambda one: (-one.share * one.ratio, one.statement))[:1]
    kept = best[:MOST]
    return tuple(sorted(kept, key=lambda one: (one.side is not Vote.AGREE, -one.strength, one.statement)))


def standing(
    votes: Votes, column: int, group: int | None, side: Vote, found: tuple[Floats, Floats, Floats],
    p: float, ratio: float, strength: float,
) -> Standing:  # fmt: skip
    agree, disagree, seen = (int(one[column]) for one in found)
    return Standing(
        votes.statements[column], group, side, agree, disagree, seen,
        round(float(p), 6), round(float(ratio), 6), round(float(strength), 6),
    )  # fmt: skip


def consensus(votes: Votes) -> tuple[Standing, ...]:
    """What most of all say, the strongest five of each side that pass the test."""
    found, all_counts = list[Standing](), counts(votes.cells)
    for side, at in ((Vote.AGREE, 0), (Vote.DISAGREE, 1)):
        p, test = share(all_counts[at], all_counts[2]), share_test(all_counts[at], all_counts[2])
        passed = [column for column in range(len(p)) if p[column] > 0.5 and test[column] > SIGNIFICANT]
        passed.sort(key=lambda column: (-float(p[column] * test[column]), votes.statements[column]))
        found += [
            standing(votes, column, None, side, all_counts, p[column], 1.0, p[column] * test[column])
            for column in passed[:MOST]
        ]
    return tuple(found)


def spreads(votes: Votes, mine: Ints, groups: int) -> dict[str, float]:
    """Per statement, the largest difference between two groups in the share that agrees."""
    shares = []
    for group in range(groups):
        agree, _, seen = counts(votes.cells[mine == group])
        shares.append(share(agree, seen))
    stacked = np.stack(shares)
    apart = stacked.max(axis=0) - stacked.min(axis=0)
    return {one: round(float(apart[at]), 6) for at, one in enumerate(votes.statements)}
