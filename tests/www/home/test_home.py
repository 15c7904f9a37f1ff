"""`/`, with and without data."""

import pytest

from civora.reading import queries as reading
from civora.reading.types import CatalogPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def test_a_pack_that_counts_nothing_says_how_much_there_is(client):
    text = client.get("/").content.decode()
    assert "<b>3</b> datasets about Münster, open to you." in text
    assert "Two trees fell" in text
    assert "2 rows removed" in text


def test_an_empty_portal_says_what_to_do_next(client, monkeypatch):
    monkeypatch.setattr(reading, "catalogue_search", lambda *args, **options: CatalogPage((), 0))
    text = client.get("/").content.decode()
    assert "This portal holds no data yet." in text
    assert "civora publish FILE" in text


def test_a_part_whose_dataset_is_missing_is_left_out(client, settings):
    settings.CITY = {
        "city": {"name": "Münster"},
        "home": {"counts": {"dataset": "gone"}, "promises": {"indicators": ["gone"]}},
    }
    response = client.get("/")
    assert response.status_code == 200
    assert "What the city promised" not in response.content.decode()


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "Ce qui a changé dans les données"), ("de", "Was sich in den Daten geändert hat")]
)
def test_home_speaks_three_languages(client, lang, words):
    text = client.get(f"/{lang}/").content.decode()
    assert words in text
    assert f'<html lang="{lang}"' in text


def test_an_example_says_so_in_every_header(client, settings):
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-15T09:15"}}
    text = client.get("/de/").content.decode()
    assert "Beispielstadt: Münster." in text
    assert "15. Mai 2025, 09:15" in text


def test_the_theme_is_kept_without_a_script(client):
    response = client.get("/-/theme/?to=dark&next=/de/")
    assert response["Location"] == "/de/"
    assert 'data-theme="dark"' in client.get("/de/").content.decode()
    client.get("/-/theme/?to=&next=/")
    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_theme_never_leads_elsewhere(client, elsewhere):
    assert client.get("/-/theme/", {"to": "dark", "next": elsewhere})["Location"] == "/"


def test_the_city_s_colours_are_a_stylesheet(client, settings):
    settings.CITY = {"theme": {"accent": ["#123456", "#abcdef"]}}
    response = client.get("/-/city.css")
    assert "--accent:light-dark(#123456, #abcdef);" in response.content.decode()
    assert "immutable" in response["Cache-Control"]
    assert "/-/city.css?v=" in client.get("/").content.decode()


def test_a_missing_page_is_a_page(client):
    response = client.get("/fr/nothing/here/")
    assert response.status_code == 404
    assert "Il n’y a rien à cette adresse" in response.content.decode()
