"""What a ballot paid where the rule knows no purses: each winner's cost, split equally among its supporters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from civora.core.tally.types import Election, Satisfaction


def equal_parts(election: Election, winners: Sequence[int]) -> tuple[Mapping[int, Fraction], ...]:
    supporters = election.supporters
    part = {one: election.projects[one].cost / supporters[one] for one in winners if supporters[one]}
    return tuple({one: part[one] for one in pile.supported if one in part} for pile in election.piles)


def satisfaction(election: Election, winners: Sequence[int]) -> Satisfaction:
    """How many voters see at least one of theirs funded, and how much of it."""
    won = frozenset(winners)
    reached = named = 0
    money = Fraction(0)
    for pile in election.piles:
        mine = [one for one in pile.supported if one in won]
        reached += pile.count * bool(mine)
        named += pile.count * len(mine)
        money += pile.count * sum((election.projects[one].cost for one in mine), Fraction(0))
    voters = election.voters
    return Satisfaction(voters, reached, Fraction(named, voters or 1), money / (voters or 1))
