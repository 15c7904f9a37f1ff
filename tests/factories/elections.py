"""Elections for tests: drawn at random, and small ones written as text."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import strategies as st

from civora.core.tally.types import Election, Pile, Project, VoteType

SMALL = """META
key;value
description;Three parks
country;Germany
unit;Example
instance;2025
num_projects;3
num_votes;4
budget;10
vote_type;approval
rule;equalshares/add1
date_begin;2025
date_end;2025
currency;EUR
PROJECTS
project_id;cost;votes;name;selected
a;6;3;Big park;1
b;4;2;"Small; park";0
c;4;2;"The ""other"" park";1
VOTES
voter_id;vote;sex
v1;a,b;F
v2;a,b;M
v3;a,c;F
v4;c;M
"""


@st.composite
def approval_elections(draw: st.DrawFn, projects: int = 7, voters: int = 14) -> Election:
    """Every project has a supporter, and costs no more than the budget."""
    costs = draw(st.lists(st.integers(1, 4000), min_size=2, max_size=projects))
    places = range(len(costs))
    ballots = draw(
        st.lists(st.sets(st.sampled_from(places), min_size=1, max_size=4), min_size=2, max_size=voters)
    )  # fmt: skip
    ballots += [{one} for one in places if not any(one in ballot for ballot in ballots)]
    budget = draw(st.integers(max(costs), sum(costs) + 10))
    return approvals(costs, budget, [tuple(sorted(ballot)) for ballot in ballots])


def approvals(costs: list[int], budget: int, ballots: list[tuple[int, ...]]) -> Election:
    piles = tuple(Pile(choices, (), count) for choices, count in sorted(Counter(ballots).items()))
    projects = tuple(Project(f"p{place}", Fraction(cost)) for place, cost in enumerate(costs))
    return Election(projects, Fraction(budget), piles)


def graded(costs: list[int], budget: int, ballots: list[tuple[int, ...]]) -> Election:
    """Each ballot grades every project."""
    piles = tuple(
        Pile(tuple(range(len(costs))), tuple(map(Fraction, grades)), count)
        for grades, count in sorted(Counter(ballots).items())
    )
    projects = tuple(Project(f"p{place}", Fraction(cost)) for place, cost in enumerate(costs))
    return Election(projects, Fraction(budget), piles, vote_type=VoteType.SCORING)
