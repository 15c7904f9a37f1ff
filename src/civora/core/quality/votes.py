"""Screens of a vote before its result is final. Each finding is a reason to look, with the numbers; a person decides.

- groups: a group of voters (ages 90+, a district) has a part of one project's ballots far above its part of all ballots.
  Fisher's exact test per project and group, false discovery rate 0.1 %; shown where the part is at least five times that
  of all other ballots and ten ballots or more are concerned.
- impossible: ages above 115.
- identical: ballots that say the same (three projects or more) at least ten times as often as if projects were chosen
  independently of one another (as often as all other ballots choose each), and at least one in fifty; Poisson tail, the same rate.
- bursts: hours that lie more than eight robust deviations above the median hour, with fifty ballots or more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from civora.core.quality.tails import discoveries, fisher_upper, poisson_upper, unusual

RATE, TIMES, LEAST, LEAST_VOTES, OLDEST = 0.001, 5.0, 10, 100, 115
SAME_TIMES, SAME_PART, SAME_LENGTH = 10.0, 0.02, 3
BURST, BURST_LEAST = 8.0, 50


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `subject` is a project, a ballot or an hour; `usual` what it is compared with."""

    kind: str  # group, impossible, identical, burst
    subject: str
    group: str
    count: int
    of: int
    usual: float
    chance: float


def age_group(text: str) -> str:
    """The decade of an age or of a range such as 40-59; 90 and above are one. Empty for anything else."""
    first = text.strip().split("-")[0].rstrip("+")
    if not first.isdecimal() or len(first) > 3:
        return ""
    years = int(first)
    if years > OLDEST:
        return "impossible"
    return "90+" if years >= 90 else f"{years // 10 * 10}-{years // 10 * 10 + 9}"


def groups(ballots: Iterable[tuple[Sequence[str], str]]) -> tuple[Finding, ...]:
    """`ballots`: (projects named, group of the voter)."""
    together, projects, sizes = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    voters = 0
    for named, group in ballots:
        if not group:
            continue
        voters += 1
        sizes[group] += 1
        for one in named:
            projects[one] += 1
            together[one, group] += 1
    tested = [
        pair for pair, count in together.items()
        if projects[pair[0]] >= LEAST_VOTES and count >= LEAST and projects[pair[0]] < voters
    ]  # fmt: skip
    chances = [fisher_upper(together[pair], projects[pair[0]], sizes[pair[1]], voters) for pair in tested]
    found = []
    for at in discoveries(chances, RATE):
        project, group = tested[at]
        count, of = together[project, group], projects[project]
        elsewhere = (sizes[group] - count) / max(voters - of, 1)
        if count / of >= TIMES * elsewhere:
            found.append(Finding("group", project, group, count, of, round(elsewhere, 6), chances[at]))
    return tuple(sorted(found, key=lambda one: (one.chance, -one.count, one.subject)))


def impossible(ages: Iterable[str]) -> tuple[Finding, ...]:
    given = [age_group(one) for one in ages]
    count = sum(one == "impossible" for one in given)
    return (Finding("impossible", "", f">{OLDEST}", count, len(given), 0.0, 0.0),) if count else ()


def identical(ballots: Mapping[tuple[str, ...], int]) -> tuple[Finding, ...]:
    """`ballots`: what was said → how often."""
    voters = sum(ballots.values())
    tested = [said for said, count in ballots.items() if len(said) >= SAME_LENGTH and count >= SAME_PART * voters]
    usual = {said: voters * chance_of(said, ballots) for said in tested}
    chances = [poisson_upper(ballots[said], usual[said]) for said in tested]
    found = [
        Finding(
            "identical", ",".join(tested[at]), "", ballots[tested[at]], voters, round(usual[tested[at]], 6), chances[at]
        )
        for at in discoveries(chances, RATE)
        if ballots[tested[at]] >= SAME_TIMES * usual[tested[at]]
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.subject)))


def chance_of(said: tuple[str, ...], ballots: Mapping[tuple[str, ...], int]) -> float:
    """How likely a ballot says just this if projects are chosen independently, as all the other ballots choose them."""
    others = sum(ballots.values()) - ballots[said]
    named = Counter[str]()
    for each, count in ballots.items():
        if each != said:
            for one in each:
                named[one] += count
    parts = {one: (named[one] + 0.5) / (others + 1) for one in {*named, *said}}
    return exp(sum(log(part if one in said else 1 - part) for one, part in parts.items()))


def bursts(hours: Mapping[str, int]) -> tuple[Finding, ...]:
    """`hours`: hour → ballots. Needs a day's worth of hours to know what is usual."""
    if len(hours) < 24:
        return ()
    names = sorted(hours)
    away = unusual([float(hours[name]) for name in names])
    middle = sorted(hours.values())[len(hours) // 2]
    return tuple(
        Finding("burst", name, "", hours[name], sum(hours.values()), float(middle), 0.0)
        for name, deviations in zip(names, away, strict=True)
        if deviations > BURST and hours[name] >= BURST_LEAST
    )
