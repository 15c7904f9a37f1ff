"""`ukpyn` 1.4.3, the Python client of a network operator's open data, pointed at this portal."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from ukpyn.client import UKPNClient
from ukpyn.exceptions import AuthenticationError, NotFoundError, UnrecognisedFieldError, ValidationError

from tests.conformance.conftest import Served


def ask(served: Served, question: Callable[[UKPNClient], Awaitable[Any]], key: str = "") -> Any:
    async def asked() -> Any:
        async with UKPNClient(api_key=key or served.key, base_url=served.url) as client:
            return await question(client)

    return asyncio.run(asked())


def test_catalogue(served: Served) -> None:
    found = ask(served, lambda client: client.list_datasets(limit=50))
    assert found.total_count == 5
    assert "glass-containers" in {one.dataset.dataset_id for one in found.datasets}


def test_dataset_and_its_fields(served: Served) -> None:
    found = ask(served, lambda client: client.get_dataset("neighborhoods"))
    fields = found.fields if hasattr(found, "fields") and found.fields else found.dataset.fields
    assert "geo_shape" in {one.type for one in fields}


def test_records(served: Served) -> None:
    found = ask(
        served,
        lambda client: client.get_records("bike-counts-daily", where="bikes > 20000", order_by="bikes desc", limit=3),
    )
    counts = [one.fields["bikes"] for one in found.records]
    assert counts == sorted(counts, reverse=True) and len(counts) == 3
    assert found.total_count >= 3


def test_groups(served: Served) -> None:
    """The answer is what the standard says, without a total; the client's own model of a page demands one from everybody."""
    found = ask(
        served,
        lambda client: client._request(
            "GET",
            "/catalog/datasets/bike-counts-daily/records",
            params={"select": "sum(bikes) as total", "group_by": "year(day) as year"},
        ),
    )
    body = found if isinstance(found, dict) else found.json()
    assert body["results"] and {"year", "total"} == set(body["results"][0]) and "total_count" not in body


def test_places(served: Served) -> None:
    near = ask(
        served,
        lambda client: client.get_records("glass-containers", geofilter_distance="51.9625,7.6251,1000", limit=100),
    )
    assert 0 < near.total_count < 249
    ring = "(51.95,7.60),(51.95,7.65),(51.98,7.65),(51.98,7.60)"
    inside = ask(served, lambda client: client.get_records("glass-containers", geofilter_polygon=ring))
    assert 0 < inside.total_count < 249


def test_columns_refine_and_exclude(served: Served) -> None:
    found = ask(
        served,
        lambda client: client.get_records(
            "glass-containers", columns=["typ", "standort"], refine={"typ": "Glascontainer"}
        ),
    )
    assert set(found.records[0].fields) == {"typ", "standort"} and found.total_count == 249
    none = ask(served, lambda client: client.get_records("glass-containers", exclude={"typ": "Glascontainer"}))
    assert none.total_count == 0


def test_facets(served: Served) -> None:
    found = ask(served, lambda client: client.get_facets("glass-containers"))
    assert all(group.facets[0].count > 0 for group in found.facets)


def test_exports(served: Served) -> None:
    rows = json.loads(ask(served, lambda client: client.export_data("bike-counts-daily", "json", limit=1000)))
    assert len(rows) == 1000 and set(rows[0]) == {"site", "day", "bikes"}
    text = ask(served, lambda client: client.export_data("schools", "csv")).decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text), delimiter=";"))) == 100
    shape = ask(served, lambda client: client.export_data("glass-containers", "shapefile"))
    assert shape[:2] == b"PK"
    places = json.loads(ask(served, lambda client: client.export_data("glass-containers", "geojson")))
    assert len(places["features"]) == 249


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (lambda client: client.get_records("nowhere"), NotFoundError),
        (lambda client: client.get_records("schools", where="nope = 1"), UnrecognisedFieldError),
        (lambda client: client.get_records("schools", limit=101), ValidationError),
    ],
)
def test_errors_as_it_knows_them(
    served: Served, question: Callable[[UKPNClient], Awaitable[Any]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(served, question)


def test_a_wrong_key(served: Served) -> None:
    with pytest.raises(AuthenticationError):
        ask(served, lambda client: client.list_datasets(), key="civ_wrong")
