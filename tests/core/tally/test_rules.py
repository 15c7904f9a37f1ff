"""What every rule promises, and the reasons it gives."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.tally import explain, methods, pb
from civora.core.tally.equal_parts import satisfaction
from civora.core.tally.errors import RuleNeedsMore, UnknownRule
from civora.core.tally.types import Election, Pile, Project, VoteType, Why
from tests.factories.elections import SMALL, approval_elections, approvals, graded

FOR_APPROVAL = [name for name in methods.RULES if name not in {"majority-judgement", "greedy-threshold"}]


@pytest.mark.parametrize("name", FOR_APPROVAL)
@given(election=approval_elections())
def test_the_budget_is_never_exceeded_and_every_project_gets_its_reason(name: str, election: Election) -> None:
    found = methods.run(election, name)
    assert found.spent == sum(election.projects[one].cost for one in found.winners) <= election.budget
    assert len(set(found.winners)) == len(found.winners)
    assert [one.project for one in found.reasons] == list(range(len(election.projects)))
    assert {one.project for one in found.reasons if one.funded} == set(found.winners)


@pytest.mark.parametrize("name", FOR_APPROVAL)
@given(election=approval_elections(), seed=st.integers(0, 999))
def test_the_order_of_the_ballots_does_not_matter(name: str, election: Election, seed: int) -> None:
    split = [replace(pile, count=1) for pile in election.piles for _ in range(pile.count)]
    random.Random(seed).shuffle(split)
    assert methods.run(replace(election, piles=tuple(split)), name).winners == methods.run(election, name).winners


@pytest.mark.parametrize("name", ["equal-shares", "equal-shares-plain", "phragmen"])
@given(election=approval_elections())
def test_what_ballots_pay_is_what_the_winners_cost(name: str, election: Election) -> None:
    found = methods.run(election, name)
    for one in found.winners:
        paid = sum(pile.count * paid.get(one, 0) for pile, paid in zip(election.piles, found.payments, strict=True))
        assert paid == election.projects[one].cost
    if name != "phragmen":
        assert all(sum(paid.values()) <= found.facts["share"] for paid in found.payments)
    for pile, paid in zip(election.piles, found.payments, strict=True):
        assert set(paid) <= set(pile.choices)


@given(election=approval_elections())
def test_a_loser_of_equal_shares_could_not_be_paid_by_its_supporters(election: Election) -> None:
    found = methods.run(election, "equal-shares")
    share = found.facts["share"]
    for one in found.reasons:
        if one.why is Why.SUPPORTERS_SHORT:
            left = sum(
                pile.count * (share - sum(paid.values()))
                for pile, paid in zip(election.piles, found.payments, strict=True) if one.project in pile.choices
            )  # fmt: skip
            assert one.missing_money == election.projects[one.project].cost - left > 0
            assert sum(one.went_to.values()) + left == share * election.supporters[one.project]


@given(election=approval_elections(), at=st.integers(0, 6))
def test_the_missing_votes_of_a_greedy_loser_carry_it_and_one_less_does_not(election: Election, at: int) -> None:
    found = methods.run(election, "greedy")
    losers = [one for one in found.reasons if not one.funded and one.missing_supporters]
    if not losers:
        return
    one = losers[at % len(losers)]
    assert one.missing_supporters is not None
    assert one.project in methods.run(with_more(election, one.project, one.missing_supporters), "greedy").winners
    if one.missing_supporters > 1:
        less = with_more(election, one.project, one.missing_supporters - 1)
        assert one.project not in methods.run(less, "greedy").winners


def with_more(election: Election, project: int, count: int) -> Election:
    return replace(election, piles=(*election.piles, Pile((project,), (), count)))


def test_greedy_skips_and_no_skip_stops() -> None:
    election = approvals([6, 5, 4], 10, [(0,), (0,), (0,), (1,), (1,), (2,)])
    assert methods.run(election, "greedy").winners == (0, 2)
    stopped = methods.run(election, "greedy-no-skip")
    assert stopped.winners == (0,)
    assert [one.why for one in stopped.reasons] == [Why.FUNDED, Why.NOT_ENOUGH_MONEY, Why.AFTER_THE_STOP]
    assert stopped.reasons[1].missing_money == 1


def test_a_withdrawn_project_neither_wins_nor_stops_the_list() -> None:
    election = approvals([6, 5, 4], 10, [(1,), (1,), (0,), (2,)])
    projects = (election.projects[0], replace(election.projects[1], withdrawn=True), election.projects[2])
    found = methods.run(replace(election, projects=projects), "greedy-no-skip")
    assert set(found.winners) == {0, 2}
    assert found.reasons[1].why is Why.WITHDRAWN


def test_a_threshold_bars_and_says_how_many_votes_are_missing() -> None:
    election = replace(approvals([1, 1], 10, [(0,), (0,), (0,), (1,)]), threshold=Fraction(3))
    found = methods.run(election, "greedy-threshold")
    assert found.winners == (0,)
    assert (found.reasons[1].why, found.reasons[1].missing_supporters) == (Why.BELOW_THRESHOLD, 2)
    with pytest.raises(RuleNeedsMore):
        methods.run(replace(election, threshold=Fraction(0)), "greedy-threshold")


def test_ties_go_to_the_lower_cost_then_more_votes_then_the_smaller_id() -> None:
    assert methods.run(approvals([5, 4], 5, [(0,), (1,)]), "greedy").winners == (1,)
    nine, ten = Project("9", Fraction(5)), Project("10", Fraction(5))
    election = replace(approvals([5, 5], 5, [(0, 1)]), projects=(ten, nine))
    for name in ("greedy", "equal-shares", "phragmen", "knapsack"):
        assert methods.run(election, name).winners == (1,), name


def test_knapsack_finds_what_greedy_misses() -> None:
    election = approvals([10, 6, 5], 11, [(0,)] * 5 + [(1,)] * 4 + [(2,)] * 3)
    assert methods.run(election, "greedy").winners == (0,)
    assert set(methods.run(election, "knapsack").winners) == {1, 2}


def test_equal_shares_gives_a_minority_its_part() -> None:
    """60 voters for four dear projects, 40 for one: greedy leaves the 40 with nothing."""
    election = approvals([25, 25, 25, 25, 40], 100, [(0, 1, 2, 3)] * 60 + [(4,)] * 40)
    assert 4 not in methods.run(election, "greedy").winners
    fair = methods.run(election, "equal-shares")
    assert 4 in fair.winners
    assert satisfaction(election, fair.winners).left_without == 0


def test_the_comparison_takes_greedy_where_more_voters_prefer_it() -> None:
    election = approvals([1, 1, 1], 2, [(0,), (0,), (1,)])
    plain = methods.run(replace(election, rule="equalshares-comparison"))
    assert set(plain.winners) == {0, 1}
    assert plain.notes == ("took-greedy",)
    assert methods.run(election, "equal-shares-plain").winners == (0,)


def test_stopping_when_exhausted_differs_from_stopping_at_the_first_overspend() -> None:
    """Found by search: at the first share that exhausts the budget the two stops part."""
    election = approvals([5, 3, 7], 9, [(0,), (0, 1), (1, 2), (2,)])
    first, last = methods.run(election, "equal-shares-exhaustive"), methods.run(election, "equal-shares")
    assert first.facts["share"] <= last.facts["share"]


def test_majority_judgement_goes_by_the_median_and_then_by_the_larger_camp() -> None:
    election = graded([5, 5, 5], 10, [(3, 2, 1), (3, 2, 2), (1, 2, 3), (0, 2, 3), (3, 1, 2)])
    found = methods.run(election, "majority-judgement")
    assert [float(one.numbers["median"]) for one in found.reasons] == [3, 2, 2]
    assert found.winners == (0, 2)
    with pytest.raises(RuleNeedsMore):
        methods.run(approvals([1], 1, [(0,)]), "majority-judgement")


def test_silence_is_the_lowest_grade() -> None:
    piles = (Pile((0,), (Fraction(3),), 2), Pile((1,), (Fraction(2),), 3))
    projects = (Project("a", Fraction(1)), Project("b", Fraction(1)))
    found = methods.run(Election(projects, Fraction(1), piles, VoteType.SCORING), "majority-judgement")
    assert found.winners == (1,)


def test_an_election_without_voters_or_money_has_no_winners() -> None:
    nobody = Election((Project("a", Fraction(1)),), Fraction(5), ())
    poor = approvals([5], 0, [(0,)])
    for name in FOR_APPROVAL:
        if not name.startswith("greedy"):
            assert methods.run(nobody, name).winners == (), name
        assert methods.run(poor, name).winners == (), name


def test_a_project_that_costs_nothing_is_funded_if_anyone_wants_it() -> None:
    election = approvals([0, 5], 5, [(0, 1), (1,)])
    for name in FOR_APPROVAL:
        assert set(methods.run(election, name).winners) == {0, 1}, name


def test_rules_are_known_by_the_names_of_the_format_and_by_ours() -> None:
    election = pb.election(pb.read(SMALL))
    assert methods.run(election).rule == "equal-shares"
    assert methods.run(replace(election, rule="greedy")).rule == "greedy"
    for unknown in ("unknown", "", "greedy-custom"):
        with pytest.raises(UnknownRule):
            methods.run(replace(election, rule=unknown))
    with pytest.raises(UnknownRule):
        methods.run(election, "loudest")


def test_an_outcome_is_plain_data() -> None:
    election = pb.election(pb.read(SMALL))
    outcome = methods.run(election)
    found = explain.summary(election, outcome)
    assert (found["winners"], found["spent"], found["voters_without"]) == (["a", "c"], 10, 0)
    lost = explain.project_reasons(election, outcome)[1]
    assert (lost["why"], lost["funded"], lost["went_to"]) == ("supporters-short", False, {"a": 4})
    assert next(explain.ballot_reasons(election, outcome)) == {"vote": ["a", "b"], "ballots": 2, "paid": {"a": 2}}
