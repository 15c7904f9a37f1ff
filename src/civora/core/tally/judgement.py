"""Majority judgement: projects in the order of their median grade, funded while the money lasts.

Source: Balinski and Laraki, Majority Judgment (2011). Equal medians are told apart by the majority gauge: the larger of
the two camps above and below the median decides. A ballot that does not grade a project gives it the file's
`default_score` or, where that is lower or absent, the lowest grade.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from civora.core.tally.equal_parts import equal_parts
from civora.core.tally.errors import RuleNeedsMore
from civora.core.tally.greedy import Greedy, walk
from civora.core.tally.ties import tie_breaker
from civora.core.tally.types import Election, Outcome, Reason, VoteType, Why

Gauge = tuple[Fraction, int, int]


def count(election: Election, name: str) -> Outcome:
    if election.vote_type is not VoteType.SCORING:
        raise RuleNeedsMore(
            f"Majority judgement needs a grade per project; these ballots are of the type {election.vote_type}.",
            next_step="Choose a rule for such ballots, or ask for grades on the ballot (vote_type scoring).",
        )
    found, tie = gauges(election), tie_breaker(election)
    able = [place for place, one in enumerate(election.projects) if not one.withdrawn]
    order = sorted(able, key=lambda one: (tuple(-part for part in found[one]), tie(one)))
    steps, winners = walk(election, Greedy(), order)
    left = {step.project: step.left for step in steps}
    reasons = tuple(reason(election, place, winners, left, found[place]) for place in range(len(election.projects)))
    spent = sum((election.projects[one].cost for one in winners), Fraction(0))
    return Outcome(name, winners, spent, reasons, equal_parts(election, winners))


def grades(election: Election) -> list[Counter[Fraction]]:
    """Per project, how many ballots give which grade; every ballot counts once for every project."""
    given: list[Counter[Fraction]] = [Counter() for _ in election.projects]
    for pile in election.piles:
        for one, grade in zip(pile.choices, pile.points, strict=True):
            given[one][grade] += pile.count
    lowest = min((grade for counts in given for grade in counts), default=Fraction(0))
    ungraded = min(election.default_score, lowest)
    for counts in given:
        silent = election.voters - counts.total()
        if silent:
            counts[ungraded] += silent
    return given


def gauges(election: Election) -> list[Gauge]:
    return [gauge(one) for one in grades(election)]


def gauge(given: Counter[Fraction]) -> Gauge:
    """(median, +1 or -1, size of the deciding camp with its sign): greater is better. The lower of two middles counts."""
    half, passed = (given.total() + 1) // 2, 0
    for grade in sorted(given):
        passed += given[grade]
        if passed >= half:
            above, below = given.total() - passed, passed - given[grade]
            return (grade, 1, above) if above > below else (grade, -1, -below)
    return (Fraction(0), -1, 0)


def reason(election: Election, place: int, winners: tuple[int, ...], left: dict[int, Fraction], found: Gauge) -> Reason:
    numbers = {"median": found[0], "camp": Fraction(found[2])}
    if place in winners:
        return Reason(place, Why.FUNDED, place=winners.index(place) + 1, numbers=numbers)
    if place not in left:
        return Reason(place, Why.WITHDRAWN)
    return Reason(
        place, Why.NOT_ENOUGH_MONEY, missing_money=election.projects[place].cost - left[place], numbers=numbers
    )
