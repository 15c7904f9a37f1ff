"""`portalkit` 0.1.1, which speaks to four kinds of portals and finds out which one it has before it."""

from __future__ import annotations

import portalkit
import pytest
from portalkit.backends.base import Query
from portalkit.errors import DatasetNotFound

from tests.conformance.conftest import Served


@pytest.fixture(params=["", "opendatasoft"], ids=["found out", "told"])
def portal(request: pytest.FixtureRequest, served: Served) -> portalkit.Portal:
    return portalkit.open(served.url, kind=request.param or None, cache=False)


def test_search(portal: portalkit.Portal) -> None:
    assert portal.name == "opendatasoft"
    assert [one.id for one in portal.search("glass")] == ["glass-containers"]
    assert len(portal.search()) == 4


def test_describe(portal: portalkit.Portal) -> None:
    info = portal.describe("bike-counts-daily")
    assert (info.name, info.rows) == ("Bicycles a day", 27071)
    assert [one.name for one in info.fields] == ["site", "day", "bikes"]
    with pytest.raises(DatasetNotFound):
        portal.describe("nowhere")


def test_pages_and_beyond_the_window(portal: portalkit.Portal) -> None:
    assert len(portal.frame("bike-counts-daily", Query(limit=250))) == 250
    whole = portal.frame("bike-counts-daily", Query())
    assert len(whole) == 27071
    assert set(whole.columns) == {"site", "day", "bikes"}
