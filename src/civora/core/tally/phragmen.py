"""Sequential Phragmén: every ballot earns money at the same speed; supporters buy a project as soon as they can.

The rule stops at the first purchase that would exceed the budget (Los, Christoff and Grossi 2022; as in the literature,
nothing is skipped). Exact: the earnings of a ballot since its last purchase are the difference of two times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from civora.core.tally.ties import tie_breaker
from civora.core.tally.types import Election, Outcome, Reason, Why


@dataclass(slots=True)
class Purses:
    """When each pile last paid (an index into `times`; 0 is the start, time 0), seen from each project."""

    election: Election
    times: list[Fraction] = field(default_factory=lambda: [Fraction(0)])
    last: list[int] = field(default_factory=list)
    seen: list[Counter[int]] = field(default_factory=list)
    paid: list[dict[int, Fraction]] = field(default_factory=list)
    backers: list[list[int]] = field(default_factory=list)

    @classmethod
    def full(cls, election: Election) -> Purses:
        backers: list[list[int]] = [[] for _ in election.projects]
        for place, pile in enumerate(election.piles):
            for one in pile.supported:
                backers[one].append(place)
        seen = [Counter({0: sum(election.piles[pile].count for pile in piles)}) for piles in backers]
        return cls(
            election, last=[0] * len(election.piles), seen=seen, paid=[{} for _ in election.piles], backers=backers
        )

    def due(self, one: int) -> Fraction | None:
        """When the supporters of a project can buy it; None if it has none."""
        supporters = self.seen[one].total()
        if not supporters:
            return None
        spent = sum((self.times[when] * count for when, count in self.seen[one].items()), Fraction(0))
        return (self.election.projects[one].cost + spent) / supporters

    def buy(self, one: int, at: Fraction) -> None:
        now = len(self.times)
        self.times.append(at)
        for place in self.backers[one]:
            pile, before = self.election.piles[place], self.last[place]
            self.paid[place][one] = at - self.times[before]
            self.last[place] = now
            for other in pile.supported:
                self.seen[other][before] -= pile.count
                if not self.seen[other][before]:
                    del self.seen[other][before]
                self.seen[other][now] += pile.count


def count(election: Election, name: str) -> Outcome:
    purses, tie = Purses.full(election), tie_breaker(election)
    open_ = {
        place for place, project in enumerate(election.projects)
        if not project.withdrawn and project.cost <= election.budget and purses.due(place) is not None
    }  # fmt: skip
    winners: list[int] = []
    left, at, stop = election.budget, Fraction(0), None
    due = {one: purses.due(one) or Fraction(0) for one in open_}
    while open_:
        first = min(open_, key=lambda one: (due[one], tie(one)))
        if any(due[one] == due[first] and election.projects[one].cost > left for one in open_):
            stop = due[first]
            break
        touched = {other for pile in purses.backers[first] for other in election.piles[pile].supported}
        at = due[first]
        purses.buy(first, at)
        winners.append(first)
        open_.remove(first)
        left -= election.projects[first].cost
        for other in touched & open_:
            due[other] = purses.due(other) or Fraction(0)
    facts = {"end": at if stop is None else stop}
    reasons = tuple(reason(purses, place, winners, due, left, facts["end"]) for place in range(len(election.projects)))
    return Outcome(name, tuple(winners), election.budget - left, reasons, tuple(purses.paid), facts)


def reason(
    purses: Purses, place: int, winners: list[int], due: Mapping[int, Fraction], left: Fraction, end: Fraction
) -> Reason:
    """A loser's supporters had earned `collected` when the rule stopped."""
    project = purses.election.projects[place]
    if place in winners:
        return Reason(place, Why.FUNDED, place=winners.index(place) + 1, numbers={"time": due[place]})
    if project.withdrawn:
        return Reason(place, Why.WITHDRAWN)
    supporters = purses.seen[place].total()
    if not supporters:
        return Reason(place, Why.NO_SUPPORT, missing_money=project.cost)
    if place not in due:
        return Reason(place, Why.NOT_ENOUGH_MONEY, missing_money=project.cost - purses.election.budget)
    spent = sum((purses.times[when] * count for when, count in purses.seen[place].items()), Fraction(0))
    collected = end * supporters - spent
    short = max(project.cost - collected, Fraction(0))
    why = Why.WOULD_OVERSPEND if project.cost > left and due[place] <= end else Why.SUPPORTERS_SHORT
    return Reason(
        place, why,
        missing_money=short or project.cost - left,
        missing_supporters=-floor(-short / end) if end and short else None,
        numbers={"time": due[place], "collected": collected},
        went_to=went_to(purses, place),
    )  # fmt: skip


def went_to(purses: Purses, place: int) -> dict[int, Fraction]:
    """What the supporters of a project paid for others."""
    found: dict[int, Fraction] = {}
    for pile in purses.backers[place]:
        for one, amount in purses.paid[pile].items():
            found[one] = found.get(one, Fraction(0)) + amount * purses.election.piles[pile].count
    return found
