"""`/datasets/`, its twins for programs, its feed and its pictures."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_list_shows_what_there_is(client):
    response = client.get("/datasets/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "3 datasets" in text
    assert 'href="/datasets/trees/"' in text
    assert "1,234 rows" in text
    assert "Table, map, chart" in text
    assert 'src="/datasets/trees@2/thumb.svg"' in text


def test_titles_are_text_and_nothing_else(client):
    text = client.get("/datasets/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_words_are_marked_and_kept_in_the_address(client):
    text = client.get("/datasets/?q=tree").content.decode()
    assert "<mark>Trees</mark>" in text
    assert 'value="tree"' in text
    assert 'href="?q=tree&amp;theme=ENVI"' in text


@pytest.mark.parametrize(
    ("lang", "heading"), [("", "3 datasets"), ("/fr", "3 jeux de données"), ("/de", "3 Datensätze")]
)
def test_the_list_speaks_three_languages(client, lang, heading):
    text = client.get(f"{lang}/datasets/").content.decode()
    assert heading in text
    assert 'hreflang="de" href="http://testserver/de/datasets/"' in text
    assert 'lang="en">' in text or lang == ""


def test_nothing_found_says_what_to_do(client):
    text = client.get("/datasets/?q=dragon").content.decode()
    assert "No dataset matches “dragon”." in text
    assert "All datasets" in text
    text = client.get("/datasets/?q=dragon&theme=X").content.decode()
    assert "Remove all filters" in text


@pytest.mark.parametrize("bad", ["?page=0", "?page=-1", "?page=99999", "?bbox=1,2", "?bbox=;drop"])
def test_an_address_that_cannot_be_read_is_explained(client, bad):
    response = client.get(f"/datasets/{bad}")
    assert response.status_code == 400
    assert "www.bad_parameter" in response.content.decode()


def test_the_list_has_twins(client):
    response = client.get("/datasets/?q=tree")
    assert '</datasets.json?q=tree>; rel="alternate"; type="application/json"' in response["Link"]
    found = json.loads(client.get("/datasets.json?q=tree").content)
    assert (found["total"], found["results"][0]["key"]) == (1, "trees")
    assert found["results"][0]["url"] == "http://testserver/datasets/trees/"
    rows = list(csv.DictReader(io.StringIO(client.get("/datasets.csv").content.decode())))
    assert [row["key"] for row in rows] == ["trees", "fountains", "script"]
    assert rows[0]["themes"] == "Environment"


def test_the_feed_tells_what_changed(client):
    response = client.get("/datasets/feed.atom")
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert len(entries) == 6
    assert entries[0].find(f"{ATOM}title").text == "Trees: 2 rows removed"
    assert entries[0].find(f"{ATOM}summary").text == "2 rows removed. Two trees fell"
    assert entries[0].find(f"{ATOM}id").text == "http://testserver/datasets/trees@2/"


def test_a_picture_is_drawn_from_the_rows(client):
    response = client.get("/datasets/trees@2/thumb.svg")
    picture = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert "prefers-color-scheme" in picture[0].text
    assert picture[-1].get("d").count("h0") == 2


def test_a_picture_of_nothing_is_not_found(client):
    assert client.get("/datasets/unknown@1/thumb.svg").status_code == 404


def test_the_list_works_without_a_script(client):
    text = client.get("/datasets/").content.decode()
    assert "<script>" not in text
    assert " onclick" not in text
    assert '<select class="input" id="s" name="sort"' in text
    assert '<button class="btn quiet small">Sort</button>' in text
