"""Maps that are kept: what their spec may hold, classes that add up, time, pictures."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from civora.core.policy.types import ANYONE, Reader
from civora.core.schema import Field, FieldType, Schema, UnknownField
from civora.exhibits import actions, queries
from civora.exhibits.errors import BadSpec
from civora.exhibits.queries.layers import layers, moments
from civora.exhibits.rules import classes, written
from civora.exhibits.rules.mapping import check_map, fields_of
from civora.exhibits.types import Status
from civora.reading import queries as reading
from tests.factories.publishing import AT, published

EVA = Reader("eva@example.org", is_administrator=True)
SCHEMA = Schema(
    (
        Field("name", FieldType.TEXT),
        Field("size", FieldType.DOUBLE),
        Field("day", FieldType.DATE),
        Field("place", FieldType.GEO_POINT),
    )
)
LAYER = {"query": "a", "as": "points"}


@pytest.mark.parametrize(
    "way", ["points", "clusters", "heat", "hexagons", "choropleth", "symbols", "lines", "polygons", "labels"]
)
def test_every_way_of_drawing_is_lawful(way):
    spec = {"layers": [LAYER | {"as": way, "field": "size", "popup": "{{name}}: {{size}}"}]}
    assert check_map(spec, {"a": SCHEMA}) is None


@pytest.mark.parametrize(
    "spec",
    [{}, {"layers": []}, {"layers": [{"query": "b"}]}, {"layers": [LAYER | {"as": "globe"}]}, {"layers": [LAYER | {"as": "choropleth"}]},
     {"layers": [LAYER | {"as": "symbols", "field": "name"}]}, {"layers": [LAYER | {"url": "https://evil.example"}]},
     {"layers": [LAYER | {"colour": "red"}]}, {"layers": [LAYER | {"classes": 99}]}, {"layers": [LAYER | {"opacity": 7}]},
     {"layers": [LAYER | {"minzoom": 99}]}, {"layers": [LAYER], "view": [1, 2]}, {"layers": [LAYER], "view": [1, 95, 2, 99]},
     {"layers": [LAYER], "time": {"query": "a", "field": "size"}}, {"layers": [LAYER], "compare": {"left": [0], "right": [5]}},
     {"layers": [LAYER | {"field": "size", "method": "given", "breaks": [3, 1]}]}, {"layers": [LAYER | {"popup": "x" * 700}]}],
    ids=str,
)  # fmt: skip
def test_a_spec_that_cannot_be_drawn_is_refused_with_a_way_out(spec):
    with pytest.raises(BadSpec) as refused:
        check_map(spec, {"a": SCHEMA})
    assert refused.value.next_step


def test_a_pop_up_names_columns_only():
    with pytest.raises(UnknownField):
        check_map({"layers": [LAYER | {"popup": "{{secret}}"}]}, {"a": SCHEMA})
    assert fields_of(LAYER | {"field": "size", "popup": "{{name}} {{size}}"}) == ("size", "name")


def test_classes_are_those_of_the_textbook():
    assert classes.breaks("equal", 4, (0, 100)) == (25, 50, 75)
    assert classes.breaks("deviation", 4, (10, 2)) == (8, 10, 12)
    assert classes.breaks("given", 3, (), given=(1, 5)) == (1, 5)
    assert classes.breaks("jenks", 3, [1, 2, 2, 3, 50, 51, 52, 200, 201]) == (50, 200)
    assert classes.breaks("quantiles", 3, (5, 5)) == (5,)
    assert classes.spans((1, 5)) == [(None, 1), (1, 5), (5, None)]
    assert len(classes.colours(7)) == 7


PLACES = "id;name;kind;size;day;lat;lon\n" + "".join(
    f"{n};<b>place {n}</b>;{'abcdefgh'[n % 8]};{n * n};20{10 + n % 4}-03-0{1 + n % 9};{51.9 + n * 0.001:.4f};{7.6 + n * 0.001:.4f}\n" for n in range(60)
)  # fmt: skip


def kept(spec):
    given = {"kind": "map", "queries": {"a": {"dataset": "places"}}, "spec": spec, "title": "Places"}
    actions.save(
        key="places-map", content=written.content(given, "Europe/Berlin"), reader=EVA, at=AT, status=Status.PUBLISHED
    )
    return queries.figure(queries.exhibit("places-map", ANYONE), ANYONE)


@pytest.fixture
def places(portal, tmp_path):
    published(tmp_path, PLACES, key="places", name="places.csv")


@pytest.mark.parametrize("method", ["quantiles", "equal", "jenks", "deviation", "given"])
def test_the_counts_of_the_classes_add_up(places, method):
    figure = kept({"layers": [LAYER | {"field": "size", "method": method, "breaks": [100, 900]}]})
    (one,) = layers(figure, ANYONE, lang="en")
    assert sum(each.count for each in one.classes) == one.total == 60
    assert one.classes[0].low is None
    assert one.classes[-1].high is None


def test_names_have_colours_and_the_rest_is_grey(places):
    (one,) = layers(kept({"layers": [LAYER | {"field": "kind"}]}), ANYONE, lang="en")
    assert [each.colour for each in one.classes] == ["d1", "d2", "d3", "d4", "d5", "d0"]
    assert sum(each.count for each in one.classes) == 60


def test_the_steps_of_time_hold_every_row_once(places):
    figure = kept({"layers": [LAYER], "time": {"query": "a", "field": "day", "step": "year"}})
    found = moments(figure, ANYONE)
    assert [f"{one.start:%Y}" for one in found] == ["2010", "2011", "2012", "2013"]
    for one in found:
        from civora.core.query import odsql
        from civora.core.query.ast import Query

        assert (
            reading.count(Query("places", where=odsql.parse_where(one.where), zone="Europe/Berlin"), ANYONE)
            == one.count
        )
    assert sum(one.count for one in found) == 60


@pytest.mark.parametrize("way", ["points", "heat", "symbols", "choropleth"])
def test_a_map_is_drawn_listed_and_downloaded(places, way, settings):
    from civora.www.exhibits import mapping

    figure = kept({"layers": [LAYER | {"as": way, "field": "size", "popup": "{{name}}"}]})
    request = RequestFactory().get("/exhibits/places-map/", {"bbox": "7.6,51.9,7.61,51.95"})
    page = mapping.on_page(request, figure, ANYONE)
    assert page.drawing.startswith("<svg")
    assert page.lists[0].items
    assert "11 rows" in page.lists[0].count
    assert mapping.file(figure, "png", ANYONE, palette="light", width=860)[:4] == b"\x89PNG"
    assert queries.map_table(figure, ANYONE, lang="en").count("\n") == 61
    told = mapping.island(request, figure, ANYONE)["map"]
    assert told["layers"][0]["tiles"].startswith("http://testserver/tiles/places@1/{z}/{x}/{y}.mvt?")
    assert "fields=size%2Cname" in told["layers"][0]["tiles"]


def test_hexagons_are_drawn_from_all_rows_and_their_legend_says_what_colours_mean(places, settings):
    from civora.www.exhibits import mapping

    request = RequestFactory().get("/exhibits/places-map/")
    figure = kept({"layers": [LAYER | {"as": "hexagons"}]})
    page = mapping.on_page(request, figure, ANYONE)
    assert page.drawing.count("Z") > 5 and "stroke-linecap" not in page.drawing
    (legend,) = page.legends
    assert [words for _, words, _ in legend.lines][:2] == ["1 row", "2 to 9 rows"]
    assert "Each counts its rows" in legend.method
    (told,) = mapping.island(request, figure, ANYONE)["map"]["layers"]
    assert "as=hexagons" in told["tiles"] and len(told["classes"]) == 5
    assert mapping.file(figure, "png", ANYONE, palette="light", width=860)[:4] == b"\x89PNG"
    mean = mapping.on_page(request, kept({"layers": [LAYER | {"as": "hexagons", "field": "size"}]}), ANYONE)
    assert "mean of its rows" in mean.legends[0].method and "quantiles" in mean.legends[0].method


def test_shapes_are_not_hexagons():
    lines = Schema((Field("n", FieldType.INT), Field("shape", FieldType.GEO_SHAPE)))
    with pytest.raises(BadSpec, match="only points"):
        check_map({"layers": [LAYER | {"as": "hexagons"}]}, {"a": lines})


def test_the_room_gives_a_map_as_a_file_in_any_language(places):
    """As `civora render` asks for it: drawn by the pages, which registered how."""
    figure = kept({"layers": [LAYER | {"as": "hexagons"}]})
    assert "1 Zeile" in queries.file(figure, "svg", lang="de").decode()
    assert "1 row" in queries.file(figure, "svg", lang="en").decode()
    assert queries.file(figure, "pdf", lang="fr")[:4] == b"%PDF"


def test_where_no_pages_are_a_map_says_where_it_is_drawn(places, monkeypatch):
    from civora.exhibits.errors import NoPicture
    from civora.exhibits.queries import drawing

    monkeypatch.setattr(drawing, "_map_drawers", [])
    with pytest.raises(NoPicture, match="drawn by the page"):
        queries.file(kept({"layers": [LAYER]}), "svg", lang="en")
