"""The desk of participation: those who run a process make it, answer, call meetings; others are kept out."""

from __future__ import annotations

import pytest

from civora.assembly import actions, queries
from civora.assembly.types import Decision, NewProposal
from civora.voices import queries as voices
from tests.factories.assembly import AT, person

pytestmark = pytest.mark.django_db
DESK = "/desk/assembly/"
PROCESS = {
    "key": "parks", "kind": "consultation", "organisation": "city", "title-en": "New parks", "title-de": "Neue Parks",
    "summary-en": "Where?", "phase-1-en": "Ideas", "start-1": "2025-05-10T00:00", "end-1": "2025-06-01T00:00",
    "acts-1": ["propose", "support"],
}  # fmt: skip


@pytest.fixture
def mod(sign_in):
    return sign_in("mod", "moderator")


def test_a_process_is_made_shown_and_opened(client, mod):
    assert client.get(f"{DESK}new/").status_code == 200
    assert client.post(f"{DESK}new/", PROCESS).headers["Location"] == f"{DESK}parks/"
    assert client.get("/de/take-part/parks/").status_code == 200  # its own draft
    client.post(f"{DESK}parks/", {"do": "open"})
    card = queries.process("parks", AT, "de")
    assert (card.title.text, card.now.title.text, sorted(card.now.acts)) == (
        "Neue Parks",
        "Ideas",
        ["propose", "support"],
    )
    page = client.get(f"{DESK}parks/edit/").content.decode()
    assert 'value="Neue Parks"' in page
    assert 'value="2025-06-01T00:00"' in page
    client.post(f"{DESK}parks/edit/", PROCESS | {"title-en": "Newer parks", "end-1": "2025-07-01T00:00"})
    assert queries.process("parks", AT, "en").title.text == "Newer parks"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "meetings"}, "cannot be the key"), ({"kind": "evil"}, "what kind"), ({"title-en": "", "title-de": ""}, "title is empty"),
        ({"end-1": "2025-05-01T00:00"}, "ends before"), ({"start-1": "soon"}, "is no time"), ({"organisation": "other"}, "Only the organisation"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_fit_is_told_why_and_kept(client, mod, change, words):
    answer = client.post(f"{DESK}new/", PROCESS | change)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert "Where?" in page


@pytest.mark.parametrize(
    "path", ["", "new/", "trees/", "trees/edit/", "trees/answer/0/", "trees/meetings/0/", "trees/surveys/new/"]
)
def test_others_are_kept_out(client, trees, sign_in, path):
    assert client.get(DESK + path).status_code == 302
    sign_in("ada")
    assert client.get(DESK + path).status_code == 403
    assert client.post(DESK + path, {"do": "open"}).status_code in (403, 405)


def test_staff_of_another_organisation_run_their_own_only(client, trees, sign_in):
    from civora.people import actions as people

    sign_in("eve")
    people.add_person(email="eve@example.org", role="moderator", organisation="other", by="t", at=AT)
    assert client.get(f"{DESK}trees/").status_code == 403
    assert "Where should trees grow?" not in client.get(DESK).content.decode()


def test_statements_are_let_through_or_kept_out_with_a_reason(client, trees, mod):
    ada = person("ada")
    for text in ("Trees first.", "I hate Mr X."):
        actions.state(process="trees", text=text, by=ada, at=AT)
    assert "Trees first." in client.get(f"{DESK}trees/").content.decode()
    client.post(f"{DESK}trees/", {"do": "show", "statement": "1"})
    assert client.post(f"{DESK}trees/", {"do": "hide", "statement": "2"}).status_code == 400
    client.post(f"{DESK}trees/", {"do": "hide", "statement": "2", "reason": "It names a person."})
    client.post(f"{DESK}trees/", {"do": "state", "text": "The city’s own."})
    assert [one.text for one in queries.statements("trees")] == ["Trees first.", "The city’s own."]
    assert client.post(f"{DESK}trees/", {"do": "evil"}).status_code == 400


def test_an_answer_has_reasons_and_is_told(client, trees, mod):
    ada = person("ada")
    actions.propose(process="trees", proposal=NewProposal("Oaks", "Please."), token="t", by=ada, at=AT)
    url = f"{DESK}trees/answer/1/"
    assert client.post(url, {"do": "answer", "decision": "followed"}).status_code == 400
    assert client.post(url, {"do": "answer", "decision": "x", "reasons-en": "Yes."}).status_code == 400
    client.post(
        url, {"do": "answer", "decision": "followed", "reasons-en": "Yes.", "reasons-de": "Ja.", "project": "oaks"}
    )
    client.post(url, {"do": "tell", "news-en": "Planted."})
    card = queries.proposal("trees", 1, "de")
    assert (card.line.decision, card.answer.reasons.text, card.answer.project, card.news[0].text.text) == (
        Decision.FOLLOWED,
        "Ja.",
        "oaks",
        "Planted.",
    )
    assert [one.turn.partition("-")[0] for one in voices.notices(ada)] == ["news", "answer"]
    page = client.get("/take-part/trees/proposals/1/").content.decode()
    assert "Followed" in page
    assert "Planted." in page


def test_a_meeting_is_called_minuted_and_cancelled(client, trees, mod):
    given = {
        "do": "set",
        "title-en": "Walk",
        "starts": "2025-05-22T16:00",
        "ends": "2025-05-22T17:00",
        "capacity": "1",
        "place": "Park",
        "lat": "51,9",
        "lon": "7.6",
    }
    assert client.post(f"{DESK}trees/meetings/0/", given | {"ends": "2025-05-22T15:00"}).status_code == 400
    assert client.post(f"{DESK}trees/meetings/0/", given).headers["Location"] == f"{DESK}trees/meetings/1/"
    for name in ("ada", "eve"):
        actions.register(process="trees", number=1, by=person(name), at=AT)
    page = client.get(f"{DESK}trees/meetings/1/").content.decode()
    assert page.index("ada@example.org") < page.index("eve@example.org") < page.index(">waits<")
    client.post(f"{DESK}trees/meetings/1/", {"do": "minutes", "minutes-en": "Oaks it is.", "attended": "2"})
    client.post(f"{DESK}trees/meetings/1/", {"do": "cancel"})
    card = queries.meeting("trees", 1, AT, "en")
    assert (card.minutes.text, card.attended, card.is_cancelled, card.starts_at.isoformat()) == (
        "Oaks it is.",
        2,
        True,
        "2025-05-22T14:00:00+00:00",
    )


def test_a_survey_is_made_from_a_schema(client, trees, mod):
    questions = "- {name: mode, kind: one, label: {en: 'How?'}, options: [{value: bike, label: {en: Bike}}]}"
    given = {"key": "ways", "title-en": "Ways", "questions": questions}
    for bad in ("{", "a: 1", "- 1", "- {name: x}", "!!python/object/apply:os.system ['true']", "&a [*a]"):
        assert client.post(f"{DESK}trees/surveys/new/", given | {"questions": bad}).status_code == 400, bad
    assert client.post(f"{DESK}trees/surveys/new/", given).status_code == 302
    assert queries.survey("trees", "ways", "en").questions[0].options == (("bike", "Bike"),)
    assert "mode" in client.get(f"{DESK}trees/surveys/ways/").content.decode()


def test_the_menu_says_what_waits(client, trees, mod):
    actions.state(process="trees", text="Trees first.", by=person("ada"), at=AT)
    page = client.get(DESK).content.decode()
    assert 'aria-current="page"' in page
    assert '<span class="count">1' in page


def test_script_in_a_statement_stays_text_at_the_desk(client, trees, mod):
    actions.state(process="trees", text="<script>alert(1)</script>", by=person("ada"), at=AT)
    assert "<script>alert(1)" not in client.get(f"{DESK}trees/").content.decode()
