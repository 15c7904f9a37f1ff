"""The Method of Equal Shares and its completions, with the reasons.

`ADD1`: every share grows by one unit of currency, from the whole part of budget ÷ ballots, and the auction is held again
from scratch; the last outcome before the first overspend counts. `ADD1_EXHAUSTIVE` also stops as soon as nothing more
would fit. `ADD1U` then fills up by votes. `NONE` takes the exact share budget ÷ ballots and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, isinf

from civora.core.tally import greedy
from civora.core.tally.purses import Backers, Market, Run
from civora.core.tally.ties import tie_breaker
from civora.core.tally.types import Election, Outcome, Reason, Why


class Completion(StrEnum):
    NONE = "none"
    ADD1 = "add1"
    ADD1_EXHAUSTIVE = "add1-exhaustive"
    ADD1U = "add1u"


@dataclass(frozen=True, slots=True)
class EqualShares:
    """A variant. `compares`: voters choose between the outcome and plain greedy, as in Wieliczka and Świecie.

    `needs_part`: a project may be bought only with votes ÷ ballots ≥ cost ÷ (`needs_part` × budget); Świecie asked for 3.
    """

    completion: Completion = Completion.ADD1
    compares: bool = False
    needs_part: int = 0


def count(election: Election, rule: EqualShares, name: str) -> Outcome:
    if not election.voters:
        return nobody(election, name)
    made = market(election, rule)
    first, final = search(made, election, rule)
    outcome = told(election, rule, made, first, final, name)
    if rule.completion is Completion.ADD1U:
        outcome = filled(election, outcome)
    return compared(election, outcome, name) if rule.compares else outcome


def nobody(election: Election, name: str) -> Outcome:
    reasons = tuple(Reason(place, Why.NO_SUPPORT) for place in range(len(election.projects)))
    return Outcome(name, (), Fraction(0), reasons, ())


def market(election: Election, rule: EqualShares) -> Market:
    single: list[list[int]] = [[] for _ in election.projects]
    many: list[list[tuple[int, int]]] = [[] for _ in election.projects]
    for place, pile in enumerate(election.piles):
        for one in pile.supported:
            if pile.count == 1:
                single[one].append(place)
            else:
                many[one].append((place, pile.count))
    tie, supporters = tie_breaker(election), election.supporters
    allowed = [
        place for place, project in enumerate(election.projects)
        if not project.withdrawn and supporters[place] and project.cost <= election.budget
        and supporters[place] >= needed(election, rule, place)
    ]  # fmt: skip
    return Market(
        costs=[one.cost for one in election.projects],
        sizes=[pile.count for pile in election.piles],
        backers=[Backers(*both) for both in zip(single, many, strict=True)],
        ranks=[tie(place) for place in range(len(election.projects))],
        allowed=allowed,
    )


def needed(election: Election, rule: EqualShares, place: int) -> Fraction:
    """The least number of supporters under the eligibility condition."""
    if not rule.needs_part:
        return Fraction(0)
    return election.projects[place].cost * election.voters / (rule.needs_part * election.budget)


def search(made: Market, election: Election, rule: EqualShares) -> tuple[Run, Run]:
    """The run at the first share and the run that counts."""
    share = election.budget / election.voters
    if rule.completion is Completion.NONE:
        only = Run(made, share).run()
        return only, only
    at = floor(share)
    first = final = Run(made, Fraction(at)).run()
    while len(final.bought) < len(made.allowed) and not isinf(final.same_below):
        if rule.completion is Completion.ADD1_EXHAUSTIVE and exhausted(made, election, final):
            break
        at += max(1, ceil(final.same_below * (1 - 1e-9) - 1e-9))
        following = Run(made, Fraction(at)).run()
        if following.spent > election.budget:
            break
        final = following
    return first, final


def exhausted(made: Market, election: Election, run: Run) -> bool:
    bought = {one.project for one in run.bought}
    left = election.budget - run.spent
    return all(made.costs[one] > left for one in made.allowed if one not in bought)


def told(election: Election, rule: EqualShares, made: Market, first: Run, final: Run, name: str) -> Outcome:
    winners = tuple(one.project for one in final.bought)
    payments, balances = ledger(election, final)
    facts = {"first_share": first.share, "share": final.share, "first_spent": first.spent}
    reasons = tuple(
        reason(election, rule, made, final, place, payments, balances) for place in range(len(election.projects))
    )
    return Outcome(name, winners, final.spent, reasons, payments, facts)


def ledger(election: Election, run: Run) -> tuple[tuple[dict[int, Fraction], ...], list[Fraction]]:
    """What one ballot of each pile paid for what, and what it has left."""
    balances = [run.share] * len(election.piles)
    payments: tuple[dict[int, Fraction], ...] = tuple({} for _ in election.piles)
    for bought, price in zip(run.bought, run.prices, strict=True):
        for pile in run.market.backers[bought.project].piles:
            amount = min(balances[pile], price)
            payments[pile][bought.project] = amount
            balances[pile] -= amount
    return payments, balances


def reason(
    election: Election, rule: EqualShares, made: Market, run: Run, place: int,
    payments: Sequence[dict[int, Fraction]], balances: Sequence[Fraction],
) -> Reason:  # fmt: skip
    project = election.projects[place]
    supporters = made.backers[place].count
    numbers = {"supporters": Fraction(supporters)}
    bought = next((one for one in enumerate(run.bought, 1) if one[1].project == place), None)
    if bought is not None:
        price = run.prices[bought[0] - 1]
        numbers |= {"price": price}
        if price:
            numbers |= {"effective_votes": project.cost / price}
        return Reason(place, Why.FUNDED, place=bought[0], numbers=numbers)
    barred = out_of_reach(election, rule, made, place)
    if barred is not None:
        return barred
    left = sum((balances[pile] * made.sizes[pile] for pile in made.backers[place].piles), Fraction(0))
    went: dict[int, Fraction] = {}
    for pile in made.backers[place].piles:
        for one, amount in payments[pile].items():
            went[one] = went.get(one, Fraction(0)) + amount * made.sizes[pile]
    short = project.cost - left
    return Reason(
        place, Why.SUPPORTERS_SHORT, missing_money=short,
        missing_supporters=-floor(-short / run.share) if run.share else None,
        numbers=numbers | {"left": left}, went_to=went,
    )  # fmt: skip


def out_of_reach(election: Election, rule: EqualShares, made: Market, place: int) -> Reason | None:
    project, supporters = election.projects[place], made.backers[place].count
    if project.withdrawn:
        return Reason(place, Why.WITHDRAWN)
    if not supporters:
        return Reason(place, Why.NO_SUPPORT, missing_money=project.cost)
    if project.cost > election.budget:
        return Reason(place, Why.NOT_ENOUGH_MONEY, missing_money=project.cost - election.budget)
    least = needed(election, rule, place)
    if supporters < least:
        return Reason(place, Why.BELOW_THRESHOLD, missing_supporters=-floor(-(least - supporters)))
    return None


def filled(election: Election, outcome: Outcome) -> Outcome:
    """The rest of the money goes down the list of votes."""
    order, _ = greedy.ordered(election, greedy.Greedy(), [Fraction(one) for one in election.supporters])
    left, more = election.budget - outcome.spent, list[int]()
    for one in order:
        if one not in outcome.winners and election.supporters[one] and election.projects[one].cost <= left:
            more.append(one)
            left -= election.projects[one].cost
    winners = (*outcome.winners, *more)
    reasons = tuple(
        Reason(one.project, Why.FUNDED, place=winners.index(one.project) + 1, numbers=one.numbers)
        if one.project in more else one
        for one in outcome.reasons
    )  # fmt: skip
    return Outcome(
        outcome.rule, winners, election.budget - left, reasons, outcome.payments, outcome.facts, ("filled-by-votes",)
    )


def compared(election: Election, outcome: Outcome, name: str) -> Outcome:
    """Greedy counts instead if more ballots name more of its winners than of Equal Shares' winners."""
    other = greedy.count(election, greedy.Greedy(), name)
    ours, theirs = frozenset(outcome.winners), frozenset(other.winners)
    prefer_ours = prefer_theirs = 0
    for pile in election.piles:
        mine, yours = (sum(one in side for one in pile.supported) for side in (ours, theirs))
        prefer_ours += pile.count * (mine > yours)
        prefer_theirs += pile.count * (yours > mine)
    facts = {"prefer_equal_shares": Fraction(prefer_ours), "prefer_greedy": Fraction(prefer_theirs)}
    kept = outcome if prefer_ours >= prefer_theirs else other
    note = "kept-equal-shares" if kept is outcome else "took-greedy"
    return Outcome(
        name, kept.winners, kept.spent, kept.reasons, kept.payments, {**outcome.facts, **facts}, (*kept.notes, note)
    )
