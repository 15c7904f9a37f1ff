"""Values and cards in the JSON of the standard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from civora.core.schema import Field, FieldType
from civora.protocols.explore import shapes
from civora.reading.types import Facet, FacetValue
from tests.www.conftest import card

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("found", "kind", "shown"),
    [
        (datetime(2024, 7, 1, 12, tzinfo=UTC), FieldType.DATETIME, "2024-07-01T14:00:00+02:00"),
        (date(2024, 7, 1), FieldType.DATE, "2024-07-01"),
        (float("nan"), FieldType.DOUBLE, None),
        (float("inf"), FieldType.DOUBLE, None),
        (2**60, FieldType.INT, 2**60),
        ({"lon": 7.6, "lat": 51.9}, FieldType.GEO_POINT, {"lon": 7.6, "lat": 51.9}),
        ('{"type":"Point","coordinates":[7,51]}', FieldType.GEO_SHAPE,
         {"type": "Feature", "geometry": {"type": "Point", "coordinates": [7, 51]}, "properties": {}}),
        ('{"a": 1}', FieldType.JSON, {"a": 1}),
        ("not json", FieldType.JSON, "not json"),
        ('{"a": 1}', FieldType.TEXT, '{"a": 1}'),
        (None, FieldType.GEO_SHAPE, None),
        (["a", "b"], FieldType.TEXT, ["a", "b"]),
    ],
)  # fmt: skip
def test_values(found, kind, shown):
    assert shapes.value(found, kind, BERLIN) == shown


def test_a_field_tells_how_it_may_be_used():
    one = Field(
        "kind", FieldType.TEXT, "Kind", is_facet=True, is_disjunctive=True, separator=",", hierarchy="/", unit="m"
    )
    assert shapes.field(one) == {
        "name": "kind", "label": "Kind", "type": "text", "description": None,
        "annotations": {"facet": [], "disjunctive": [], "multivalued": [","], "hierarchical": ["/"], "unit": ["m"]},
    }  # fmt: skip


def test_pages_with_and_without_total():
    assert shapes.page([], 0) == {"total_count": 0, "results": []}
    assert shapes.page([{"a": 1}], None) == {"results": [{"a": 1}]}


def test_facets_are_sent_with_both_spellings_of_links():
    child = FacetValue("2020/11", "11", 2)
    body = shapes.facets([Facet("day", "Day", (FacetValue("2020", "2020", 3, "refined", (child,)),))], [])
    assert body["_links"] == body["links"] == []
    assert body["facets"] == [{"name": "day", "facets": [
        {"name": "2020", "value": "2020", "count": 3, "state": "refined",
         "facets": [{"name": "11", "value": "2020/11", "count": 2, "state": "displayed"}]}]}]  # fmt: skip


def test_a_dataset_with_its_area():
    body = shapes.dataset(card("trees", "Trees"), "https://data.example/api/explore/v2.1")
    area = body["metas"]["default"]["geographic_area"]
    assert area["geometry"]["coordinates"][0][0] == [7.5, 51.9]
    assert shapes.dataset(card("trees", "Trees", bbox=None), "")["metas"]["default"]["geographic_area"] is None
