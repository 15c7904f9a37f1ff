"""The Explore API as its users have it: shapes, links past the window, conditional requests, parts of files, quotas."""

from __future__ import annotations

import csv
import gzip
import io
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import DC, DCAT, RDF, Graph

from tests.conformance.conftest import Served

BIKES = "catalog/datasets/bike-counts-daily"


def get(served: Served, path: str, headers: dict[str, str] | None = None, **params: Any) -> httpx.Response:
    return httpx.get(f"{served.explore}/{path}", params=params, headers=headers, timeout=60)


def rel(body: Any, name: str) -> str:
    return next((one["href"] for one in body["_links"] if one["rel"] == name), "")


@pytest.mark.parametrize("path", ["catalog", "catalog/datasets", "catalog/facets", "catalog/exports", BIKES, f"{BIKES}/records",
                                  f"{BIKES}/facets", f"{BIKES}/exports", f"{BIKES}/attachments", "openapi.json", "swagger.json"])  # fmt: skip
def test_every_path_takes_a_slash_at_its_end(served: Served, path: str) -> None:
    plain, slashed = get(served, path), get(served, f"{path}/")
    assert plain.status_code == slashed.status_code == 200
    assert set(plain.json()) == set(slashed.json())


def test_next_leads_past_the_window(served: Served) -> None:
    url = f"{served.explore}/{BIKES}/records?limit=100&offset=9900&select=site,day&order_by=day,site&include_links=true"
    seen: set[str] = set()
    for _ in range(3):
        body = httpx.get(url).json()
        assert body["total_count"] == 27071 and len(body["results"]) == 100
        fresh = {json.dumps({k: v for k, v in one.items() if k != "_links"}) for one in body["results"]}
        assert not fresh & seen
        seen |= fresh
        url = rel(body, "next")
    assert "cursor" in parse_qs(urlsplit(url).query)


def test_the_last_page_has_no_next(served: Served) -> None:
    body = get(served, "catalog/datasets/schools/records", limit=50, offset=50, include_links="true").json()
    assert len(body["results"]) == 50 and not rel(body, "next") and rel(body, "prev")
    assert {"self", "first", "last", "dataset", "catalog"} <= {one["rel"] for one in body["_links"]}


def test_links_hold_no_key(served: Served) -> None:
    body = get(served, f"{BIKES}/records", limit=1, include_links="true", apikey=served.key)
    assert body.status_code == 200 and served.key not in body.text


def test_one_record_by_the_id_that_app_metas_give(served: Served) -> None:
    first = get(served, f"{BIKES}/records", limit=1, include_app_metas="true", include_links="true").json()["results"][
        0
    ]
    assert {"_id", "_timestamp", "_size", "_links"} <= set(first)
    found = httpx.get(first["_links"][0]["href"]).json()
    assert {name: found[name] for name in ("site", "day", "bikes", "_id")} == {
        name: first[name] for name in ("site", "day", "bikes", "_id")
    }


def test_groups_bear_no_total(served: Served) -> None:
    body = get(served, f"{BIKES}/records", select="count(*)", group_by="site", limit=20000).json()
    assert set(body) == {"results"} and set(body["results"][0]) == {"site", "count(*)"}


def test_a_dataset_has_all_keys_of_the_standard(served: Served) -> None:
    body = get(served, BIKES).json()
    assert {
        "dataset_id",
        "dataset_uid",
        "attachments",
        "has_records",
        "data_visible",
        "features",
        "metas",
        "fields",
    } <= set(body)
    assert {"title", "description", "theme", "keyword", "license", "license_url", "language", "metadata_languages", "timezone", "modified",
            "data_processed", "metadata_processed", "geographic_area", "publisher", "references", "records_count", "attributions",
            "federated", "parent_domain"} <= set(body["metas"]["default"])  # fmt: skip
    assert set(body["fields"][0]) == {"name", "label", "type", "description", "annotations"}


def test_the_same_question_again_is_not_answered_twice(served: Served) -> None:
    for path in (
        f"{BIKES}/records",
        f"{BIKES}/facets",
        f"{BIKES}/exports/csv",
        "catalog/datasets",
        "catalog/exports/ttl",
    ):
        first = get(served, path)
        again = get(served, path, {"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
    other = get(served, f"{BIKES}/records", {"If-None-Match": first.headers["ETag"]}, limit=2)
    assert other.status_code == 200


def test_parts_of_a_file(served: Served) -> None:
    whole = get(served, f"{BIKES}/exports/parquet")
    size, tag = len(whole.content), whole.headers["ETag"]
    part = get(served, f"{BIKES}/exports/parquet", {"Range": "bytes=100-199", "If-Range": tag})
    assert (part.status_code, part.headers["Content-Range"]) == (206, f"bytes 100-199/{size}")
    assert part.content == whole.content[100:200]
    foot = get(served, f"{BIKES}/exports/parquet", {"Range": "bytes=-4"})
    assert foot.content == b"PAR1"
    beyond = get(served, f"{BIKES}/exports/parquet", {"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    changed = get(served, f"{BIKES}/exports/parquet", {"Range": "bytes=0-9", "If-Range": '"older"'})
    assert (changed.status_code, len(changed.content)) == (200, size)


def test_head_asks_for_nothing(served: Served) -> None:
    found = httpx.head(f"{served.explore}/{BIKES}/exports/csv")
    assert found.status_code == 200 and found.content == b"" and found.headers["Accept-Ranges"] == "bytes"
    assert httpx.get(f"{served.url}/-/ready").status_code == 200


def test_csv_as_asked_for(served: Served) -> None:
    text = get(served, f"{BIKES}/exports/csv", limit=3).content
    assert text.startswith(b"\xef\xbb\xbf") and text.splitlines()[0].endswith(b"site;day;bikes")
    plain = get(served, f"{BIKES}/exports/csv", limit=3, with_bom="false", delimiter=",", quote_all="true").text
    assert next(iter(csv.reader(io.StringIO(plain)))) == ["site", "day", "bikes"] and plain.startswith('"site"')
    packed = get(served, f"{BIKES}/exports/csv", compressed="true", with_bom="false").content
    assert gzip.decompress(packed).count(b"\n") == 27072


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", b"\xef\xbb\xbf"), ("json", b"["), ("jsonl", b"{"), ("geojson", b"{"), ("xlsx", b"PK"), ("parquet", b"PAR1"), ("shp", b"PK"),
     ("kml", b"<?xml"), ("gpx", b"<?xml"), ("fgb", b"fgb")],
)  # fmt: skip
def test_every_format(served: Served, form: str, start: bytes) -> None:
    for key in ("glass-containers", "neighborhoods"):
        found = get(served, f"catalog/datasets/{key}/exports/{form}")
        assert found.status_code == 200 and found.content.startswith(start)
        assert "attachment" in found.headers["Content-Disposition"]
    listed = {one["rel"] for one in get(served, "catalog/datasets/glass-containers/exports").json()["_links"]}
    assert form in listed


@pytest.mark.parametrize(
    ("form", "syntax"),
    [("dcat", "xml"), ("rdf", "xml"), ("dcat_ap_de", "xml"), ("ttl", "turtle"), ("jsonld", "json-ld")],
)
def test_the_catalogue_for_harvesters(served: Served, form: str, syntax: str) -> None:
    graph = Graph().parse(data=get(served, f"catalog/exports/{form}").text, format=syntax)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 4
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) >= 12


def test_the_catalogue_as_files(served: Served) -> None:
    assert len(get(served, "catalog/exports/json").json()) == 4
    assert len(get(served, "catalog/exports/data.json").json()["dataset"]) == 4
    rows = list(
        csv.DictReader(io.StringIO(get(served, "catalog/exports/csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert {one["dataset_id"] for one in rows} == {"schools", "glass-containers", "neighborhoods", "bike-counts-daily"}
    assert get(served, "catalog/exports/xlsx").content.startswith(b"PK")


def test_calls_left_are_told(served: Served) -> None:
    first, second = get(served, BIKES), get(served, BIKES)
    assert int(first.headers["X-RateLimit-Limit"]) == 10_000
    assert int(second.headers["X-RateLimit-Remaining"]) < int(first.headers["X-RateLimit-Remaining"])
    keyed = get(served, BIKES, {"authorization": f"APIKEY {served.key}"})
    assert int(keyed.headers["X-RateLimit-Limit"]) == 100_000
    for name in (
        "X-RateLimit-Reset",
        "X-RateLimit-dataset-Limit",
        "X-RateLimit-dataset-Remaining",
        "X-RateLimit-dataset-Reset",
    ):
        assert keyed.headers[name]


def test_closed_rows_open_with_a_key_only(served: Served) -> None:
    assert get(served, "catalog/datasets/budget/records").status_code == 404
    for given in ({"Authorization": f"Apikey {served.key}"}, {"Authorization": f"Bearer {served.key}"}):
        assert get(served, "catalog/datasets/budget/records", given).json()["total_count"] == 1501
    assert get(served, "catalog/datasets/budget/records", apikey=served.key).status_code == 200
    assert get(served, BIKES, {"Authorization": "Apikey nobody"}).status_code == 401


@pytest.mark.parametrize("form", ["jsonld", "turtle", "ttl", "rdfxml", "n3", "ov2"])
def test_graphs_and_points_of_interest(served: Served, form: str) -> None:
    found = get(served, f"catalog/datasets/glass-containers/exports/{form}", limit=5)
    assert found.status_code == 200 and len(found.content) > 100
    syntax = {"jsonld": "json-ld", "turtle": "turtle", "ttl": "turtle", "rdfxml": "xml", "n3": "n3"}.get(form)
    if syntax:
        assert len(set(Graph().parse(data=found.text, format=syntax).subjects())) == 5


def test_the_catalogue_as_a_feed_and_as_dublin_core(served: Served) -> None:
    feed = ElementTree.fromstring(get(served, "catalog/exports/rss").content)
    assert feed.tag == "rss" and len(feed.findall("channel/item")) == 4
    assert all(item.findtext("link", "").startswith(served.url) for item in feed.findall("channel/item"))
    core = Graph().parse(data=get(served, "catalog/exports/dublin_core").text, format="xml")
    assert len(set(core.subjects(DC.title, None))) == 4
    listed = {one["rel"] for one in get(served, "catalog/exports").json()["_links"]}
    assert {"rss", "dublin_core", "csv", "json", "xlsx", "rdf", "ttl", "data.json", "dcat", "dcat_ap_de"} <= listed


def test_attachments(served: Served) -> None:
    """Given with a key, listed, had by everyone, run by no browser, taken away."""
    own, keyed = f"{served.url}/api/v1/datasets/schools/attachments", {"Authorization": f"Apikey {served.key}"}
    page = b"<script>alert(document.cookie)</script>"
    assert httpx.post(own, files={"file": ("a.pdf", b"%PDF-1.4")}).status_code == 401
    assert httpx.post(own, files={"file": ("a.exe", b"MZ\x90")}, headers=keyed).status_code == 400
    assert (
        httpx.post(
            own, files={"file": ("../../evil page.html", page)}, headers=keyed, data={"title": "A page"}
        ).status_code
        == 200
    )
    time.sleep(0.6)  # a change is seen within half a second
    body = get(served, "catalog/datasets/schools/attachments").json()
    (one,) = body["attachments"]
    assert one["metas"] == {
        "mime-type": "application/octet-stream",
        "title": "A page",
        "url": "evil-page.html",
        "id": "evil-page.html",
    }
    found = httpx.get(one["href"])
    assert found.content == page and found.headers["Content-Type"] == "application/octet-stream"
    assert (
        found.headers["Content-Disposition"].startswith("attachment")
        and found.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert httpx.get(one["href"], headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert httpx.get(one["href"], headers={"Range": "bytes=0-6"}).content == page[:7]
    assert get(served, "catalog/datasets/schools").json()["attachments"][0]["url"] == one["href"]
    assert httpx.delete(f"{own}/evil-page.html").status_code == 401
    assert httpx.delete(f"{own}/evil-page.html", headers=keyed).status_code == 200
    time.sleep(0.6)
    assert httpx.get(one["href"]).status_code == 404
