"""Where an answer leads to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from civora.core.query.ast import Query
from civora.protocols.explore import links
from civora.protocols.explore.dialect import Extras
from civora.reading.types import Rows
from tests.www.conftest import card

HERE = "https://data.example/api/explore/v2.1/catalog/datasets/trees/records"
BASE = "https://data.example/api/explore/v2.1"


def page(total=1000, cursor="C", ids=()):
    return Rows((), [(1,)], total, '"e"', card("trees", "Trees"), ids, cursor)


def made(query, found, **params):
    return {one["rel"]: one["href"] for one in links.of_page(HERE, params, found, query, BASE)}


def test_a_page_in_the_middle():
    found = made(Query("trees", limit=10, offset=20), page(), where=["a > 1"], limit=["10"], offset=["20"])
    assert set(found) == {"self", "first", "last", "prev", "next", "dataset", "catalog"}
    assert parse_qs(urlsplit(found["next"]).query) == {"where": ["a > 1"], "limit": ["10"], "cursor": ["C"]}
    assert parse_qs(urlsplit(found["last"]).query)["offset"] == ["990"]
    assert parse_qs(urlsplit(found["prev"]).query)["offset"] == ["10"]
    assert "offset" not in found["first"]


def test_the_last_page_is_not_linked_beyond_the_window():
    assert "last" not in made(Query("trees", limit=10), page(total=20_000), limit=["10"])


def test_no_next_at_the_end_and_no_keys_in_links():
    found = made(Query("trees", limit=10), page(cursor=""), apikey=["secret"], access_token=["secret"], limit=["10"])
    assert "next" not in found
    assert not any("secret" in href for href in found.values())


def test_an_empty_answer_and_limit_zero():
    assert made(Query("trees", limit=0), page(total=0, cursor=""))["first"] == HERE


def test_metas_are_added_as_asked_for():
    found = page(ids=("abc",))
    (plain,) = links.with_metas([{"a": 1}], found, BASE, Extras())
    (both,) = links.with_metas([{"a": 1}], found, BASE, Extras(links=True, app_metas=True))
    assert plain == {"a": 1}
    assert (both["_id"], both["_size"]) == ("abc", len(b'{"a":1}'))
    assert both["_links"][0]["href"] == f"{BASE}/catalog/datasets/trees/records/abc"


def test_a_dataset_leads_to_its_parts():
    made_of = links.with_links({"dataset_id": "trees"}, card("trees", "Trees"), BASE, Extras(links=True))
    assert {one["rel"] for one in made_of["_links"]} == {"self", "records", "facets", "exports", "attachments"}
