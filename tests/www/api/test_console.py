"""`/api/`: a request made from a form."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def test_the_form_makes_an_address(client):
    text = client.get(
        "/api/", {"dataset": "trees", "door": "records", "where": "height > 2 and name like 'oak'", "limit": "5"}
    ).content.decode()
    address = "http://testserver/api/explore/v2.1/catalog/datasets/trees/records?where=height+%3E+2+and+name+like+%27oak%27&amp;limit=5"
    assert f"GET {address}" in text
    assert f'data-answer="{address}"' in text
    assert "curl &#x27;http://testserver/api/" in text


def test_a_door_has_only_its_own_clauses(client):
    text = client.get(
        "/api/", {"dataset": "trees", "door": "facets", "group_by": "name", "where": "height > 2"}
    ).content.decode()
    assert "trees/facets?where=height+%3E+2" in text
    assert "group_by=" not in text.partition("GET http")[2]


def test_files_are_offered_not_shown(client):
    text = client.get("/api/", {"dataset": "trees", "door": "exports/csv"}).content.decode()
    assert "trees/exports/csv" in text
    assert "data-answer" not in text


def test_a_dataset_that_nobody_knows_is_not_found(client):
    assert client.get("/api/?dataset=secret").status_code == 404


@pytest.mark.parametrize("bad", ["limit=-1", "limit=1000", "door=../../admin"])
def test_what_cannot_be_asked_is_said_at_the_field(client, bad):
    text = client.get(f"/api/?dataset=trees&{bad}").content.decode()
    assert 'class="field error"' in text
    assert "GET http" not in text


@pytest.mark.parametrize(("lang", "words"), [("fr", "Des données pour les programmes"), ("de", "Daten für Programme")])
def test_the_page_speaks_three_languages(client, lang, words):
    assert words in client.get(f"/{lang}/api/").content.decode()
