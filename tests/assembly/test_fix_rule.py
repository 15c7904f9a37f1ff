"""A rule is compared on elections that are over, fixed with reasons before voting, and never after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from civora.assembly.actions import voting
from civora.assembly.errors import BadBox, BadWords, BoxClosed, NotYetCounted, TooLarge
from civora.assembly.models import RuleChoice
from civora.assembly.queries import boxes as votes_now
from civora.assembly.queries import counts
from civora.assembly.rules import counting
from civora.assembly.types.ballots import Ruling
from civora.core.tally import methods, pb
from civora.core.tally.types import Election, Pile, Project, VoteType
from civora.ledger.models import Entry
from tests.factories.assembly import AT, DAY, STAFF
from tests.factories.votes import AFTER, box, cast, counted, vote

pytestmark = pytest.mark.django_db


def election() -> Election:
    """Three of five want A, two want B and C each alone: shares and lists differ."""
    return Election(
        tuple(Project(key, 50, f"Project {key}") for key in "ABC"), 100,
        (Pile((0, 1), (), 3), Pile((2,), (), 2)), VoteType.APPROVAL, title="Parks of last year", currency="EUR",
    )  # fmt: skip


def fixed(**given: Any) -> None:
    said = {
        "rule": "equal-shares",
        "reasons": "Fewer people go away with nothing.",
        "compared": counting.compared(election()),
    }
    voting.fix_rule(process="budget", box="parks", by=STAFF, **{"at": AT - 3 * DAY} | said | given)


def card():
    return votes_now.box("budget", "parks", AT - 3 * DAY, "en")


def test_every_rule_that_can_count_it_stands_side_by_side() -> None:
    found = counting.compared(election())
    assert set(found["rules"]) == {
        "greedy",
        "greedy-no-skip",
        "greedy-per-cost",
        "knapsack",
        "equal-shares",
        "phragmen",
    }
    for name, one in found["rules"].items():
        outcome = methods.run(election(), name)
        assert one["winners"] == [election().projects[at].id for at in outcome.winners]
        assert one["spent"] == outcome.spent
    assert found["rules"]["greedy"]["voters_without"] == 2
    assert [one["supporters"] for one in found["projects"]] == [3, 3, 2]


def test_the_same_from_a_real_election(shared_data: Path) -> None:
    file = pb.read((shared_data / "participatory_budgeting/Netherlands_Assen_2024.pb").read_bytes())
    found = counting.compared(pb.election(file))
    assert set(found["rules"]["equal-shares"]["winners"]) == {
        one.id
        for at, one in enumerate(pb.election(file).projects)
        if at in methods.run(pb.election(file), "equal-shares").winners
    }
    assert found["voters"] == 84


def test_one_that_nobody_would_wait_for_is_sent_to_the_command() -> None:
    many = tuple(Project(str(one), 1, "") for one in range(400))
    piles = tuple(Pile((one % 400, (one * 7 + 1) % 400), (), 1) for one in range(400))
    with pytest.raises(TooLarge, match="longer than a page can wait") as caught:
        counting.compared(Election(many, 100, piles, VoteType.APPROVAL))
    assert "civora tally" in caught.value.next_step


def test_a_rule_is_fixed_with_reasons_and_what_was_compared() -> None:
    vote(rule="greedy", opens_at=AT)
    fixed()
    assert card().rule == "equal-shares"
    found = counts.choice(card())
    assert (found.rule, found.reasons, found.compared["title"]) == (
        "equal-shares", "Fewer people go away with nothing.", "Parks of last year"
    )  # fmt: skip
    facts = Entry.objects.get(event="assembly.rule.fixed").facts
    assert (facts["box"], facts["rule"], facts["compared"]) == ("parks", "equal-shares", "Parks of last year")


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1), 30 * DAY])
def test_from_the_first_instant_of_voting_it_cannot_be_fixed(late: timedelta) -> None:
    vote(rule="greedy", opens_at=AT)
    with pytest.raises(BoxClosed, match="Voting has begun"):
        fixed(at=AT + late)
    assert (card().rule, counts.choice(card())) == ("greedy", None)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"reasons": "  "}, BadWords),
        ({"rule": "lottery"}, BadBox),
        ({"rule": "majority-judgement"}, BadBox),
        ({"rule": "greedy-threshold"}, BadBox),
        ({"rule": "equal-shares-filled"}, BadBox),
    ],
)
def test_what_does_not_fit_the_ballots_or_the_comparison_is_refused(given: Any, error: type[Exception]) -> None:
    vote(rule="greedy", opens_at=AT)
    with pytest.raises(error):
        fixed(**given)
    assert card().rule == "greedy"


def test_reasons_for_a_rule_go_when_the_vote_is_set_to_another() -> None:
    vote(rule="greedy", opens_at=AT)
    fixed()
    vote(rule="equal-shares", opens_at=AT)
    assert RuleChoice.objects.count() == 1
    vote(rule="greedy", opens_at=AT)
    assert RuleChoice.objects.count() == 0


def test_only_a_vote_whose_result_is_public_can_be_compared() -> None:
    vote()
    cast(1, (1,))
    cast(2, (2, 3))
    of = votes_now.box("budget", "parks", AFTER, "en")
    with pytest.raises(NotYetCounted):
        counts.compared(of)
    counted()
    with pytest.raises(NotYetCounted):
        counts.compared(votes_now.box("budget", "parks", AFTER, "en"))
    voting.decide_result(process="budget", box="parks", ruling=Ruling.STANDS, reasons="Fine.", by=STAFF, at=AFTER)
    voting.publish_result(process="budget", box="parks", by=STAFF, at=AFTER)
    found = counts.compared(votes_now.box("budget", "parks", AFTER, "en"))
    assert found["voters"] == 2
    assert [one["supporters"] for one in found["projects"]] == [1, 1, 1]
    assert counts.earlier("en") == (("budget", "parks", "Three parks"),)
    assert box().rule in found["rules"]
