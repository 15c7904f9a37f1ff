"""The page where a rule is chosen, and the page that says why."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from civora.assembly.models import BallotBox
from tests.core.tally.test_pb import SMALL
from tests.factories.assembly import AT
from tests.factories.votes import vote
from tests.www.assembly.test_votes_desk import at, clock, officer, signed_in  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
URL = "/desk/votes/budget/parks/rules/"
PUBLIC = "/take-part/budget/vote/parks/"


@pytest.fixture
def draft(settings) -> None:
    at(settings, "2025-05-12T07:15")
    vote(rule="greedy", opens_at=AT)


def file(text: str = SMALL) -> dict[str, object]:
    return {"file": SimpleUploadedFile("last.pb", text.encode())}


def token(page: str) -> str:
    return page.partition('name="compared" value="')[2].partition('"')[0]


def test_a_rule_is_tried_on_a_file_fixed_and_explained_to_all(draft, officer, client):  # noqa: F811
    assert URL in officer.get("/desk/votes/budget/parks/").content.decode()
    page = officer.post(URL, file()).content.decode()
    assert "Equal shares" in page
    assert "Phragmén’s rule" in page
    answer = officer.post(
        URL, {"do": "fix", "compared": token(page), "rule": "equal-shares", "reasons": "It leaves <nobody> out."}
    )
    assert answer["Location"] == f"{PUBLIC}rule/"
    assert BallotBox.objects.get().rule == "equal-shares"
    client.logout()
    why = client.get(f"{PUBLIC}rule/").content.decode()
    assert "It leaves &lt;nobody&gt; out." in why
    assert "Counted by “Equal shares”" in why
    assert f"{PUBLIC}rule/" in client.get(PUBLIC).content.decode()


def test_its_twins_say_by_which_rule_each_project_is_built(draft, officer):  # noqa: F811
    page = officer.post(URL, file(SMALL.replace("Big park", "=Big park"))).content.decode()
    officer.post(URL, {"do": "fix", "compared": token(page), "rule": "greedy", "reasons": "As always."})
    found = officer.get(f"{PUBLIC}rule.json").json()
    assert (found["rule"], found["reasons"], found["compared"]["voters"]) == ("greedy", "As always.", 4)
    rows = officer.get(f"{PUBLIC}rule.csv").content.decode().splitlines()
    assert rows[0].startswith("project,name,cost,supporters,greedy,greedy-no-skip")
    assert "'=Big park" in "".join(rows)
    by_greedy = {row.split(",")[0] for row in rows[1:] if row.split(",")[4] == "True"}
    assert by_greedy == set(found["compared"]["rules"]["greedy"]["winners"])


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file"),
        ({"file": "none"}, "Choose a file"),
        (file("no election at all"), "META"),
        ({"do": "fix", "compared": "forged", "rule": "greedy", "reasons": "x"}, "no longer valid"),
    ],
)
def test_what_cannot_be_compared_is_said_on_the_page(draft, officer, sent, words):  # noqa: F811
    answer = officer.post(URL, sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_when_voting_has_begun_nothing_is_compared(draft, officer, settings):  # noqa: F811
    at(settings, "2025-05-15T09:00")
    assert officer.get(URL)["Location"] == "/desk/votes/budget/parks/"
    assert officer.post(URL, file())["Location"] == "/desk/votes/budget/parks/"


def test_others_may_not(draft, client):
    signed_in(client, "ada", "viewer")
    assert client.get(URL).status_code == 403


def test_without_reasons_there_is_no_page_of_them(draft, client):
    assert client.get(f"{PUBLIC}rule/").status_code == 404
    assert "rule/" not in client.get(PUBLIC).content.decode()
