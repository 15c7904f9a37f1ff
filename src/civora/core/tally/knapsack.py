"""The set of projects with the most votes that the budget can pay: exact, by branch and bound.

Of several such sets the cheapest counts. Bound: the relaxation in which the last project may be bought in part
(Dantzig 1957).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm

from civora.core.errors import TooMuch
from civora.core.tally.equal_parts import equal_parts
from civora.core.tally.scores import scores
from civora.core.tally.ties import Rank, tie_breaker
from civora.core.tally.types import Election, Outcome, Reason, Why

MOST_STEPS = 3_000_000


def count(election: Election, name: str) -> Outcome:
    points = scores(election)
    items = priced(election, points)
    winners = tuple(sorted((one for one, _, _ in best(items, budget_of(election))), key=ranked(election, points)))
    won = set(winners)
    least = min((density(election, points, one) for one in winners), default=Fraction(0))
    reasons = tuple(
        reason(election, points, place, winners, least if place not in won else Fraction(0))
        for place in range(len(election.projects))
    )
    spent = sum((election.projects[one].cost for one in winners), Fraction(0))
    return Outcome(name, winners, spent, reasons, equal_parts(election, winners))


def ranked(election: Election, points: list[Fraction]) -> Callable[[int], tuple[Fraction, Rank]]:
    tie = tie_breaker(election)
    return lambda one: (-points[one], tie(one))


def density(election: Election, points: list[Fraction], one: int) -> Fraction:
    cost = election.projects[one].cost
    return points[one] / cost if cost else Fraction(10**30)


def scale(election: Election) -> int:
    return lcm(election.budget.denominator, *(one.cost.denominator for one in election.projects))


def budget_of(election: Election) -> int:
    return int(election.budget * scale(election))


def priced(election: Election, points: list[Fraction]) -> list[tuple[int, int, int]]:
    """(place, worth, cost) in whole numbers, the best worth per cost first. Worth counts votes first, saved money second."""
    unit, parts = scale(election), lcm(*(point.denominator for point in points))
    costs = [int(one.cost * unit) for one in election.projects]
    heavy = sum(costs) + 1
    tie = tie_breaker(election)
    able = [
        (place, int(points[place] * parts) * heavy - costs[place], costs[place])
        for place, project in enumerate(election.projects)
        if points[place] > 0 and not project.withdrawn and project.cost <= election.budget
    ]
    return sorted(able, key=lambda item: (-Fraction(item[1], item[2]) if item[2] else -(10**40), tie(item[0])))


def best(items: list[tuple[int, int, int]], budget: int) -> list[tuple[int, int, int]]:
    """The subset of the greatest worth whose cost fits. Raises `TooMuch` on instances built to defeat the bound."""
    found: list[int] = []
    record, steps = 0, 0
    stack: list[tuple[int, int, int, tuple[int, ...]]] = [(0, 0, budget, ())]
    while stack:
        steps += 1
        if steps > MOST_STEPS:
            raise TooMuch(
                "The best set could not be proved within the limit of this program.",
                next_step="Choose another rule, such as greedy or equal-shares.",
            )
        depth, worth, left, taken = stack.pop()
        if worth > record:
            record, found = worth, list(taken)
        if depth == len(items) or worth + bound(items, depth, left) <= record:
            continue
        stack.append((depth + 1, worth, left, taken))
        if items[depth][2] <= left:
            stack.append((depth + 1, worth + items[depth][1], left - items[depth][2], (*taken, depth)))
    return [items[place] for place in found]


def bound(items: list[tuple[int, int, int]], depth: int, left: int) -> int:
    """No set of the rest can be worth more than this (rounded up)."""
    total = 0
    for _, worth, cost in items[depth:]:
        if cost > left:
            return total + -(-worth * left // cost)
        total, left = total + worth, left - cost
    return total


def reason(election: Election, points: list[Fraction], place: int, winners: tuple[int, ...], least: Fraction) -> Reason:
    project = election.projects[place]
    numbers = {"score": points[place]}
    if place in winners:
        return Reason(place, Why.FUNDED, place=winners.index(place) + 1, numbers=numbers)
    if project.withdrawn:
        return Reason(place, Why.WITHDRAWN)
    if project.cost > election.budget:
        return Reason(place, Why.NOT_ENOUGH_MONEY, missing_money=project.cost - election.budget, numbers=numbers)
    short = max(int(least * project.cost - points[place]) + 1, 1)
    return Reason(place, Why.NOT_IN_BEST_SET, missing_supporters=short, numbers=numbers)
