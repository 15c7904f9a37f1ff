"""Talking about a dataset, correcting a row, taking part in a campaign; what the desk does with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from civora.core.policy.types import ANYONE, Reader
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.people import actions as people
from civora.reading import queries as reading
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.types import Review, Verdict
from tests.factories.publishing import AT, published

HOSTILE = "<script>alert(1)</script>"
STAFF = Reader("root@example.org", is_administrator=True)
FORM = [
    {"name": "kind", "kind": "choice", "required": True, "label": {"en": "What is it?"}, "options": [{"value": "tap", "label": "Tap"}, {"value": "shop", "label": "Shop"}]},
    {"name": "opening", "kind": "text", "only_if": ["kind", ["shop"]], "required": True, "label": {"en": "Open when?"}},
    {"kind": "place"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def open_hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def trees(portal, tmp_path):
    published(tmp_path)


def signed_in(client, email="ann@example.org", role="viewer", organisation=""):
    people.add_person(email=email, role=role, organisation=organisation, by="t", at=AT)
    client.force_login(get_user_model().objects.get(email=email))


def campaign(review=Review.STAFF, **more):
    voices_actions.set_campaign(
        key="taps", dataset="taps", owner="parks", title={"en": "Taps"}, text={"en": "Find them."}, form=FORM, review=review,
        opens_at=timezone.now() - timedelta(days=1), reader=STAFF, at=timezone.now(), **more,
    )  # fmt: skip


def body(response):
    return response.content.decode()


def test_a_resident_finds_a_wrong_row_and_corrects_it_and_staff_make_it_a_version(client, trees):
    page = body(client.get("/datasets/trees/talk/?find=lime"))
    link = page.split("?row=")[1].split('"')[0]
    form = body(client.get(f"/datasets/trees/talk/?row={link}"))
    assert 'name="c.kind" value="lime"' in form
    sent = {"row": link, "c.kind": "linden", "c.height": "18.25", "text": "It is one."}
    assert client.post("/datasets/trees/talk/row/", sent).status_code == 302
    said = voices.corrections("trees")[0]
    assert said.changes == {"kind": "linden"}  # what is as it was is no change
    assert "It is one." in body(client.get("/datasets/trees/talk/"))
    signed_in(client, "root@example.org", "administrator")
    assert "linden" in body(client.get("/desk/contribute/"))
    client.post(f"/desk/contribute/corrections/{said.key}/", {"do": "accept", "answer": "True."})
    asked.kept.forget()  # what is current holds within half a second
    kinds = [row[0] for row in reading.rows(Query("trees", select=odsql.parse_select("kind")), ANYONE).rows]
    assert kinds == ["oak", "linden", "oak"]
    assert "/datasets/trees@2/" in body(client.get("/datasets/trees/talk/"))


def test_a_value_that_does_not_fit_is_said_and_nothing_is_kept(client, trees):
    row = reading.rows(Query("trees", limit=1), ANYONE, record_ids=True).ids[0]
    answer = client.post("/datasets/trees/talk/row/", {"row": row, "c.height": "tall"})
    assert answer.status_code == 400
    assert "tall" in body(answer)
    assert voices.corrections("trees") == ()


def test_words_are_never_read_as_html(client, trees):
    row = reading.rows(Query("trees", limit=1), ANYONE, record_ids=True).ids[0]
    client.post("/datasets/trees/talk/row/", {"row": row, "c.kind": HOSTILE, "text": HOSTILE})
    signed_in(client)
    client.post("/datasets/trees/talk/say/", {"text": HOSTILE})
    page = body(client.get(f"/datasets/trees/talk/?find={HOSTILE}"))
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_only_who_is_signed_in_speaks_and_hidden_datasets_have_no_talk(client, trees):
    assert client.post("/datasets/trees/talk/say/", {"text": "Nice."}).status_code == 302
    assert voices.thread("dataset:trees", "").count == 0
    signed_in(client)
    client.post("/datasets/trees/talk/say/", {"text": "Nice."})
    client.post("/datasets/trees/talk/follow/")
    assert voices.is_following("dataset:trees", "ann@example.org")
    assert "Nice." in body(client.get("/datasets/trees/talk/"))
    stewardship.set_policy(key="trees", policy={"access": "org:parks"}, by="t", at=AT, schema=None)
    asked.kept.forget()  # a policy holds within half a second
    assert client.get("/datasets/trees/talk/").status_code == 404
    assert client.post("/datasets/trees/talk/say/", {"text": "Still?"}).status_code == 404


def test_a_column_that_is_hidden_is_not_shown_through_a_correction(client, trees):
    row = reading.rows(Query("trees", limit=1), ANYONE, record_ids=True).ids[0]
    client.post("/datasets/trees/talk/row/", {"row": row, "c.age": "77", "text": "Older."})
    assert "77" in body(client.get("/datasets/trees/talk/"))
    schema = reading.card("trees", ANYONE).schema
    stewardship.set_policy(
        key="trees", policy={"access": "open", "default": {"hide": ["age"]}}, by="t", at=AT, schema=schema
    )
    asked.kept.forget()
    page = body(client.get("/datasets/trees/talk/"))
    assert "77" not in page
    assert "Older." not in page


def test_a_campaign_is_answered_without_javascript_and_once(client, portal):
    campaign()
    page = body(client.get("/contribute/taps/"))
    key = page.split('name="sent" value="')[1].split('"')[0]
    sent = {"sent": key, "kind": "tap", "lat": "51.96", "lon": "7.62"}
    assert "thanks=" in client.post("/contribute/taps/send/", sent)["Location"]
    client.post("/contribute/taps/send/", sent)
    assert len(voices.submissions("taps")) == 1
    signed_in(client, "root@example.org", "administrator")
    one = voices.submissions("taps")[0]
    client.post(f"/desk/contribute/contributions/{one.key}/", {"do": "accept"})
    asked.kept.forget()
    rows = reading.rows(Query("taps", select=odsql.parse_select("kind, review, observers")), ANYONE).rows
    assert [tuple(row) for row in rows] == [("tap", "staff", 1)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"lat": "51.9", "lon": "7.6"}, "What is it?"), ({"kind": "castle", "lat": "51.9", "lon": "7.6"}, "castle"),
        ({"kind": "shop", "lat": "51.9", "lon": "7.6"}, "Open when?"), ({"kind": "tap"}, "The place is missing."),
        ({"kind": "tap", "lat": "951", "lon": "7.6"}, "The place is missing."), ({"kind": "tap", "lat": "nan", "lon": "7.6"}, "The place is missing."),
    ],
)  # fmt: skip
def test_a_wrong_answer_comes_back_with_its_place_and_what_was_written(client, portal, sent, said):
    campaign()
    answer = client.post("/contribute/taps/send/", sent)
    assert answer.status_code == 400
    assert said in body(answer)
    assert voices.submissions("taps") == ()
    if "kind" in sent and sent["kind"] != "castle":
        assert "checked" in body(answer)


def test_programs_send_json_forms_and_get_json(client, portal):
    campaign()
    form = client.get("/contribute/taps.json").json()
    assert [one["name"] for one in form["questions"]] == ["kind", "opening"]
    answer = client.post("/contribute/taps/send/", {"kind": "castle"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["question"]) == (400, "kind")


def test_a_declined_contribution_has_its_reason_and_is_no_row(client, portal):
    campaign()
    client.post("/contribute/taps/send/", {"sent": "a", "kind": "tap", "lat": "51.96", "lon": "7.62"})
    one = voices.submissions("taps")[0]
    signed_in(client, "root@example.org", "administrator")
    assert client.post(f"/desk/contribute/contributions/{one.key}/", {"do": "decline", "answer": ""}).status_code == 400
    client.post(f"/desk/contribute/contributions/{one.key}/", {"do": "decline", "answer": "It is private."})
    assert (voices.submission(one.key).state, voices.submission(one.key).answer) == (Verdict.DECLINED, "It is private.")
    assert client.get("/datasets/taps/").status_code == 404


def test_a_closed_campaign_takes_nothing(client, portal):
    campaign(closes_at=timezone.now() - timedelta(seconds=1))
    answer = client.post("/contribute/taps/send/", {"kind": "tap", "lat": "51.96", "lon": "7.62"})
    assert answer.status_code == 409
    assert "takes no contributions now" in body(client.get("/contribute/taps/"))


def test_strangers_and_other_roles_do_not_decide(client, portal):
    campaign()
    assert client.get("/desk/contribute/").status_code == 302
    signed_in(client, "eva@example.org", "publisher", "schools")
    client.post("/contribute/taps/send/", {"sent": "a", "kind": "tap", "lat": "51.96", "lon": "7.62"})
    one = voices.submissions("taps")[0]
    assert client.post(f"/desk/contribute/contributions/{one.key}/", {"do": "accept"}).status_code == 403
    assert one.answers[0]["kind"] not in body(client.get("/desk/contribute/"))


def test_staff_make_and_change_a_campaign(client, portal):
    signed_in(client, "root@example.org", "administrator")
    sent = {
        "title.en": "Bees",
        "dataset": "bees",
        "owner": "parks",
        "form": '[{"name": "hives", "kind": "number"}]',
        "review": "at-once",
    }
    assert client.post("/desk/contribute/campaigns/new-campaign/", sent).status_code == 302
    assert voices.campaign("bees").review is Review.AT_ONCE
    answer = client.post("/desk/contribute/campaigns/bees/", sent | {"form": "[{"})
    assert answer.status_code == 400
    assert "Bees" in body(answer)
