"""Equal Shares at one given share: every ballot gets the same purse, and supporters buy what costs them least per vote.

Exact and fast: balances are compared as floats, and whatever lies closer than `NEAR` is decided by fractions, which are
worked out only then. Ballots whose purchases so far were the same are one class.

Beside the result a run says up to which larger share it would come out the same (`same_below`), so that a search over
shares need not visit each. As long as the same projects are bought in the same order, a larger share lowers no balance
and raises no price (the price solves Σ min(balance, price) = cost), and those who are too poor to pay a price only grow
fewer. So the speed at which a balance rises, or a price falls, is bounded from now on by what it is now: `rise` and
`fall`. The first share at which some other project could become the cheapest, or affordable again, follows; it is never
too large, only sometimes too small.

Source: Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities (2021), cost utility.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

from civora.core.tally.ties import Rank

NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Backers:
    """Who supports a project: piles of one ballot, and larger piles with their size."""

    single: Sequence[int]
    many: Sequence[tuple[int, int]]

    @property
    def count(self) -> int:
        return len(self.single) + sum(size for _, size in self.many)

    @property
    def piles(self) -> Iterable[int]:
        yield from self.single
        yield from (pile for pile, _ in self.many)


@dataclass(frozen=True, slots=True)
class Market:
    """What does not change between shares: costs, who supports what, and the order of ties."""

    costs: Sequence[Fraction]
    sizes: Sequence[int]  # ballots per pile
    backers: Sequence[Backers]  # per project
    ranks: Sequence[Rank]
    allowed: Sequence[int]  # projects that may be bought


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of ballots: which purchases they paid in full, what they have, and how fast that can rise with the share.

    `paid` is None for those who once gave all they had left.
    """

    paid: tuple[int, ...] | None
    balance: float
    rise: float


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project, the price that those paid who had it, how many they were, and who gave all they had instead."""

    project: int
    price: float
    able: int
    poor: Sequence[tuple[tuple[int, ...] | None, int]]


@dataclass(slots=True)
class Offer:
    """The price of a project as last computed, per unit of cost (a lower bound if not fresh), and how fast it can fall."""

    price: float
    fall: float = 0.0
    fresh: bool = False
    classes: Mapping[int, int] = field(default_factory=dict)
    poor: set[int] = field(default_factory=set)
    able: int = 0


@dataclass(slots=True)
class Run:
    """One auction at one share. Read `bought`, `prices`, `spent` and `same_below` after `run`."""

    market: Market
    share: Fraction
    bought: list[Purchase] = field(default_factory=list)
    spent: Fraction = Fraction(0)
    same_below: float = inf  # the share may grow by less than this
    kinds: list[Kind] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)  # per pile
    offers: dict[int, Offer] = field(default_factory=dict)
    exact: list[Fraction] = field(default_factory=list)  # prices of the first purchases, as far as they were needed

    def run(self) -> Run:
        self.kind = [0] * len(self.market.sizes)
        self.kinds = [Kind((), float(self.share), 1.0)]
        for one in self.market.allowed:
            self.offers[one] = Offer(1 / self.market.backers[one].count if self.market.costs[one] else 0.0)
        while self.offers:
            best = self.cheapest()
            if best is not None:
                self.buy(best)
        return self

    # Choosing

    def cheapest(self) -> int | None:
        """The affordable project of the least price per unit of cost; None if something fell out of reach."""
        offers = self.offers
        first = min(offers, key=lambda one: offers[one].price)
        while not offers[first].fresh:
            if not self.refresh(first):
                return None
            first = min(offers, key=lambda one: offers[one].price)
        edge = offers[first].price * (1 + NEAR)
        rivals = [one for one, offer in offers.items() if offer.price <= edge]
        stale = [one for one in rivals if not offers[one].fresh]
        if stale:
            for one in stale:
                self.refresh(one)
            return None
        return rivals[0] if len(rivals) == 1 else min(rivals, key=self.exact_rank)

    def exact_rank(self, one: int) -> tuple[Fraction, Rank]:
        cost = self.market.costs[one]
        price = self.settled(one)[0] / cost if cost else Fraction(0)
        return price, self.market.ranks[one]

    def refresh(self, one: int) -> bool:
        """Compute the price at the balances of now. False, and no offer any more, if supporters cannot pay it."""
        offer, cost, kinds = self.offers[one], float(self.market.costs[one]), self.kinds
        classes = self.classes(one)
        rows = sorted((kinds[kind].balance, kind, count) for kind, count in classes.items())
        total = sum(balance * count for balance, _, count in rows)
        if total < cost * (1 + NEAR) and (total < cost * (1 - NEAR) or self.sum_of(classes) < self.market.costs[one]):
            del self.offers[one]
            self.could_turn(cost - total, sum(kinds[kind].rise * count for kind, count in classes.items()))
            return False
        left, rise, able, poor = cost, 0.0, sum(classes.values()), set[int]()
        for balance, kind, count in rows:
            if balance * able >= left * (1 - NEAR) or able == count:
                break
            left -= balance * count
            rise += kinds[kind].rise * count
            able -= count
            poor.add(kind)
        offer.classes, offer.poor, offer.able, offer.fresh = classes, poor, able, True
        if cost:
            offer.price, offer.fall = left / able / cost, rise / able / cost
        return True

    def classes(self, one: int) -> dict[int, int]:
        """How many supporters of a project are in which class."""
        backers, kind = self.market.backers[one], self.kind
        found = Counter(map(kind.__getitem__, backers.single))
        for pile, size in backers.many:
            found[kind[pile]] += size
        return found

    def could_turn(self, away: float, speed: float) -> None:
        """A comparison holds by `away`, and loses at most `speed` of it per unit of share."""
        if speed > 0:
            self.same_below = min(self.same_below, max(away, 0.0) / speed)

    # Buying

    def buy(self, one: int) -> None:
        """Charge the supporters; every other offer becomes a lower bound of its price."""
        chosen, cost = self.offers[one], float(self.market.costs[one])
        for other, offer in self.offers.items():
            if other != one:
                self.could_turn(offer.price - chosen.price, offer.fall)
                offer.fresh = False
        emptied = self.emptied(one)
        price, fall = chosen.price * cost, chosen.fall * cost
        poor = [(self.kinds[kind].paid, chosen.classes[kind]) for kind in chosen.poor]
        self.bought.append(Purchase(one, price, chosen.able, poor))
        self.spent += self.market.costs[one]
        del self.offers[one]
        moved, kind = self.moves(chosen.classes, emptied, price, fall), self.kind
        for pile in self.market.backers[one].piles:
            kind[pile] = moved[kind[pile]]

    def emptied(self, one: int) -> set[int]:
        """The classes that the purchase leaves with nothing. Decided exactly where a balance lies near the price."""
        offer = self.offers[one]
        price = offer.price * float(self.market.costs[one])
        edge = max(price * NEAR * 10, 1e-12)
        if all(abs(self.kinds[kind].balance - price) > edge for kind in offer.classes):
            return offer.poor
        exact, poor = self.settled(one)
        offer.poor = poor
        offer.able = sum(count for kind, count in offer.classes.items() if kind not in poor)
        return {kind for kind in offer.classes if kind in poor or self.worth(kind) == exact}

    def moves(self, classes: Mapping[int, int], emptied: set[int], price: float, fall: float) -> Mapping[int, int]:
        """From the class before the purchase to the class after it. All who are left with nothing are one class."""
        now, found, nothing = len(self.bought) - 1, dict[int, int](), -1
        rise = max((self.kinds[kind].rise for kind in emptied), default=0.0) + fall
        for kind in classes:
            if kind in emptied:
                if nothing < 0:
                    nothing = len(self.kinds)
                    self.kinds.append(Kind(None, 0.0, rise))
                found[kind] = nothing
                continue
            found[kind] = len(self.kinds)
            old = self.kinds[kind]
            self.kinds.append(Kind((*(old.paid or ()), now), old.balance - price, old.rise + fall))
        return found

    # Exactly

    @property
    def prices(self) -> list[Fraction]:
        """What those paid who paid in full, per purchase."""
        while len(self.exact) < len(self.bought):
            one = self.bought[len(self.exact)]
            given = self.paid_in(one.poor)
            self.exact.append((self.market.costs[one.project] - given) / one.able)
        return self.exact

    def paid_in(self, owners: Iterable[tuple[tuple[int, ...] | None, int]]) -> Fraction:
        """What ballots of several classes have together, each past price taken once."""
        people, times = 0, Counter[int]()
        for paid, count in owners:
            if paid is not None:
                people += count
                for place in paid:
                    times[place] += count
        return self.share * people - sum((self.exact[place] * count for place, count in times.items()), Fraction(0))

    def sum_of(self, classes: Mapping[int, int]) -> Fraction:
        _ = self.prices
        return self.paid_in((self.kinds[kind].paid, count) for kind, count in classes.items())

    def worth(self, kind: int) -> Fraction:
        return self.sum_of({kind: 1})

    def settled(self, one: int) -> tuple[Fraction, set[int]]:
        """The exact price of a fresh offer, and the classes that are too poor for it."""
        offer, cost, poor = self.offers[one], self.market.costs[one], set(self.offers[one].poor)
        about = offer.price * float(cost)
        near = [kind for kind in offer.classes if abs(self.kinds[kind].balance - about) <= max(about * 1e-7, 1e-12)]
        while True:
            given = self.sum_of({kind: offer.classes[kind] for kind in poor})
            price = (cost - given) / sum(count for kind, count in offer.classes.items() if kind not in poor)
            wrong = {kind for kind in near if (self.worth(kind) > price if kind in poor else self.worth(kind) < price)}
            if not wrong:
                return price, poor
            poor ^= wrong
