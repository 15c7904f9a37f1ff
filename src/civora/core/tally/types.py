"""The words of a count: what can be chosen, what was on the ballots, what came out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class VoteType(StrEnum):
    """What a ballot says. Names as in the `.pb` format."""

    APPROVAL = "approval"  # a set of projects
    CHOOSE_ONE = "choose-1"  # exactly one project
    ORDINAL = "ordinal"  # projects, the best first
    CUMULATIVE = "cumulative"  # points out of a fixed sum
    SCORING = "scoring"  # a grade or score per project


@dataclass(frozen=True, slots=True)
class Project:
    """One thing that can be funded. `cost` in the election's currency, exact."""

    id: str
    cost: Fraction
    name: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Pile:
    """Ballots that say the same: indices of projects in the order given, their points (or none), and how many there are."""

    choices: tuple[int, ...]
    points: tuple[Fraction, ...] = ()
    count: int = 1

    @property
    def supported(self) -> tuple[int, ...]:
        """The projects that such a ballot speaks for: those named, where points are given only those with some."""
        if not self.points:
            return self.choices
        return tuple(one for one, points in zip(self.choices, self.points, strict=True) if points > 0)


@dataclass(frozen=True, slots=True)
class Election:
    """What is counted: projects, money, ballots in piles, and the conditions that were published before."""

    projects: tuple[Project, ...]
    budget: Fraction
    piles: tuple[Pile, ...]
    vote_type: VoteType = VoteType.APPROVAL
    threshold: Fraction = Fraction(0)  # least score to be funded at all
    default_score: Fraction = Fraction(0)  # score of a project that a scoring ballot does not name
    rule: str = ""  # as the file names it
    title: str = ""
    currency: str = ""

    @property
    def voters(self) -> int:
        return sum(pile.count for pile in self.piles)

    @property
    def supporters(self) -> list[int]:
        """Per project, how many ballots speak for it."""
        found = [0] * len(self.projects)
        for pile in self.piles:
            for one in pile.supported:
                found[one] += pile.count
        return found


class Why(StrEnum):
    """Why a project came out as it did. The numbers that go with it are in `Reason.numbers`."""

    FUNDED = "funded"
    NOT_ENOUGH_MONEY = "not-enough-money"  # its turn came, the rest of the budget was smaller than its cost
    AFTER_THE_STOP = "after-the-stop"  # an earlier one did not fit, and the rule stops there
    BELOW_THRESHOLD = "below-threshold"
    SUPPORTERS_SHORT = "supporters-short"  # its supporters' own shares no longer covered the cost
    WOULD_OVERSPEND = "would-overspend"  # the rule stops at the purchase that would exceed the budget
    NOT_IN_BEST_SET = "not-in-best-set"
    NO_SUPPORT = "no-support"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one project won or what it missed.

    `missing_money` is in the currency; `missing_supporters` is how many more ballots (bringing what one ballot can bring
    under the rule, all else equal) would have carried it. `went_to` says, for shares-based rules, which winners its
    supporters' money went to.
    """

    project: int
    why: Why
    place: int = 0  # in the order of choosing, from 1; 0 if not chosen
    missing_money: Fraction | None = None
    missing_supporters: int | None = None
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    went_to: Mapping[int, Fraction] = field(default_factory=dict)

    @property
    def funded(self) -> bool:
        return self.why is Why.FUNDED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule makes of an election. `winners` in the order of choosing.

    `payments[k]` says what one ballot of pile k paid for which winner (or, where the rule knows no purses, its equal part
    of the cost among those who supported the winner).
    """

    rule: str
    winners: tuple[int, ...]
    spent: Fraction
    reasons: tuple[Reason, ...]
    payments: tuple[Mapping[int, Fraction], ...]
    facts: Mapping[str, Fraction] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How an outcome meets the voters, in numbers that can be set side by side."""

    voters: int
    with_a_winner: int
    winners_per_ballot: Fraction  # mean
    money_per_ballot: Fraction  # mean cost of winners on a ballot

    @property
    def left_without(self) -> int:
        return self.voters - self.with_a_winner
