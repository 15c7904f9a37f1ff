"""What a ballot may say, when a box is open, and which votes can be set. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext

from civora.assembly.errors import BadBallot, BadBox, BoxClosed, NotYetCounted
from civora.assembly.rules.identity import WAYS_WITH_REGISTER
from civora.assembly.types.ballots import BallotForm, Scope, Way
from civora.core.tally.methods import RULES

SETTLING = timedelta(seconds=60)  # what was sent before the close has arrived by then
MOST_ITEMS, MOST_SHEETS = 400, 500
NEEDS_GRADES = "majority-judgement"


class Box(Protocol):
    """As much of a box as the rules look at."""

    form: str
    least: int
    most: int
    top: int
    budget: int
    opens_at: datetime
    closes_at: datetime
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """Choices as stored: numbers of items, ascending but in a ranking, with points where the form has them."""

    choices: str
    points: str = ""


def check_open(box: Box, at: datetime) -> None:
    """Open from the first instant until just before the last. Raises BoxClosed."""
    if at < box.opens_at:
        raise BoxClosed(
            gettext("Voting has not begun."),
            next_step=gettext("It opens on {when:%Y-%m-%d, %H:%M} (UTC).").format(when=box.opens_at),
        )
    if at >= box.closes_at or box.counted_at is not None:
        raise BoxClosed(
            gettext("Voting is closed, so this ballot was not taken."),
            next_step=gettext("The result is shown on this page when it has been checked."),
        )


def is_open(box: Box, at: datetime) -> bool:
    return box.opens_at <= at < box.closes_at and box.counted_at is None


def check_countable(box: Box, at: datetime) -> None:
    """Raises NotYetCounted until what was sent before the close has arrived."""
    if at < box.closes_at + SETTLING:
        raise NotYetCounted(
            gettext("Nobody sees a count before the vote is closed."),
            next_step=gettext("Count from {when:%Y-%m-%d, %H:%M} (UTC) on.").format(when=box.closes_at + SETTLING),
        )


def check_choices(box: Box, costs: Mapping[int, int], given: Mapping[int, int], order: Sequence[int] = ()) -> Said:
    """The ballot as it is stored. `costs`: what may be chosen. `given`: item → points (1 for chosen). `order`: a ranking.

    Raises BadBallot with what is wrong and what to do.
    """
    form = BallotForm(box.form)
    graded = form is BallotForm.JUDGEMENT
    chosen = sorted(one for one, points in given.items() if points or graded)
    if form is BallotForm.RANKING:
        chosen = list(order)
    if len(set(chosen)) < len(chosen):
        raise bad(gettext("A project stands twice on the ballot."), gettext("Give each project one place."))
    strange = [one for one in chosen if one not in costs]
    if strange:
        raise bad(
            gettext("Project {number} is not on this ballot.").format(number=strange[0]),
            gettext("Load the page again; the list may have changed."),
        )
    check_number(box, form, len(chosen))
    if form is BallotForm.KNAPSACK:
        over = sum(costs[one] for one in chosen) - box.budget
        if over > 0:
            raise bad(
                gettext("These projects cost {over} more than there is.").format(over=f"{over:,}"),
                gettext("Take one off the ballot."),
            )
    if form in {BallotForm.SCORES, BallotForm.JUDGEMENT}:
        return Said(joined(chosen), joined(check_points(box, given[one]) for one in chosen))
    return Said(joined(chosen))


def check_number(box: Box, form: BallotForm, count: int) -> None:
    least = 1 if form is BallotForm.JUDGEMENT else box.least
    if count < least:
        raise bad(
            gettext("Your ballot has {n} projects; it needs at least {least}.").format(n=count, least=least),
            gettext("Choose more projects."),
        )
    if box.most and count > box.most and form is not BallotForm.JUDGEMENT:
        raise bad(
            gettext("Your ballot has {n} projects; at most {most} fit.").format(n=count, most=box.most),
            gettext("Take some off the ballot."),
        )


def check_points(box: Box, points: int) -> int:
    if not 0 <= points <= box.top:
        raise bad(
            gettext("{points} is no score on this ballot.").format(points=points),
            gettext("Give 0 to {top}.").format(top=box.top),
        )
    return points


def bad(message: str, next_step: str) -> BadBallot:
    return BadBallot(message, next_step=next_step)


def joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def check_box(new: NewBoxFacts) -> None:
    """Raises BadBox where form, rule, ways and dates do not fit together."""
    if new.opens_at.tzinfo is None or new.closes_at.tzinfo is None or new.closes_at <= new.opens_at:
        raise BadBox(gettext("The vote closes before it opens."), next_step=gettext("Give a later end."))
    check_rule(new.rule, new.form, new.threshold)
    if new.form in {BallotForm.SCORES, BallotForm.JUDGEMENT} and not 1 <= new.top <= 20:
        raise BadBox(gettext("Scores need a highest value from 1 to 20."), next_step=gettext("Set it."))
    if new.most and new.least > new.most:
        raise BadBox(gettext("The least is more than the most."), next_step=gettext("Change one of the two."))
    check_ways(new)


def check_rule(rule: str, form: BallotForm, threshold: int) -> None:
    """Raises BadBox where ballots of this form cannot be counted by the rule."""
    if rule not in RULES:
        raise BadBox(gettext("There is no counting rule {rule}.").format(rule=rule[:40]), next_step=", ".join(RULES))
    if (rule == NEEDS_GRADES) != (form is BallotForm.JUDGEMENT):
        raise BadBox(
            gettext("Majority judgement and ballots with grades go together."),
            next_step=gettext("Choose both or neither."),
        )
    if rule == "greedy-threshold" and not threshold:
        raise BadBox(gettext("This rule needs the least score that counts."), next_step=gettext("Set the threshold."))


def check_ways(new: NewBoxFacts) -> None:
    """One person could come twice by two open ways, so a vote has one of them, or those of the register."""
    ways = set(new.ways)
    if not ways or not (ways <= WAYS_WITH_REGISTER or len(ways) == 1):
        raise BadBox(
            gettext("Choose one open way to vote, or ways that go by the register of residents."),
            next_step=gettext("The ways of the register are: register, code, desk."),
        )
    if new.scope is Scope.DISTRICT and not new.district:
        raise BadBox(gettext("A vote of a district needs its district."), next_step=gettext("Name it."))


class NewBoxFacts(Protocol):
    """As much of a new box as the rules look at."""

    form: BallotForm
    rule: str
    least: int
    most: int
    top: int
    threshold: int
    ways: Sequence[Way]
    scope: Scope
    district: str
    opens_at: datetime
    closes_at: datetime
