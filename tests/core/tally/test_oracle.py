"""Our counts against `pabutools`, given the same order of ties, and against brute force where it has no such rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import floor

from hypothesis import given, settings
from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance
from pabutools.election import Project as TheirProject
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import TieBreakingRule

from civora.core.tally import methods
from civora.core.tally.ties import tie_breaker
from civora.core.tally.types import Election
from tests.factories.elections import approval_elections


class Theirs:
    """An election as `pabutools` takes it, with ties broken as we declare them."""

    def __init__(self, election: Election, budget: int | None = None) -> None:
        self.projects = [TheirProject(one.id, int(one.cost)) for one in election.projects]
        self.instance = Instance(self.projects, budget_limit=int(election.budget) if budget is None else budget)
        self.profile = ApprovalProfile(
            ApprovalBallot([self.projects[one] for one in pile.choices])
            for pile in election.piles for _ in range(pile.count)
        )  # fmt: skip
        place = {one.name: at for at, one in enumerate(self.projects)}
        rank = tie_breaker(election)
        order = {at: number for number, at in enumerate(sorted(range(len(self.projects)), key=rank))}
        self.ties = TieBreakingRule(lambda _instance, _profile, one: order[place[one.name]])

    def winners(self, rule, **words) -> set[str]:
        return {one.name for one in rule(self.instance, self.profile, tie_breaking=self.ties, **words)}


def ours(election: Election, name: str) -> set[str]:
    return {election.projects[one].id for one in methods.run(election, name).winners}


@given(approval_elections())
def test_equal_shares_without_completion(election: Election) -> None:
    theirs = Theirs(election).winners(method_of_equal_shares, sat_class=Cost_Sat)
    assert ours(election, "equal-shares-plain") == theirs


@settings(max_examples=40)
@given(approval_elections(projects=5, voters=8))
def test_add1_stops_before_the_first_overspend(election: Election) -> None:
    """Their rule at each share in turn, ours by one search."""
    share, kept = floor(election.budget / election.voters), set[str]()
    cost = {one.id: one.cost for one in election.projects}
    while True:
        found = Theirs(election, share * election.voters).winners(method_of_equal_shares, sat_class=Cost_Sat)
        if sum(cost[one] for one in found) > election.budget:
            break
        kept = found
        if len(found) == len(cost):
            break
        share += 1
    assert ours(election, "equal-shares") == kept


@given(approval_elections())
def test_sequential_phragmen(election: Election) -> None:
    assert ours(election, "phragmen") == Theirs(election).winners(sequential_phragmen)


@given(approval_elections())
def test_greedy_by_votes_and_by_votes_per_cost(election: Election) -> None:
    theirs = Theirs(election)
    assert ours(election, "greedy") == theirs.winners(greedy_utilitarian_welfare, sat_class=Cost_Sat)
    assert ours(election, "greedy-per-cost") == theirs.winners(greedy_utilitarian_welfare, sat_class=Cardinality_Sat)


@given(approval_elections())
def test_knapsack_is_the_best_of_all_sets(election: Election) -> None:
    votes = election.supporters

    def worth(chosen) -> tuple[int, Fraction]:
        return sum(votes[one] for one in chosen), -sum((election.projects[one].cost for one in chosen), Fraction(0))

    places = range(len(election.projects))
    sets = (chosen for size in range(len(places) + 1) for chosen in combinations(places, size))
    best = max(worth(chosen) for chosen in sets if -worth(chosen)[1] <= election.budget)
    assert worth(methods.run(election, "knapsack").winners) == best
