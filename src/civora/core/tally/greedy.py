"""Down the list while the money lasts: by score, by score per cost, stopping or skipping, with or without a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from civora.core.tally.equal_parts import equal_parts
from civora.core.tally.scores import scores
from civora.core.tally.ties import natural, tie_breaker
from civora.core.tally.types import Election, Outcome, Reason, Why


@dataclass(frozen=True, slots=True)
class Greedy:
    """One of the greedy family. `skips`: what does not fit is passed over, else the count stops there."""

    skips: bool = True
    per_cost: bool = False
    threshold: bool = False

    def value(self, score: Fraction, cost: Fraction) -> Fraction:
        """What the list is ordered by, the larger first. A project that costs nothing goes first."""
        if not self.per_cost:
            return score
        return score / cost if cost else Fraction(10**30)


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the list: the project and the money that was left when its turn came."""

    project: int
    left: Fraction
    stopped: bool = False


def count(election: Election, rule: Greedy, name: str) -> Outcome:
    """The winners in the order of the list, and what each of the others missed."""
    points = scores(election)
    order, barred = ordered(election, rule, points)
    steps, winners = walk(election, rule, order)
    reasons = dict(barred)
    for step in steps:
        reasons[step.project] = reason(election, rule, points, steps, step, winners)
    spent = sum((election.projects[one].cost for one in winners), Fraction(0))
    return Outcome(
        name, winners, spent, tuple(reasons[place] for place in range(len(points))), equal_parts(election, winners)
    )


def ordered(election: Election, rule: Greedy, points: Sequence[Fraction]) -> tuple[list[int], dict[int, Reason]]:
    """The list, and who is not on it at all."""
    tie = tie_breaker(election)
    barred: dict[int, Reason] = {}
    for place, project in enumerate(election.projects):
        if project.withdrawn:
            barred[place] = Reason(place, Why.WITHDRAWN)
        elif rule.threshold and points[place] < election.threshold:
            short = election.threshold - points[place]
            barred[place] = Reason(
                place, Why.BELOW_THRESHOLD, missing_supporters=-floor(-short),
                numbers={"score": points[place], "threshold": election.threshold},
            )  # fmt: skip
    able = [place for place in range(len(points)) if place not in barred]
    return sorted(able, key=lambda one: (-rule.value(points[one], election.projects[one].cost), tie(one))), barred


def walk(election: Election, rule: Greedy, order: Sequence[int]) -> tuple[list[Step], tuple[int, ...]]:
    left, stopped = election.budget, False
    steps: list[Step] = []
    winners: list[int] = []
    for one in order:
        steps.append(Step(one, left, stopped))
        if not stopped and election.projects[one].cost <= left:
            winners.append(one)
            left -= election.projects[one].cost
        elif not rule.skips:
            stopped = True
    return steps, tuple(winners)


def reason(
    election: Election, rule: Greedy, points: Sequence[Fraction], steps: Sequence[Step], step: Step,
    winners: tuple[int, ...],
) -> Reason:  # fmt: skip
    cost = election.projects[step.project].cost
    numbers = {"score": points[step.project], "left": step.left}
    if step.project in winners:
        return Reason(step.project, Why.FUNDED, place=winners.index(step.project) + 1, numbers=numbers)
    return Reason(
        step.project,
        Why.AFTER_THE_STOP if step.stopped else Why.NOT_ENOUGH_MONEY,
        missing_money=max(cost - step.left, Fraction(0)),
        missing_supporters=supporters_to_win(election, rule, points, steps, step),
        numbers=numbers,
    )


def supporters_to_win(
    election: Election, rule: Greedy, points: Sequence[Fraction], steps: Sequence[Step], step: Step
) -> int | None:
    """How many more points would have moved it up to where its cost still fitted; None if it costs more than all there is.

    With the threshold in force it had passed already. Every place further up had at least as much money left, so the
    lowest place that fits is the nearest.
    """
    cost = election.projects[step.project].cost
    for above in reversed(steps[: steps.index(step)]):
        if above.stopped or above.left < cost:
            continue
        target = rule.value(points[above.project], election.projects[above.project].cost)
        needed = target * cost if rule.per_cost else target
        short = needed - points[step.project]
        equal_is_enough = before(election, step.project, above.project)
        return max(-floor(-short) if equal_is_enough else floor(short) + 1, 1)
    return None


def before(election: Election, one: int, other: int) -> bool:
    """Whether the first goes first when both have the same votes."""
    first, second = election.projects[one], election.projects[other]
    return (first.cost, natural(first.id)) < (second.cost, natural(second.id))
