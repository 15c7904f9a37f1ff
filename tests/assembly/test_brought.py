"""Ages in a file of ballots: screened when it is brought in, with their effect on the result, and kept with no ballot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.assembly.actions import voting
from civora.assembly.models import Ballot, BallotBox
from civora.assembly.queries import boxes, counts
from civora.assembly.rules import brought
from civora.assembly.types.ballots import Ruling
from civora.core.tally import pb
from tests.factories.assembly import STAFF
from tests.factories.votes import AFTER, box, vote

SAID = {"process": "budget", "box": "parks", "by": STAFF, "at": AFTER}


def file(rows: list[tuple[str, str]], header: str = "voter_id;vote;age") -> str:
    """`rows`: (choices, age). Three parks of 40, 40 and 60; 100 to spend."""
    lines = ["META", "key;value", "budget;100", "vote_type;approval", "rule;greedy", "PROJECTS", "project_id;cost"]
    lines += ["1;60", "2;40", "3;40", "VOTES", header]
    return "\n".join([*lines, *(f"v{at};{said};{age}" for at, (said, age) in enumerate(rows))])


BURST = [("1", "95")] * 150 + [("1", "40")] * 100 + [("2,3", "40")] * 200 + [("3,2", "50")] * 40 + [("2", "93")] * 2


@pytest.mark.django_db
def test_a_group_far_above_its_part_is_shown_with_what_would_change() -> None:
    vote(rule="greedy")
    assert voting.import_ballots(text=file(BURST), **SAID) == len(BURST)
    voting.close_and_count(**SAID)
    found = counts.count(boxes.box("budget", "parks", AFTER, "en"), for_officers=True)
    one = found.screens["ages"][0]
    assert (one["subject"], one["group"], one["count"], one["of"]) == ("1", "90+", 150, 250)
    assert found.outcomes["greedy"]["winners"] == ["1", "2"]
    assert one["without"] == ["2", "3"]
    assert "gone" not in one


@pytest.mark.django_db
def test_no_age_is_stored_and_what_a_finding_needed_goes_with_the_result() -> None:
    vote(rule="greedy")
    voting.import_ballots(text=file(BURST), **SAID)
    kept = set(Ballot.objects.values_list("choices", "points", "receipt"))
    assert kept == {("1", "", None), ("2", "", None), ("2,3", "", None)}
    assert box().brought[0]["gone"] == [["1", 150]]
    voting.close_and_count(**SAID)
    voting.close_and_count(**SAID)  # counted again, the same is found
    voting.decide_result(ruling=Ruling.STANDS, reasons="Letters were sent to 30 of them.", **SAID)
    voting.publish_result(**SAID)
    assert BallotBox.objects.get().brought == []
    found = counts.count(boxes.box("budget", "parks", AFTER, "en")).screens["ages"]
    assert (found[0]["subject"], found[0]["group"]) == ("1", "90+")
    assert not [one for one in found if "gone" in one]


@pytest.mark.django_db
def test_ages_beyond_all_life_are_shown_without_an_effect() -> None:
    vote(rule="greedy")
    voting.import_ballots(text=file([("1", "142"), ("2", "40"), ("3", "")]), **SAID)
    voting.close_and_count(**SAID)
    found = counts.count(boxes.box("budget", "parks", AFTER, "en"), for_officers=True).screens["ages"]
    assert [(one["kind"], one["count"], one["without"]) for one in found] == [("impossible", 1, None)]


def test_a_file_without_ages_has_no_findings() -> None:
    assert brought.findings(pb.read(file(BURST, "voter_id;vote;shoe"))) == []


@given(st.lists(st.sampled_from(["1", "2", "1,3", "2,3"]), max_size=40), st.data())
def test_what_is_taken_away_is_taken_away_once(said: list[str], data: st.DataObject) -> None:
    ballots = [(one, "") for one in said]
    gone = data.draw(st.lists(st.sampled_from(said), max_size=len(said), unique=True)) if said else []
    left = brought.without(ballots, [(one, 1) for one in gone])
    assert len(left) == len(ballots) - len(gone)
    for one in set(said):
        assert left.count((one, "")) == said.count(one) - (one in gone)
