"""After the close: the count, the screens, the decision, what is published, and paper."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import translation

from civora.assembly.actions import voting
from civora.assembly.errors import AlreadyDecided, AlreadyVoted, BadBallot, NotYetCounted, NotYours, PaperDiffers
from civora.assembly.models import Ballot, BoxCount, PaperSheet, Turnout, Voter
from civora.assembly.queries import boxes, counts
from civora.assembly.rules import identity
from civora.assembly.types.ballots import BallotForm, Channel, Ruling, Way
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.core.tally import methods, pb
from civora.ledger.models import Entry
from civora.reading import queries as reading
from tests.factories.assembly import AT, DAY, STAFF
from tests.factories.votes import AFTER, CLOSE, REGISTER, box, cast, counted, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
VOTES = ((1, (1, 2)), (2, (1, 2)), (3, (1, 3)), (4, (3,)))


@pytest.fixture
def in_english():
    """Whatever language the page before was in."""
    with translation.override("en"):
        yield


def card(at=AFTER):
    return boxes.box("budget", "parks", at, "en")


@pytest.fixture
def voted():
    vote()
    return [cast(number, choices) for number, choices in VOTES]


def published():
    counted()
    voting.decide_result(
        process="budget", box="parks", ruling=Ruling.STANDS, reasons="Nothing unusual.", by=STAFF, at=AFTER
    )
    voting.publish_result(process="budget", box="parks", by=STAFF, at=AFTER)


@pytest.mark.usefixtures("voted")
def test_nobody_sees_a_count_before_the_close_and_a_minute():
    for at in (AT, CLOSE, CLOSE + timedelta(seconds=59)):
        with pytest.raises(NotYetCounted):
            voting.close_and_count(process="budget", box="parks", by=STAFF, at=at)
    with pytest.raises(NotYetCounted):
        counts.count(card(AT), for_officers=True)
    for empty in (counts.turnout(card(AT)), boxes.receipts(card(AT)), boxes.is_included(card(AT), "x")):
        assert not empty
    with pytest.raises(NotYetCounted):
        counts.pb_file(card(AT))


@pytest.mark.usefixtures("voted")
def test_the_count_is_for_officers_until_it_is_decided_and_published():
    counted()
    found = counts.count(card(), for_officers=True)
    assert found.outcomes["equal-shares"]["winners"] == ["1", "3"]
    assert {"greedy", "phragmen", "knapsack"} <= set(found.outcomes)
    with pytest.raises(NotYetCounted):
        counts.count(card())
    with pytest.raises(NotYetCounted, match="not been decided"):
        voting.publish_result(process="budget", box="parks", by=STAFF, at=AFTER)


@pytest.mark.usefixtures("voted")
def test_a_published_result_can_be_counted_again_by_anyone():
    published()
    file = pb.read(counts.pb_file(card()))
    assert pb.differences(file) == ()
    election = pb.election(file)
    assert [election.projects[one].id for one in methods.run(election).winners] == ["1", "3"]
    assert sorted(row[1] for row in file.votes.rows) == ["1,2", "1,2", "1,3", "3"]
    assert file.votes.header == ["voter_id", "vote"]
    with pytest.raises(AlreadyDecided):
        counted()


def test_receipts_prove_inclusion_and_are_sorted(voted):
    published()
    listed = list(boxes.receipts(card()))
    assert listed == sorted(listed)
    assert all(boxes.is_included(card(), one.code) for one in voted)
    assert boxes.is_included(card(), "0" * 32) is False
    assert not {one.code for one in voted} & set(listed)


@pytest.mark.usefixtures("voted")
def test_counting_writes_every_ballot_anew():
    before = set(Ballot.objects.values_list("pk", flat=True))
    counted()
    assert not before & set(Ballot.objects.values_list("pk", flat=True))
    assert Ballot.objects.count() == 4


@pytest.mark.usefixtures("voted")
def test_a_ballot_that_arrives_after_the_count_began_is_not_taken():
    """The clock of one process lags: its ballot is in time by it, but the count has begun."""
    counted()
    from civora.assembly.errors import BoxClosed

    with pytest.raises(BoxClosed):
        cast(9, at=CLOSE - timedelta(seconds=1))
    assert (Ballot.objects.count(), Turnout.objects.count()) == (4, 4)


def test_ballots_that_say_the_same_far_too_often_are_shown_and_nobody_is_accused():
    vote(costs=(10,) * 12, budget=60)
    for number in range(60):
        cast(number, (1, 2, 3, 4) if number < 30 else (1 + number % 12,))
    counted()
    found = counts.count(card(), for_officers=True).screens["identical"]
    assert [(one["subject"], one["count"]) for one in found] == [("1,2,3,4", 30)]


def test_the_decision_needs_reasons_and_is_recorded(voted):
    counted()
    from civora.assembly.errors import BadWords

    with pytest.raises(BadWords):
        voting.decide_result(process="budget", box="parks", ruling=Ruling.STANDS, reasons=" ", by=STAFF, at=AFTER)
    voting.decide_result(process="budget", box="parks", ruling=Ruling.REPEAT, reasons="A burst.", by=STAFF, at=AFTER)
    assert Entry.objects.get(event="assembly.result.decided").facts["decision"] == "repeat"
    assert BoxCount.objects.get().decision == "repeat"
    assert "choices" not in str(list(Entry.objects.values_list("facts", flat=True)))


@pytest.mark.usefixtures("portal")
def test_ballots_result_and_turnout_become_datasets(voted):
    published()
    keys = voting.publish_datasets(process="budget", box="parks", by=STAFF, at=AFTER)
    assert set(keys) == {f"vote-budget-parks-{name}" for name in ("ballots", "result", "receipts", "turnout")}
    rows = reading.rows(Query("vote-budget-parks-ballots", limit=10), ANYONE, door="test").rows
    assert sorted(row[1] for row in rows) == ["1,2", "1,2", "1,3", "3"]
    funded = reading.rows(Query("vote-budget-parks-result", limit=10), ANYONE, door="test")
    names = [column.name for column in funded.columns]
    assert [row[names.index("funded")] for row in funded.rows] == [True, False, True]
    assert voting.publish_datasets(process="budget", box="parks", by=STAFF, at=AFTER) == keys


def test_turnout_is_told_by_groups_of_five_or_more():
    vote(ways=(Way.REGISTER,))
    lines = [f"L{at:02};{1990 if at < 8 else 1940}-01-01;{'North' if at < 8 else 'South'};F" for at in range(11)]
    voting.load_register(
        process="budget", text="document;born;district;sex\n" + "\n".join(lines), by=STAFF, at=AT - 3 * DAY
    )
    for at in range(11):
        born = f"{1990 if at < 8 else 1940}-01-01"
        cast(voter=voting.show_resident(process="budget", box="parks", document=f"L{at:02}", born=born))
    published()
    tables = counts.turnout(card())
    assert tables["sex"] == {"F": 11}
    assert tables["district"] == {"North": None, "South": None}


@pytest.mark.usefixtures("voted")
def test_ninety_days_after_the_result_register_and_turnout_go_and_the_count_stays():
    published()
    assert voting.forget_turnout(at=AFTER + 89 * DAY) == 0
    assert voting.forget_turnout(at=AFTER + 91 * DAY) == 4
    assert (Turnout.objects.count(), Ballot.objects.count()) == (0, 4)
    assert counts.count(card()).outcomes["equal-shares"]["voters"] == 4


# ---- paper -------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper():
    vote(ways=(Way.REGISTER, Way.DESK))
    voting.load_register(process="budget", text=REGISTER, by=STAFF, at=AT - 3 * DAY)
    for document, born in (("L01X", "1990-12-31"), ("L02X", "1950-01-01")):
        voter = voting.show_resident(process="budget", box="parks", document=document, born=born, channel=Channel.PAPER)
        voting.mark_paper(process="budget", box="parks", voter=voter, by=STAFF, at=AT)


def enter(sheets, by, batch=1):
    given = [(dict.fromkeys(one, 1), ()) for one in sheets]
    return voting.enter_paper(process="budget", box="parks", batch=batch, sheets=given, by=by, at=AT)


@pytest.mark.usefixtures("paper")
def test_who_took_paper_cannot_vote_online_as_well():
    voter = voting.show_resident(process="budget", box="parks", document="L01X", born="1990-12-31")
    with pytest.raises(AlreadyVoted):
        cast(voter=voter)
    with pytest.raises(AlreadyVoted):
        voting.mark_paper(process="budget", box="parks", voter=voter, by=STAFF, at=AT)


@pytest.mark.usefixtures("paper")
def test_paper_is_entered_twice_by_two_people_and_settled():
    assert enter([(1,), (2, 3)], "ada@example.org") == 1
    with pytest.raises(NotYours, match="two different people"):
        enter([(1,), (2, 3)], "ada@example.org")
    assert enter([(1,), (2,)], "bea@example.org") == 2
    with pytest.raises(PaperDiffers, match="read differently: 2"):
        voting.merge_paper(process="budget", box="parks", batch=1, by=STAFF, at=AT)
    with pytest.raises(PaperDiffers, match="not settled"):
        counted()
    voting.settle_sheet(process="budget", box="parks", batch=1, sheet=2, given=({2: 1, 3: 1}, ()), by=STAFF, at=AT)
    assert voting.merge_paper(process="budget", box="parks", batch=1, by=STAFF, at=AT) == 2
    assert sorted(Ballot.objects.values_list("choices", "receipt")) == [("1", None), ("2,3", None)]
    assert PaperSheet.objects.count() == 0


@pytest.mark.usefixtures("paper")
def test_there_are_never_more_sheets_than_people_who_took_one():
    with pytest.raises(PaperDiffers, match="3 sheets, but 2 people"):
        enter([(1,), (2,), (3,)], STAFF)
    with pytest.raises(BadBallot, match="Sheet 2: "):
        enter([(1,), ()], STAFF)


def test_a_vote_that_nobody_came_to_has_a_result():
    vote()
    published()
    assert counts.count(card()).outcomes["equal-shares"]["winners"] == []


def test_forms_other_than_approval_are_counted_as_they_are_meant():
    vote(form=BallotForm.RANKING, rule="greedy")
    cast(1, (), order=(2, 1))
    cast(2, (), order=(2, 3))
    counted()
    points = {
        one["project"]: one["score"] for one in counts.count(card(), for_officers=True).outcomes["greedy"]["projects"]
    }
    assert points == {"1": 1, "2": 4, "3": 1}


def test_a_crash_between_turnout_and_ballot_leaves_neither():
    vote()
    token = identity.new_token(box().pk)
    with (
        patch("civora.assembly.actions.cast_ballot.Ballot.objects.create", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        cast(1, token=token)
    assert (Turnout.objects.count(), Ballot.objects.count(), Voter.objects.count()) == (0, 0, 0)
    assert not cast(1, token=token).is_repeat
