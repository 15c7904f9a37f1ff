"""A count as plain data, for JSON and for pages: winners, money, the reason for each project, what each ballot paid for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from civora.core.tally.equal_parts import satisfaction
from civora.core.tally.types import Election, Outcome, Reason


def plain(value: Fraction | None) -> int | float | None:
    """A number that JSON can carry: whole where it is whole, else rounded to six decimals."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)


def summary(election: Election, outcome: Outcome) -> dict[str, Any]:
    """Winners in the order of choosing, what was spent, and how the outcome meets the voters."""
    met = satisfaction(election, outcome.winners)
    return {
        "rule": outcome.rule,
        "winners": [election.projects[one].id for one in outcome.winners],
        "spent": plain(outcome.spent),
        "budget": plain(election.budget),
        "voters": election.voters,
        "voters_with_a_winner": met.with_a_winner,
        "voters_without": met.left_without,
        "winners_per_ballot": plain(met.winners_per_ballot),
        "facts": {name: plain(value) for name, value in outcome.facts.items()},
        "notes": list(outcome.notes),
    }


def project_reasons(election: Election, outcome: Outcome) -> list[dict[str, Any]]:
    return [one_reason(election, reason) for reason in outcome.reasons]


def one_reason(election: Election, reason: Reason) -> dict[str, Any]:
    project = election.projects[reason.project]
    return {
        "project": project.id,
        "name": project.name,
        "cost": plain(project.cost),
        "funded": reason.funded,
        "why": str(reason.why),
        "place": reason.place or None,
        "missing_money": plain(reason.missing_money),
        "missing_supporters": reason.missing_supporters,
        **{name: plain(value) for name, value in reason.numbers.items()},
        "went_to": {election.projects[one].id: plain(amount) for one, amount in reason.went_to.items()},
    }


def ballot_reasons(election: Election, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """For each different ballot: how many say so, and what one of them paid for."""
    for pile, paid in zip(election.piles, outcome.payments, strict=False):
        yield {
            "vote": [election.projects[one].id for one in pile.choices],
            **({"points": [plain(points) for points in pile.points]} if pile.points else {}),
            "ballots": pile.count,
            "paid": {election.projects[one].id: plain(amount) for one, amount in paid.items()},
        }
