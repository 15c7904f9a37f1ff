"""Proposals as pages: sent with and without script, found alike, backed, talked about, amended, merged."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from civora.assembly import actions, queries
from civora.assembly.models import Proposal, Support
from civora.assembly.types import Decision, NewProposal
from civora.core.policy.types import Reader
from civora.people import actions as people
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from civora.voices import actions as voices
from tests.factories.assembly import AT, STAFF, person
from tests.factories.publishing import published

pytestmark = pytest.mark.django_db
NEW = "/take-part/trees/proposals/new/"
SCRIPT = "<script>alert(1)</script>"
FORM = {"title": "More bicycle racks", "text": "There are too few.", "language": "en", "token": "t1"}


def sent(by="ada", title="More bicycle racks", **more):
    given = NewProposal(title, more.pop("text", "There are too few."), **more)
    return actions.propose(process="trees", proposal=given, token=title, by=person(by), at=AT)


def test_a_proposal_is_sent_and_stands(client, trees, sign_in):
    sign_in()
    assert 'name="token"' in client.get(NEW).content.decode()
    answer = client.post(
        NEW, FORM | {"lat": "51.96", "lon": "7.63", "cost": "20000", "place": "Station", "signature": "Ada L."}
    )
    assert answer.headers["Location"] == "/take-part/trees/proposals/1/"
    page = client.get("/take-part/trees/proposals/1/").content.decode()
    for words in ("More bicycle racks", "There are too few.", "20,000 €", "Ada L.", "Station", "It stands."):
        assert words in page
    assert "ada@example.org" not in page


def test_double_submit_is_one_proposal(client, trees, sign_in):
    sign_in()
    for _ in range(2):
        assert client.post(NEW, FORM | {"sure": "1"}).headers["Location"] == "/take-part/trees/proposals/1/"
    assert Proposal.objects.count() == 1


def test_who_is_not_signed_in_is_led_there_and_back(client, trees):
    assert client.get(NEW).headers["Location"] == f"/account/login/?next={NEW}"
    sent()
    answer = client.post("/take-part/trees/proposals/1/back/", {"back": "/take-part/trees/proposals/1/"})
    assert answer.headers["Location"] == "/account/login/?next=/take-part/trees/proposals/1/"
    evil = client.post("/take-part/trees/proposals/1/back/", {"back": "//evil.example"})
    assert "evil" not in evil.headers["Location"]


def test_similar_ones_are_a_step_before_sending(client, trees, sign_in):
    sent("eve", "Bicycle racks at the station")
    sign_in()
    page = client.post(NEW, FORM).content.decode()
    assert "Similar already exists" in page
    assert "Bicycle racks at the station" in page
    assert "There are too few." in page  # what was written is kept
    assert Proposal.objects.count() == 1
    client.post(NEW, FORM | {"sure": "1"})
    assert Proposal.objects.count() == 2


def test_similar_ones_are_found_while_typing(client, trees):
    sent("eve", "Bicycle racks at the station")
    answer = client.get("/take-part/trees/similar.json", {"title": "Farradständer am Bahnhof"}).json()
    assert [one["number"] for one in answer["results"]] == [1]
    assert answer["heading"] == "Similar already exists"
    assert (
        client.get("/de/take-part/trees/similar.json", {"title": "bicycle racks"}).json()["heading"]
        == "Ähnliches gibt es schon"
    )


@pytest.mark.parametrize(
    "query", [{}, {"title": "\x00" * 9}, {"title": "a" * 9000}, {"title": "x", "besides": "9" * 50}, {"besides": "a"}]
)
def test_odd_questions_find_nothing_similar(client, trees, query):
    assert client.get("/take-part/trees/similar.json", query).json()["results"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "This field is required"), ({"title": "x" * 200}, "at most 150"), ({"lat": "91", "lon": "7"}, "less than or equal to 90"),
        ({"lat": "51.9"}, "not on earth"), ({"cost": "-1"}, "greater than or equal to 0"), ({"cost": "many"}, "Enter a whole number"),
        ({"language": "xx"}, "Select a valid choice"), ({"token": "x" * 65}, ""), ({"lat": "nan", "lon": "nan"}, ""), ({"text": "\x00"}, ""),
    ],
)  # fmt: skip
def test_a_changed_form_is_told_what_to_mend(client, trees, sign_in, change, words):
    sign_in()
    answer = client.post(NEW, FORM | change)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Proposal.objects.exists()


def test_another_site_cannot_send(trees, sign_in):
    from django.test import Client

    from civora.people.models import Person

    strict = Client(enforce_csrf_checks=True)
    sent()
    strict.force_login(Person.objects.get(email=person()), backend="django.contrib.auth.backends.ModelBackend")
    urls = (
        "new/",
        "1/back/",
        "1/edit/",
        "1/withdraw/",
        "1/comments/",
        "1/amend/",
        "1/merge/",
        "1/evidence/",
        "1/amendments/1/",
        "1/merges/1/",
    )
    for url in urls:
        assert strict.post(f"/take-part/trees/proposals/{url}", FORM).status_code == 403
    assert strict.post("/take-part/trees/follow/", {"subject": "process:trees"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "proposals/",
        "proposals/1/",
        "proposals.json",
        "proposals.csv",
        "proposals/1.json",
        "",
        "similar.json?title=alert+script",
    ],
)
def test_script_in_every_field_stays_text(client, trees, sign_in, path):
    by = sign_in()
    sent("ada", SCRIPT, text=SCRIPT + "\n\n" + SCRIPT, place=SCRIPT, signature=SCRIPT, lon=7.6, lat=51.9)
    actions.amend(process="trees", number=1, text=SCRIPT + "!", reason=SCRIPT, by=person("eve"), at=AT)
    actions.comment(process="trees", subject="proposal:trees/1", text=SCRIPT, name=SCRIPT, by=by, at=AT)
    actions.answer(process="trees", number=1, decision=Decision.PARTLY, reasons={"en": SCRIPT}, by=STAFF, at=AT)
    actions.tell(process="trees", number=1, text={"en": SCRIPT}, by=STAFF, at=AT)
    answer = client.get(f"/take-part/trees/{path}")
    assert answer.status_code == 200
    if answer.headers["Content-Type"].startswith("text/html"):
        assert SCRIPT not in answer.content.decode()
    else:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_formula_in_a_title_is_text_in_a_spreadsheet(client, trees):
    sent("ada", '=HYPERLINK("http://evil.example")')
    assert b"'=HYPERLINK" in client.get("/take-part/trees/proposals.csv").content


def test_backing_shows_at_once_and_can_be_taken_back(client, trees, sign_in):
    sent("eve")
    sign_in()
    url = "/take-part/trees/proposals/1/"
    assert client.post(f"{url}back/", {"do": "back", "back": url}).headers["Location"] == url
    client.post(f"{url}back/", {"do": "back"})
    assert Support.objects.count() == 1
    assert "You back it" in client.get(url).content.decode()
    client.post(f"{url}back/", {"do": "unback"})
    assert Support.objects.count() == 0


def test_the_list_and_its_twins_say_the_same(client, trees):
    for number in range(25):
        sent(f"p{number}", f"Proposal {number}")
    page = client.get("/take-part/trees/proposals/?page=2").content.decode()
    assert page.count('class="proposal-row"') == 5
    first = client.get("/take-part/trees/proposals.json").json()
    assert (first["total"], len(first["results"]), first["next"].endswith("page=2")) == (25, 20, True)
    lines = client.get("/take-part/trees/proposals.csv").content.decode().splitlines()
    assert (len(lines), lines[0].split(",")[:2]) == (26, ["number", "title"])
    assert client.get("/take-part/trees/proposals/?page=0").status_code == 400
    assert client.get("/take-part/trees/proposals/?page=9").status_code == 200
    assert client.get("/take-part/trees/proposals/?sort=evil&answer=evil").status_code == 200


def test_what_a_moderator_hides_is_gone_everywhere(client, trees):
    sent("eve", "Something hateful")
    mod = Reader(person("mod", "moderator"), roles=frozenset({("city", "moderator")}))
    voices.hide(target="proposal:trees/1", reason="hate", ground="rules", explanation="Rule 2.", reader=mod, at=AT)
    assert client.get("/take-part/trees/proposals/1/").status_code == 410
    assert client.get("/take-part/trees/proposals/1.json").json() == {"number": 1, "state": "hidden"}
    for path in ("", "proposals/", "proposals.json", "proposals.csv", "similar.json?title=something+hateful"):
        assert b"Something hateful" not in client.get(f"/take-part/trees/{path}").content, path


def test_comments_stand_for_and_against_and_are_answered(client, trees, sign_in):
    sent("eve")
    sign_in()
    url = "/take-part/trees/proposals/1/"
    there = client.post(f"{url}comments/", {"text": "Yes please.", "stance": "for"}).headers["Location"]
    key = there.partition("#c-")[2]
    client.post(f"{url}comments/", {"text": "No, thanks.", "stance": "against"})
    client.post(f"{url}comments/", {"text": "Why?", "parent": key})
    page = client.get(url).content.decode()
    assert "2 comments" in page
    assert page.index("Yes please.") < page.index("Why?") < page.index("No, thanks.")
    assert client.post(f"{url}comments/", {"text": " "}).status_code == 400
    assert client.post(f"{url}comments/", {"text": "x", "stance": "evil"}).status_code == 400
    assert client.post(f"{url}comments/", {"text": "x", "parent": "nope"}).status_code == 404


def test_a_picture_comes_without_what_it_hid(client, trees, sign_in):
    sign_in()
    sent("ada")
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    url = "/take-part/trees/proposals/1/"
    file = io.BytesIO(out.getvalue())
    file.name = "a.jpg"
    assert client.post(f"{url}comments/", {"picture": file, "alt": "A lawn"}).status_code == 302
    page = client.get(url).content.decode()
    src = page.partition('class="picture" src="')[2].partition('"')[0]
    picture = client.get(src)
    assert (picture.headers["Content-Type"], b"secret" in picture.content) == ("image/jpeg", False)
    bad = io.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "a.jpg"
    assert client.post(f"{url}comments/", {"picture": bad, "alt": "x"}).status_code == 400
    sign_in("eve")
    file.seek(0)
    assert client.post(f"{url}comments/", {"picture": file, "alt": "x"}).status_code == 400


def test_an_amendment_is_shown_beside_the_old_words_and_taken(client, trees, sign_in):
    sent("ada", text="Ten racks. Under a roof.")
    sign_in("eve")
    url = "/take-part/trees/proposals/1/"
    assert "Ten racks." in client.get(f"{url}amend/").content.decode()
    client.post(f"{url}amend/", {"text": "Twenty racks. Under a roof.", "reason": "More bikes."})
    page = client.get(url).content.decode()
    assert "<del>Ten racks.</del>" in page
    assert "<ins>Twenty racks.</ins>" in page
    assert client.post(f"{url}amendments/1/", {"do": "take", "revision": "1"}).status_code == 403
    sign_in("ada")
    client.post(f"{url}amendments/1/", {"do": "take", "revision": "1"})
    assert queries.proposal("trees", 1, "en").text == "Twenty racks. Under a roof."
    assert "Changed by an amendment" in client.get(url).content.decode()
    assert client.post(f"{url}amendments/1/", {"do": "take", "revision": "2"}).status_code == 409


def test_two_become_one_with_the_consent_of_both(client, trees, sign_in):
    sent("eve", "Racks at the school")
    sent("ada", "Racks at the station")
    sign_in("ada")
    url = "/take-part/trees/proposals/2/"
    assert 'value="1"' in client.get(f"{url}merge/").content.decode()  # the similar one is proposed
    assert client.post(f"{url}merge/", {"others": "x", "title": "T", "text": "T"}).status_code == 400
    assert client.post(f"{url}merge/", {"others": "99", "title": "T", "text": "T"}).status_code == 400
    client.post(f"{url}merge/", {"others": "1", "title": "Racks everywhere", "text": "Both."})
    sign_in("eve")
    page = client.get("/take-part/trees/proposals/1/").content.decode()
    assert "I agree" in page
    action = page.partition('action="merges/')[2].partition('"')[0]
    client.post(f"/take-part/trees/proposals/1/merges/{action}", {"do": "agree"})
    assert "It became part of #2" in client.get("/take-part/trees/proposals/1/").content.decode()
    assert "Racks everywhere" in client.get(url).content.decode()


def test_evidence_from_a_dataset_is_drawn_at_its_version(client, portal, trees, sign_in, tmp_path):
    published(tmp_path)
    sign_in()
    sent("ada")
    url = "/take-part/trees/proposals/1/"
    for address in (
        "http://testserver/datasets/trees/chart/?along=kind&show=avg:height",
        "/datasets/trees/table/?where=age>20&evil=1",
        "/de/datasets/trees@1/map/",
    ):
        assert client.post(f"{url}evidence/", {"address": address, "caption": ""}).status_code == 302, address
    published(tmp_path, "id;kind;age;planted;height;lat;lon\n9;plane;1;2024-01-01;1,0;51.9;7.6\n")
    page = client.get(url).content.decode()
    assert page.count('class="figure evidence"') == 3
    assert "lime" in page
    assert "plane" not in page
    assert page.count("/datasets/trees@1/") >= 3
    assert [one["version"] for one in client.get("/take-part/trees/proposals/1.json").json()["evidence"]] == [1, 1, 1]
    assert "evil" not in page


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/datasets/trees/chart/", "/take-part/trees/", "/datasets/missing/table/", "javascript:alert(1)",
        "/datasets/trees/export/", "/datasets/trees@99/table/", "/datasets/trees/chart/?along=nope", "/datasets/trees/table/?where=((", "x" * 3000, "//[",
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused_with_the_way(client, portal, trees, sign_in, tmp_path, address):
    published(tmp_path)
    sign_in()
    sent("ada")
    answer = client.post("/take-part/trees/proposals/1/evidence/", {"address": address})
    assert answer.status_code == 400
    assert queries.proposal("trees", 1, "en").evidence == ()


def test_evidence_that_is_not_open_cannot_be_added_nor_read_later(client, portal, trees, sign_in, tmp_path):
    published(tmp_path, policy={"access": "org:city"})
    sign_in()
    sent("ada")
    url = "/take-part/trees/proposals/1/"
    assert client.post(f"{url}evidence/", {"address": "/datasets/trees/table/"}).status_code == 400
    published(tmp_path, key="shrubs")
    client.post(f"{url}evidence/", {"address": "/datasets/shrubs/table/"})
    assert "lime" in client.get(url).content.decode()
    stewardship.set_access(key="shrubs", access="org:city", by=STAFF, at=AT)
    asked.kept.forget()  # a policy holds within half a second; the test does not wait for it
    page = client.get(url).content.decode()
    assert "lime" not in page
    assert "cannot be shown any more" in page


def test_a_deleted_account_is_named_nowhere_and_still_counted(client, trees, sign_in):
    by = sign_in("eve")
    sent("eve", "Racks", signature="Eve Adams")
    url = "/take-part/trees/proposals/1/"
    client.post(f"{url}back/", {"do": "back"})
    client.post(f"{url}comments/", {"text": "Mine."})
    people.forget_person(email=by, by=by, at=AT)
    client.logout()
    for path in (url, "/take-part/trees/proposals/1.json", "/take-part/trees/proposals/", "/take-part/trees/"):
        page = client.get(path).content.decode()
        assert "Eve Adams" not in page
        assert "eve@" not in page
    assert client.get("/take-part/trees/proposals/1.json").json()["supports"] == 1


def test_a_page_costs_few_questions_however_long_the_list(client, trees, django_assert_max_num_queries):
    for number in range(20):
        sent(f"p{number}", f"Proposal {number}")
    with django_assert_max_num_queries(25):
        listed = client.get("/take-part/trees/proposals/").content.decode()
    with django_assert_max_num_queries(30):
        page = client.get("/take-part/trees/")
    assert "Proposal 19" in listed
    assert page.status_code == 200
