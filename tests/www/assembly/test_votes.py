"""`/take-part/…/vote/` and `/result/`: filled in without scripts, cast once, explained afterwards."""

from __future__ import annotations

import re

import pytest

from civora.assembly.actions import voting
from civora.assembly.models import Ballot, Turnout
from civora.assembly.rules import identity
from civora.assembly.types.ballots import BallotForm, Ruling, Way
from civora.impact import actions as impact
from civora.people.models import Person
from tests.factories.assembly import AT, DAY, STAFF, person
from tests.factories.impact import ADMINISTRATOR
from tests.factories.votes import AFTER, REGISTER, box, cast, counted, somebody, vote

pytestmark = pytest.mark.django_db
URL, RESULT = "/take-part/budget/vote/parks/", "/take-part/budget/result/parks/"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-15T09:15"}}
    settings.ALLOWED_HOSTS = ["testserver"]


def later(settings):
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-27T09:15"}}


@pytest.fixture
def ada(client):
    email = person("ada")
    client.force_login(Person.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return email


def token_in(page: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', page)[1]


def published(settings):
    counted()
    voting.decide_result(
        process="budget", box="parks", ruling=Ruling.STANDS, reasons="Nothing odd.", by=STAFF, at=AFTER
    )
    voting.publish_result(process="budget", box="parks", by=STAFF, at=AFTER)
    later(settings)


def test_the_ballot_says_what_there_is_to_spend_and_shows_no_count(client):
    vote()
    cast(1, (1,))
    page = client.get(URL, {"order": "listed"}).content.decode()
    assert "You have 100" in page
    assert page.index("Park 1") < page.index("Park 2") < page.index("Park 3")
    assert "not a public election" in page
    assert client.get("/take-part/budget/vote/").headers["Location"] == URL


def test_no_page_and_no_twin_tells_a_count_while_the_vote_is_open(client):
    """The same answers with no ballot and with five."""
    vote()
    addresses = (f"{URL}?order=listed&seed=a", "/take-part/budget.json", "/take-part.json", "/take-part/budget/", RESULT,
                 "/take-part/budget/result/parks.json", f"{RESULT}ballots.pb", f"{RESULT}receipts.txt")  # fmt: skip

    def seen():
        return [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", client.get(one).content.decode()) for one in addresses]

    before = seen()
    for number in range(5):
        cast(number, (1,))
    assert seen() == before
    assert client.get(RESULT).status_code == 409


def test_a_ballot_is_checked_then_cast_and_the_receipt_is_shown_once(client, ada):
    vote()
    page = client.post(URL, {"p": ["1", "3"], "do": "check"}).content.decode()
    assert "Is this your ballot?" in page
    sent = {"p": ["1", "3"], "do": "cast", "token": token_in(page)}
    answer = client.post(URL, sent)
    assert "no-store" in answer.headers["Cache-Control"]
    code = re.search(r'id="receipt">([0-9a-f-]+)<', answer.content.decode())[1]
    assert len(code.replace("-", "")) == 32
    again = client.post(URL, sent).content.decode()
    assert code in again
    assert Ballot.objects.get().choices == "1,3"
    refused = client.post(URL, {"p": ["2"], "do": "cast", "token": identity.new_token(box().pk)})
    assert refused.status_code == 409
    assert "with this proof already" in refused.content.decode()


def test_the_receipt_changes_the_ballot(client, ada):
    vote()
    page = client.post(URL, {"p": ["1"], "do": "check"}).content.decode()
    answer = client.post(URL, {"p": ["1"], "do": "cast", "token": token_in(page)}).content.decode()
    code = re.search(r'id="receipt">([0-9a-f-]+)<', answer)[1]
    client.logout()
    assert "Your ballot was changed" in client.post(URL, {"p": ["2"], "do": "change", "receipt": code}).content.decode()
    assert Ballot.objects.get().choices == "2"
    wrong = client.post(URL, {"p": ["2"], "do": "change", "receipt": "0" * 32})
    assert wrong.status_code == 404
    assert "No ballot can be changed" in wrong.content.decode()


def test_a_stranger_is_asked_to_sign_in_and_keeps_her_choices(client):
    vote()
    assert "Sign in before you begin" in client.get(URL).content.decode()
    page = client.post(URL, {"p": ["1"], "do": "cast", "token": identity.new_token(box().pk)})
    assert page.status_code == 403
    assert 'name="p" value="1"' in page.content.decode()
    assert Turnout.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"do": "check"}, 400, "at least 1"),
        ({"p": ["9"], "do": "check"}, 400, "Project 9"),
        ({"p": ["1", "2", "3"], "do": "check"}, 400, "at most 2"),
        ({"p": ["1"], "do": "cast", "token": "forged"}, 400, "not made by this site"),
        ({"p": ["x", "-1", "1e9", "٣"], "do": "check"}, 400, "at least 1"),
        ({"p": ["<script>"], "do": "<script>alert(1)</script>"}, 400, "at least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_chosen_stays(client, ada, sent, status, words):
    vote(most=2)
    answer = client.post(URL, sent)
    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert "<script>alert" not in page
    if sent.get("p") == ["1", "2", "3"]:
        assert page.count(" checked>") == 3


def test_scripts_in_titles_are_text(client):
    vote(title={"en": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(URL).content.decode()


def test_without_the_forms_token_of_this_site_nothing_is_taken(ada):
    from django.test import Client

    vote()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"p": ["1"], "do": "check"}).status_code == 403


def test_a_late_ballot_is_not_taken(client, ada, settings):
    vote()
    page = client.post(URL, {"p": ["1"], "do": "check"}).content.decode()
    settings.CITY = {"city": {"timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-25T09:15:00"}}
    late = client.post(URL, {"p": ["1"], "do": "cast", "token": token_in(page)})
    assert late.status_code == 409
    assert "not taken" in late.content.decode()
    assert Ballot.objects.count() == 0


def test_a_resident_shows_document_and_birthday(client):
    vote(ways=(Way.REGISTER, Way.CODE))
    voting.load_register(process="budget", text=REGISTER, by=STAFF, at=AT - 3 * DAY)
    page = client.post(URL, {"p": ["1"], "do": "check"}).content.decode()
    assert "Code from your letter" in page
    sent = {"p": ["1"], "do": "cast", "token": token_in(page), "document": "L01X", "born": "1990-12-30"}
    wrong = client.post(URL, sent)
    assert wrong.status_code == 403
    assert "does not match the register" in wrong.content.decode()
    assert "in the box" in client.post(URL, sent | {"born": "1990-12-31"}).content.decode()


def test_guessing_documents_ends_after_twenty_wrong_ones(client):
    from django.core.cache import cache

    cache.clear()
    vote(ways=(Way.REGISTER,))
    voting.load_register(process="budget", text=REGISTER, by=STAFF, at=AT - 3 * DAY)
    sent = {"p": ["1"], "do": "cast", "token": identity.new_token(box().pk), "born": "1990-12-31"}
    for number in range(20):
        assert client.post(URL, sent | {"document": f"X{number}"}).status_code == 403
    right = client.post(URL, sent | {"document": "L01X"})
    assert right.status_code == 413
    assert "Wait an hour" in right.content.decode()
    cache.clear()


def test_a_code_is_sent_and_then_typed(client, django_capture_on_commit_callbacks):
    from django.core import mail

    vote(ways=(Way.MESSAGE,))
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(URL, {"p": ["1"], "do": "send", "address": "ada@example.org"}).content.decode()
    code = mail.outbox[0].body.split("Your code is ")[1].split(".")[0]
    sent = {"p": ["1"], "do": "cast", "token": token_in(page), "address": "ada@example.org", "code": code}
    assert "in the box" in client.post(URL, sent).content.decode()


@pytest.mark.parametrize(
    ("form", "rule", "sent", "stored"),
    [
        (BallotForm.RANKING, "greedy", {"r-3": "1", "r-1": "2", "r-2": ""}, ("3,1", "")),
        (BallotForm.SCORES, "greedy", {"s-1": "5", "s-2": "0", "s-3": "2"}, ("1,3", "5,2")),
        (BallotForm.JUDGEMENT, "majority-judgement", {"s-1": "3", "s-2": "0", "s-3": "2"}, ("1,2,3", "3,0,2")),
    ],
)
def test_every_form_of_ballot_is_cast_without_scripts(client, ada, form, rule, sent, stored):
    vote(form=form, rule=rule, top=0 if form is BallotForm.RANKING else (3 if form is BallotForm.JUDGEMENT else 5))
    assert "<select" in client.get(URL).content.decode()
    page = client.post(URL, sent | {"do": "check"}).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([rs]-\d)" value="(\d+)"', page))
    client.post(URL, hidden | {"do": "cast", "token": token_in(page)})
    one = Ballot.objects.get()
    assert (one.choices, one.points) == stored


def test_two_projects_on_one_place_are_refused(client, ada):
    vote(form=BallotForm.RANKING, rule="greedy")
    answer = client.post(URL, {"r-1": "1", "r-2": "1", "do": "check"})
    assert "same place" in answer.content.decode()


def test_the_result_explains_itself(client, settings):
    vote()
    codes = [cast(number, choices).code for number, choices in ((1, (1, 2)), (2, (1, 2)), (3, (1, 3)), (4, (3,)))]
    published(settings)
    page = client.get(RESULT).content.decode()
    assert "2 projects will be built" in page
    assert "Most votes first" in page
    assert "civora tally budget-parks.pb --rule equal-shares" in page
    lost = client.get(RESULT, {"project": "2"}).content.decode()
    assert "Not built" in lost
    assert "Their money had gone to: Park 1" in lost
    assert "this ballot was counted" in client.post(RESULT, {"receipt": identity.spaced(codes[0])}).content.decode()
    assert "No ballot has this receipt" in client.post(RESULT, {"receipt": "1234"}).content.decode()
    assert client.get("/take-part/budget/result/").headers["Location"] == RESULT


def test_the_twins_of_the_result_count_the_same(client, settings, tmp_path, capsys):
    import json

    from civora.ops.cli import main

    vote()
    for number, choices in ((1, (1, 2)), (2, (1, 2)), (3, (1, 3)), (4, (3,))):
        cast(number, choices)
    published(settings)
    path = tmp_path / "budget-parks.pb"
    path.write_bytes(client.get(f"{RESULT}ballots.pb").content)
    assert main(["tally", str(path), "--rule", "equal-shares", "--json"]) == 0
    recounted = json.loads(capsys.readouterr().out)
    told = client.get("/take-part/budget/result/parks.json").json()["outcomes"]["equal-shares"]
    assert recounted["winners"] == told["winners"] == ["1", "3"]
    assert (
        client.get("/take-part/budget/result/parks.csv")
        .content.decode()
        .splitlines()[1]
        .startswith("1,Park 1,60,3,True")
    )
    assert len(client.get(f"{RESULT}receipts.txt").content.decode().split()) == 4


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_the_vote_is_there_in_every_language(client, lang):
    vote()
    page = client.get(f"/{lang}{URL}").content.decode()
    assert f'<html lang="{lang}"' in page
    assert "Check my ballot" not in page


def test_what_came_of_a_winner_stands_with_the_result_and_on_the_page_of_who_voted(client, ada, settings):
    vote()
    cast(1, (1,), voter=somebody(1, ada))
    cast(2, (1, 2))
    published(settings)
    given = {
        "key": "park", "title": {"en": "The new park"}, "kind": "ballot-winner", "source": "vote:budget/parks/2", "owner": "parks",
        "stage": "done", "promised_by": "2025-05-20", "done_on": "2025-05-23",
    }  # fmt: skip
    impact.save_project(given=given, reader=ADMINISTRATOR, at=AFTER)
    page = client.get(RESULT).content.decode()
    assert page.count('<a href="/indicators/projects/park/">') == 1
    assert "Done 3 days late" in page
    mine = client.get("/me/").content.decode()
    assert '<a href="/indicators/projects/park/">The new park</a>: Done 3 days late' in mine
    assert "/take-part/budget/result/" in mine
    assert "How you voted is stored nowhere with your name." in mine
