"""How many ballots name a project, and the score that a rule by votes orders projects with."""

from __future__ import annotations

from fractions import Fraction

from civora.core.tally.types import Election, VoteType


def votes(election: Election) -> list[int]:
    """Per project, the ballots that name it."""
    found = [0] * len(election.projects)
    for pile in election.piles:
        for one in pile.choices:
            found[one] += pile.count
    return found


def scores(election: Election) -> list[Fraction]:
    """Per project: points where ballots give points; Borda for rankings; else votes.

    Borda as Pabulib counts it: of k ranked projects the first gets k points, the last 1. A scoring ballot gives
    `default_score` to whatever it does not name.
    """
    found = [Fraction(0)] * len(election.projects)
    for pile in election.piles:
        for one, points in zip(pile.choices, worth(election, pile.choices, pile.points), strict=True):
            found[one] += points * pile.count
    if election.default_score and election.vote_type is VoteType.SCORING:
        unnamed = [election.voters - named for named in votes(election)]
        found = [score + election.default_score * count for score, count in zip(found, unnamed, strict=True)]
    return found


def worth(election: Election, choices: tuple[int, ...], points: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    if points:
        return points
    if election.vote_type is VoteType.ORDINAL:
        return tuple(Fraction(len(choices) - place) for place in range(len(choices)))
    return (Fraction(1),) * len(choices)
