"""Proposals: sent once, backed once, amended, merged with consent, and nameless when their author is forgotten."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from civora.assembly import actions, queries
from civora.assembly.errors import AlreadyDecided, BadPlace, BadWords, NotOpen, NotYours, TooMany, UnknownProposal
from civora.assembly.models import Proposal, Support, Voice
from civora.assembly.types import Act, Decision, NewProposal, Order, ProposalState
from civora.ledger.models import Entry
from civora.people import actions as people
from civora.people.models import Person
from civora.voices import queries as voices
from tests.factories.assembly import AT, DAY, STAFF, person, phase, process

pytestmark = pytest.mark.django_db
RACKS = NewProposal(
    "More bicycle racks", "There are 3 for 4,000 people.", cost=20_000, lon=7.63, lat=51.96, place="Station"
)


@pytest.fixture
def ada():
    process()
    return person("ada")


def sent(by, title="More bicycle racks", token=""):
    return actions.propose(process="trees", proposal=NewProposal(title, "Text."), token=token or title, by=by, at=AT)


def test_a_form_that_is_sent_twice_is_one_proposal(ada):
    first = actions.propose(process="trees", proposal=RACKS, token="t1", by=ada, at=AT)
    again = actions.propose(process="trees", proposal=RACKS, token="t1", by=ada, at=AT)
    assert (first, again, Proposal.objects.count()) == (1, 1, 1)
    with pytest.raises(NotYours, match="somebody else"):
        actions.propose(process="trees", proposal=RACKS, token="t1", by=person("eve"), at=AT)


def test_what_is_sent_is_what_stands(ada):
    actions.propose(process="trees", proposal=RACKS, token="t1", by=ada, at=AT)
    card = queries.proposal("trees", 1, "en", ada)
    assert (card.line.title, card.line.cost, card.line.point, card.is_mine) == (
        "More bicycle racks",
        20_000,
        (7.63, 51.96),
        True,
    )
    assert voices.is_following("proposal:trees/1", ada)
    assert voices.is_following("process:trees", ada)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": ""}, BadWords), ({"title": "x" * 151}, BadWords), ({"text": " \x00 "}, BadWords), ({"text": "x" * 10_001}, BadWords),
        ({"lat": None}, BadPlace), ({"lat": 91.0}, BadPlace), ({"lon": float("nan")}, BadPlace), ({"cost": -1}, BadPlace),
        ({"cost": 10**13}, BadPlace), ({"language": "<b>"}, BadWords), ({"signature": "x" * 81}, BadWords),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused(ada, change, error):
    from dataclasses import replace

    with pytest.raises(error):
        actions.propose(process="trees", proposal=replace(RACKS, **change), token="t", by=ada, at=AT)
    assert not Proposal.objects.exists()


def test_nobody_and_too_many_are_refused(ada):
    with pytest.raises(NotYours, match="Sign in"):
        sent("")
    for number in range(10):
        sent(ada, f"Proposal {number}")
    with pytest.raises(TooMany, match="10 of these"):
        sent(ada, "One more")


def test_one_person_backs_once_and_may_take_it_back(ada):
    sent(ada)
    eve = person("eve")
    for _ in range(3):
        actions.support(process="trees", number=1, by=eve, at=AT)
    assert Proposal.objects.get().supports == 1
    with transaction.atomic(), pytest.raises(IntegrityError):
        Support.objects.create(proposal=Proposal.objects.get(), person=Person.objects.get(email=eve), at=AT.date())
    actions.unsupport(process="trees", number=1, by=eve, at=AT)
    actions.unsupport(process="trees", number=1, by=eve, at=AT)
    assert (Proposal.objects.get().supports, Support.objects.count()) == (0, 0)


def test_backing_is_open_in_its_phase_only():
    process(
        "trees", phases=(phase("Ideas", -5, 1, frozenset({Act.PROPOSE})), phase("Back", 1, 3, frozenset({Act.SUPPORT})))
    )
    ada = person()
    sent(ada)
    with pytest.raises(NotOpen, match="not open yet"):
        actions.support(process="trees", number=1, by=ada, at=AT)
    actions.support(process="trees", number=1, by=ada, at=AT + DAY)
    with pytest.raises(NotOpen, match="closed"):
        actions.support(process="trees", number=1, by=ada, at=AT + 3 * DAY)
    with pytest.raises(UnknownProposal):
        actions.support(process="trees", number=99, by=ada, at=AT + DAY)


def test_a_forgotten_person_is_counted_and_named_nowhere(ada):
    eve = person("eve")
    actions.propose(
        process="trees", proposal=NewProposal("Racks", "T", signature="Eve Adams"), token="t", by=eve, at=AT
    )
    actions.support(process="trees", number=1, by=eve, at=AT)
    actions.support(process="trees", number=1, by=ada, at=AT)
    people.forget_person(email=eve, by=eve, at=AT)
    card = queries.proposal("trees", 1, "en")
    assert (card.signature, card.line.supports, queries.author_of("trees", 1)) == ("", 2, "")
    assert (Support.objects.count(), Voice.objects.count(), queries.process("trees", AT, "en").people) == (2, 2, 2)
    everything = str([list(kind.objects.values_list()) for kind in (Proposal, Support, Voice, Entry)])
    assert "eve@" not in everything
    assert "Eve Adams" not in everything


def test_the_record_says_that_and_not_what(ada):
    sent(ada)
    actions.support(process="trees", number=1, by=ada, at=AT)
    facts = [row.facts for row in Entry.objects.filter(event__startswith="assembly.")]
    assert {"process": "trees", "number": 1} in facts
    assert "Text." not in str(facts)


def test_rewriting_keeps_what_stood_before(ada):
    sent(ada)
    actions.revise(process="trees", number=1, proposal=NewProposal("Racks", "New."), seen=1, by=ada, at=AT)
    card = queries.proposal("trees", 1, "en")
    assert [(one.number, one.text) for one in card.revisions] == [(2, "New."), (1, "Text.")]
    with pytest.raises(AlreadyDecided, match="has been changed"):
        actions.revise(process="trees", number=1, proposal=RACKS, seen=1, by=ada, at=AT)
    with pytest.raises(NotYours):
        actions.revise(process="trees", number=1, proposal=RACKS, seen=2, by=person("eve"), at=AT)


def test_an_amendment_is_taken_or_declined_by_the_author(ada):
    sent(ada)
    eve = person("eve")
    first = actions.amend(process="trees", number=1, text="Other words.", reason="Clearer.", by=eve, at=AT)
    assert actions.amend(process="trees", number=1, text="Other words.", by=eve, at=AT) == first
    second = actions.amend(process="trees", number=1, text="No.", by=eve, at=AT)
    assert voices.notices(ada)[-1].turn == "amendment-1"
    with pytest.raises(NotYours):
        actions.decide_amendment(process="trees", number=1, amendment=1, is_taken=True, seen=1, by=eve, at=AT)
    actions.decide_amendment(process="trees", number=1, amendment=first, is_taken=True, seen=1, by=ada, at=AT)
    with pytest.raises(BadWords, match="answer is empty"):
        actions.decide_amendment(process="trees", number=1, amendment=second, is_taken=False, seen=2, by=ada, at=AT)
    actions.decide_amendment(
        process="trees", number=1, amendment=second, is_taken=False, seen=2, answer="Why?", by=ada, at=AT
    )
    card = queries.proposal("trees", 1, "en")
    assert (card.text, card.revisions[0].why) == ("Other words.", "amendment 1")
    assert [(one.number, one.state) for one in card.amendments] == [(2, "declined"), (1, "taken")]
    with pytest.raises(AlreadyDecided):
        actions.decide_amendment(process="trees", number=1, amendment=2, is_taken=True, seen=2, by=ada, at=AT)


def offered(by, into=1, others=(2,), **more):
    return actions.offer_merge(
        process="trees", into=into, others=others, title="Racks everywhere", text="All.", by=by, at=AT, **more
    )


def test_proposals_become_one_when_every_author_agrees(ada):
    eve, bob = person("eve"), person("bob")
    sent(ada, "Racks at the station")
    sent(eve, "Racks at the school")
    actions.support(process="trees", number=2, by=bob, at=AT)
    offer = offered(ada)
    assert queries.proposal("trees", 2, "en", eve).merges[0].asks_me
    assert queries.proposal("trees", 1, "en").merges[0].missing == (2,)
    with pytest.raises(NotYours):
        actions.agree(merge=offer, by=bob, at=AT)
    actions.agree(merge=offer, by=eve, at=AT)
    one, two = queries.proposal("trees", 1, "en", bob), queries.proposal("trees", 2, "en", bob)
    assert (one.line.title, one.revisions[0].why, [each.number for each in one.merged_from]) == (
        "Racks everywhere",
        "merge 2",
        [2],
    )
    assert (two.line.state, two.merged_into) == (ProposalState.MERGED, 1)
    assert (one.line.supports, one.merged_backers) == (0, 1)  # backing is not moved
    assert voices.notices(bob)[0].turn == "merged"
    actions.support(process="trees", number=1, by=bob, at=AT)
    one = queries.proposal("trees", 1, "en", bob)
    assert (one.line.supports, one.merged_backers) == (1, 0)
    assert [each.number for each in queries.proposals("trees")[0]] == [1]
    with pytest.raises(AlreadyDecided):
        actions.support(process="trees", number=2, by=ada, at=AT)


def test_one_no_ends_the_offer_and_strangers_cannot_offer(ada):
    eve = person("eve")
    sent(ada, "A")
    sent(eve, "B")
    with pytest.raises(NotYours):
        offered(person("bob"))
    with pytest.raises(BadWords):
        offered(ada, others=(1, 1))
    offer = offered(ada)
    actions.refuse_merge(merge=offer, by=eve, at=AT)
    with pytest.raises(AlreadyDecided):
        actions.agree(merge=offer, by=eve, at=AT)
    assert queries.proposal("trees", 2, "en").line.state is ProposalState.OPEN


def test_where_an_author_is_forgotten_the_staff_offers(ada):
    eve = person("eve")
    sent(ada, "A")
    sent(eve, "B")
    people.forget_person(email=eve, by=eve, at=AT)
    with pytest.raises(NotYours, match="no account"):
        offered(ada)
    offer = offered(person("mod", "moderator"), is_staff=True)
    actions.agree(merge=offer, by=ada, at=AT)
    assert queries.proposal("trees", 2, "en").merged_into == 1


def test_an_answer_is_told_to_whom_it_concerns_once(ada):
    sent(ada)
    actions.support(process="trees", number=1, by=person("eve"), at=AT)
    actions.answer(
        process="trees", number=1, decision=Decision.FOLLOWED, reasons={"en": "Yes.", "de": "Ja."}, by=STAFF, at=AT
    )
    card = queries.proposal("trees", 1, "de")
    assert (card.answer.reasons.text, card.line.decision) == ("Ja.", Decision.FOLLOWED)
    assert [one.facts["decision"] for one in voices.notices("eve@example.org")] == ["followed"]
    with pytest.raises(AlreadyDecided, match="answered"):
        actions.withdraw(process="trees", number=1, by=ada, at=AT)


def test_lists_are_paged_sorted_and_filtered(ada):
    for title in ("A", "B", "C"):
        sent(ada, title)
    actions.support(process="trees", number=2, by=ada, at=AT)
    actions.answer(process="trees", number=3, decision=Decision.PARTLY, reasons={"en": "Hm."}, by=STAFF, at=AT)
    actions.withdraw(process="trees", number=1, by=ada, at=AT)
    assert [one.number for one in queries.proposals("trees")[0]] == [2, 3]
    assert [one.number for one in queries.proposals("trees", order=Order.NEWEST)[0]] == [3, 2]
    assert [one.number for one in queries.proposals("trees", decision="partly")[0]] == [3]
    assert [one.number for one in queries.proposals("trees", decision="open")[0]] == [2]
    found, total = queries.proposals("trees", page=2, size=1)
    assert ([one.number for one in found], total) == ([3], 2)


def test_evidence_is_pinned_to_a_version_and_its_authors_own(ada):
    sent(ada)
    given = {"process": "trees", "number": 1, "dataset": "trees", "version": 3, "view": "chart", "params": "along=kind"}
    actions.add_evidence(**given, caption="Few.", by=ada, at=AT)
    with pytest.raises(NotYours):
        actions.add_evidence(**given, by=person("eve"), at=AT)
    with pytest.raises(BadWords):
        actions.add_evidence(**given | {"view": "export"}, by=ada, at=AT)
    card = queries.proposal("trees", 1, "en")
    assert (card.evidence[0].dataset, card.evidence[0].version, card.evidence[0].caption) == ("trees", 3, "Few.")
    actions.remove_evidence(process="trees", number=1, evidence=card.evidence[0].id, by=ada, at=AT)
    assert queries.proposal("trees", 1, "en").evidence == ()
