"""The gallery, showing a reuse, changing and withdrawing it, recommending it; twins; what strangers do not see."""

from __future__ import annotations

import io
import json

import pytest
from django.contrib.auth import get_user_model
from PIL import Image

from civora.community import actions as community
from civora.community.models import Reuse
from civora.community.types import NewReuse
from civora.core.policy.types import Reader
from civora.people import actions as people
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from civora.voices import actions as voices
from tests.factories.publishing import AT, published

HOSTILE = "<script>alert(1)</script>"
EVA = Reader("eva@example.org")
WHY = {"reason": "spam", "ground": "rules", "explanation": "Only advertising.", "at": AT}
FORM = {
    "title": "Shade on the way to school", "kind": "application", "url": "https://shade.example.org/", "lang": "en", "theme": "ENVI",
    "text": f"Finds the shadiest way. {HOSTILE}", "datasets": "/datasets/trees/map/", "author": "Eva", "alt": "A map", "sent": "form-1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def trees(portal, tmp_path, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    published(tmp_path)
    people.add_person(email="eva@example.org", by="t", at=AT)
    people.add_person(email="ben@example.org", by="t", at=AT)
    people.add_person(email="staff@example.org", role="publisher", by="t", at=AT)


def signed_in(client, email="eva@example.org"):
    client.force_login(get_user_model().objects.get(email=email))
    return client


def image():
    data = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(data, "JPEG")
    data.seek(0)
    data.name = "shot.jpg"
    return data


def shown(client, **more):
    return signed_in(client).post("/reuses/new/", FORM | more)


def key():
    return Reuse.objects.get().key


def test_an_empty_gallery_says_what_to_do(client):
    found = client.get("/reuses/").content.decode()
    assert "Nothing has been shown yet." in found and '"/reuses/new/"' in found
    assert client.get("/reuses/new/").status_code == 302


def test_what_is_shown_stands_in_the_gallery_and_beside_its_dataset(client):
    done = shown(client, picture=image())
    assert done.status_code == 302 and done["Location"] == f"/reuses/{key()}/"
    client.logout()
    gallery = client.get("/reuses/").content.decode()
    assert "Shade on the way to school" in gallery and HOSTILE not in gallery and "&lt;script&gt;" in gallery
    one = client.get(f"/reuses/{key()}/").content.decode()
    assert 'href="https://shade.example.org/" rel="nofollow ugc noopener"' in one and "Go to shade.example.org" in one
    address = one.split('<img class="reuse-picture" src="')[1].split('"')[0]
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert "1 reuse" in client.get("/datasets/trees/").content.decode()
    assert "Made of “Trees”" in client.get("/reuses/?dataset=trees").content.decode()
    assert "No reuse matches." in client.get("/reuses/?kind=paper").content.decode()
    assert client.get("/fr/reuses/").status_code == client.get("/de/reuses/?page=99999").status_code == 200


def test_twins_hold_what_the_gallery_shows(client):
    shown(client)
    client.logout()
    body = client.get("/reuses.json?kind=application").json()
    assert body["total"] == 1 and body["reuses"][0]["datasets"] == ["trees"]
    assert "eva@example.org" not in json.dumps(body)
    assert client.get("/reuses.csv").content.decode().splitlines()[1].startswith(f"{key()},Shade on the way")
    feed = client.get("/reuses/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml") and b"Shade on the way" in feed.content
    assert client.get(f"/reuses/{key()}.json").json()["url"] == "https://shade.example.org/"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "javascript:alert(1)"}, "no address on the web"),
        ({"url": "http://127.0.0.1/"}, "no address on the web"),
        ({"datasets": "nothing"}, "There is no dataset nothing."),
        ({"title": ""}, "This field is required"),
        ({"kind": "spell"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, wrong, words):
    refused = shown(client, **wrong)
    found = refused.content.decode()
    assert refused.status_code == 400 and words in found and "error-text" in found
    assert "Finds the shadiest way." in found
    assert not Reuse.objects.exists()


def test_a_spreadsheet_runs_nothing_of_it(client):
    shown(client, title="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in client.get("/reuses.csv").content.decode()


def test_sending_twice_shows_it_once(client):
    shown(client)
    shown(client)
    assert Reuse.objects.count() == 1


def test_only_its_author_changes_and_withdraws_it(client):
    shown(client)
    form = client.get(f"/reuses/{key()}/edit/").content.decode()
    assert 'value="trees"' in form
    assert client.post(f"/reuses/{key()}/edit/", FORM | {"title": "More shade"}).status_code == 302
    assert "More shade" in client.get(f"/reuses/{key()}/").content.decode()
    ben = signed_in(client, "ben@example.org")
    assert ben.get(f"/reuses/{key()}/edit/").status_code == 403
    assert ben.post(f"/reuses/{key()}/withdraw/").status_code == 403
    assert signed_in(client).post(f"/reuses/{key()}/withdraw/").status_code == 302
    assert client.get(f"/reuses/{Reuse.objects.get().key}/").status_code == 404


def test_staff_recommend_and_others_do_not(client):
    shown(client)
    assert client.post(f"/reuses/{key()}/decide/", {"do": "highlight"}).status_code == 403
    staff = signed_in(client, "staff@example.org")
    assert "Recommend it" in staff.get(f"/reuses/{key()}/").content.decode()
    assert staff.post(f"/reuses/{key()}/decide/", {"do": "highlight"}).status_code == 302
    client.logout()
    assert "The city recommends" in client.get("/reuses/").content.decode()


def test_what_a_moderator_hid_is_shown_to_nobody_else(client):
    shown(client, picture=image())
    page = client.get(f"/reuses/{key()}/").content.decode()
    address = page.split('<img class="reuse-picture" src="')[1].split('"')[0]
    voices.hide(
        target=f"reuse:{key()}", reader=Reader("mo@example.org", roles=frozenset({("city", "moderator")})), author="eva@example.org", **WHY
    )  # fmt: skip
    client.logout()
    for path in (f"/reuses/{key()}/", f"/reuses/{key()}.json", address):
        assert client.get(path).status_code == 404
    assert "Shade on the way" not in client.get("/reuses/").content.decode()
    flagged = client.get(f"/voices/flag/?target=reuse:{key()}").content.decode()
    assert "shadiest" not in flagged


def test_titles_of_closed_datasets_are_not_told(client):
    shown(client)
    stewardship.set_policy(key="trees", policy={"access": "org:buses"}, by="eva", at=AT)
    asked.kept.forget()
    client.logout()
    assert "/datasets/trees/" not in client.get(f"/reuses/{key()}/").content.decode()


def test_it_stands_on_the_authors_own_page(client):
    shown(client)
    found = client.get("/me/").content.decode()
    assert "Shade on the way to school" in found and "Reuse" in found


def test_five_links_wait_for_a_moderator(client):
    links = " ".join(f"https://x{n}.example.org" for n in range(9))
    community.show_reuse(
        reuse=NewReuse("Links", links, "article", "https://x.example.org/", ("trees",)), sent="s", reader=EVA, at=AT
    )
    assert client.get(f"/reuses/{key()}/").status_code == 404
    people.add_person(email="root@example.org", role="administrator", by="t", at=AT)
    root = signed_in(client, "root@example.org")
    assert root.post(f"/reuses/{key()}/decide/", {"do": "release"}).status_code == 302
    client.logout()
    assert client.get(f"/reuses/{key()}/").status_code == 200
