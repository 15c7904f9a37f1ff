"""A map put together at the desk, without script: layers added, moved and styled, looked at, kept, changed."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from civora.core.policy.types import ANYONE
from civora.exhibits import queries as exhibits
from civora.people import actions as people
from tests.factories.publishing import AT, published

PLACES = """name,kind,height,planted,lat,lon
Linde,tree,12,2001-05-01,51.96,7.62
Eiche,tree,20,2010-05-01,51.97,7.63
Bank,bench,1,2015-06-01,51.95,7.61
"""
NEW = "/desk/exhibits/maps/new/"


@pytest.fixture
def eva(portal, tmp_path, client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    published(tmp_path, PLACES, key="places", name="places.csv")
    published(tmp_path, "a,b\n1,2\n", key="numbers", name="numbers.csv")
    for name, role in (("eva", "administrator"), ("ben", "")):
        people.add_person(email=f"{name}@example.org", by="t", at=AT, **({"role": role} if role else {}))
    client.force_login(get_user_model().objects.get(email="eva@example.org"))
    return client


def filled(page, **changes):
    """What a browser would send of the form on the page."""
    layers = page.context["layers"]
    data = {"layers": str(len(layers)), "do": "show"}
    for form in layers:
        data |= {field.html_name: "" if field.value() in (None, False) else str(field.value()) for field in form}
    return data | changes


def text(response):
    return response.content.decode()


def test_the_map_tab_of_a_dataset_leads_here_with_its_filters(eva):
    found = text(eva.get("/datasets/places/map/?where=height%20%3E%205&refine=kind:tree"))
    address = found.split('href="' + NEW)[1].split('"')[0].replace("&amp;", "&")
    page = eva.get(NEW + address)
    assert page.context["layers"][0]["where"].value() == '(height > 5) and kind = "tree"'
    assert "<svg" in text(eva.post(NEW, filled(page)))
    eva.logout()
    assert NEW not in text(eva.get("/datasets/places/map/"))


def test_the_list_beside_the_map_calls_a_row_by_its_name_and_not_by_its_code(eva, tmp_path):
    published(
        tmp_path,
        "stop_id,stop_name,lat,lon\n7P,Domplatz,51.96,7.62\n8P,Hafen,51.95,7.64\n",
        key="stops",
        name="stops.csv",
    )
    shown = eva.get("/datasets/stops/map/").context["page"].items
    assert [one.title for one in shown] == ["Domplatz", "Hafen"] and shown[0].text.startswith("7P")
    assert "stop_id" in shown[0].url


def test_layers_are_added_styled_and_kept(eva):
    page = eva.get(NEW + "?dataset=places")
    page = eva.post(NEW, filled(page, do="add", add="places"))
    assert len(page.context["layers"]) == 2
    styled = {
        "layer-0-way": "symbols", "layer-0-field": "height", "layer-0-label": "Heights", "layer-0-popup": "{{name}}: {{height}} m",
        "layer-1-way": "points", "layer-1-where": "kind = 'bench'", "layer-1-colour": "d3", "layer-1-minzoom": "12", "layer-1-hidden": "on",
        "layer-1-side": "right", "view": "7.5, 51.9, 7.7, 52.0", "time": "0|planted", "step": "year",
        "title-en": "Trees and benches", "title-de": "Bäume und Bänke", "status": "published", "owner": "city",
    }  # fmt: skip
    looked = eva.post(NEW, filled(page, **styled))
    assert looked.status_code == 200 and "<circle" in text(looked) and "Trees and benches" in text(looked)
    kept = eva.post(NEW, filled(page, **styled, do="save"))
    assert kept["Location"] == "/exhibits/trees-and-benches/"
    card = exhibits.exhibit("trees-and-benches", ANYONE)
    first, second = card.content.spec["layers"]
    assert (first["as"], first["field"], first["label"], first["popup"]) == (
        "symbols",
        "height",
        {"en": "Heights"},
        "{{name}}: {{height}} m",
    )
    assert (second["colour"], second["minzoom"], second["hidden"]) == ("d3", 12, True)
    assert card.content.spec["view"] == [7.5, 51.9, 7.7, 52.0]
    assert card.content.spec["time"] == {"query": first["query"], "field": "planted", "step": "year"}
    assert card.content.spec["compare"] == {"left": [0], "right": [0, 1]}
    assert first["query"] != second["query"]
    assert "Trees and benches" in text(eva.get("/exhibits/trees-and-benches/"))


def made(eva):
    page = eva.get(NEW + "?dataset=places")
    page = eva.post(NEW, filled(page, do="add", add="places"))
    eva.post(
        NEW,
        filled(
            page,
            **{
                "title-en": "Two",
                "layer-1-where": "height > 5",
                "layer-1-label": "Tall",
                "owner": "city",
                "status": "published",
                "do": "save",
            },
        ),
    )
    return "/desk/exhibits/maps/two/"


def test_a_kept_map_comes_back_into_the_form_and_becomes_a_new_version(eva):
    address = made(eva)
    page = eva.get(address)
    assert "<svg" in text(page) and page.context["layers"][1]["where"].value() == "height > 5"
    texts = {"title-en": "Two", "title-fr": "Deux"}
    page = eva.post(address, filled(page, **texts, do="up-1"))
    assert [form["label"].value() for form in page.context["layers"]] == ["Tall", ""]
    assert eva.post(address, filled(page, **texts, do="save", note="Order"))["Location"] == "/exhibits/two/"
    card = exhibits.exhibit("two", ANYONE, lang="fr")
    assert (card.version, card.title) == (2, "Deux")
    assert [one["label"] for one in card.content.spec["layers"]] == [{"en": "Tall"}, {}]
    page = eva.get(address)
    page = eva.post(address, filled(page, **texts, do="drop-0"))
    assert len(page.context["layers"]) == 1
    assert address in text(eva.get("/desk/exhibits/two/"))


def test_labels_in_other_languages_stay(eva):
    address = made(eva)
    page = eva.get("/de" + address)
    eva.post("/de" + address, filled(page, **{"title-en": "Two", "layer-1-label": "Hoch", "do": "save"}))
    assert exhibits.exhibit("two", ANYONE).content.spec["layers"][1]["label"] == {"en": "Tall", "de": "Hoch"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"layer-0-way": "choropleth"}, "choropleth needs a field"),
        ({"layer-0-way": "heat", "layer-0-field": "name"}, "field holds no numbers"),
        ({"layer-0-way": "spiral"}, "Select a valid choice"),
        ({"layer-0-field": "nothing"}, "Select a valid choice"),
        ({"layer-0-where": "height >"}, "ODSQL"),
        ({"layer-0-where": "secret = 1"}, "secret"),
        ({"layer-0-popup": "{{secret}}"}, "secret"),
        ({"layer-0-opacity": "7"}, "less than or equal to 1"),
        (
            {
                "layer-0-method": "given",
                "layer-0-way": "choropleth",
                "layer-0-field": "height",
                "layer-0-breaks": "9; 3",
            },
            "no ascending numbers",
        ),
        (
            {
                "layer-0-method": "given",
                "layer-0-way": "choropleth",
                "layer-0-field": "height",
                "layer-0-breaks": "<b>",
            },
            "no list of numbers",
        ),
        ({"view": "here"}, "no list of numbers"),
        ({"view": "nan, 0, 1, 1"}, "no list of numbers"),
        ({"view": "8, 52, 7, 51"}, "names no area"),
        ({"layer-0-dataset": "nowhere"}, "nowhere"),
        ({"layer-0-dataset": "numbers"}, "have no place"),
        ({"do": "add", "add": "numbers"}, "have no place"),
        ({"title-en": ""}, "needs a title"),
    ],
)
def test_what_makes_no_map_is_said_and_nothing_is_kept(eva, changes, words):
    page = eva.get(NEW + "?dataset=places")
    refused = eva.post(NEW, filled(page, **({"do": "save", "title-en": "T", "owner": "city"} | changes)))
    assert refused.status_code == 400 and words in text(refused)
    assert "<b>" not in text(refused) or "layer-0-breaks" not in changes
    assert exhibits.exhibits(ANYONE) == ()


def test_strangers_and_residents_make_no_maps(eva):
    address = made(eva)
    eva.force_login(get_user_model().objects.get(email="ben@example.org"))
    for path in (NEW, address):
        assert eva.get(path).status_code == 403 and eva.post(path, {"layers": "0"}).status_code == 403
    eva.logout()
    assert "/account/login/" in eva.get(NEW)["Location"]
