"""What people and programs get wrong: the right status, a message that names the place, a remedy; never a fault of ours."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conformance.conftest import Served

SQL = (
    "1; DROP TABLE catalog_dataset; --",
    "' OR '1'='1",
    "*) FROM duckdb_settings() --",
    "read_csv('/etc/passwd')",
    "\x00",
    "💥" * 50,
)
PARAMETERS = ("select", "where", "group_by", "having", "order_by", "limit", "offset", "cursor", "refine", "exclude", "facet", "lang",
              "timezone", "include_links", "delimiter", "epsg", "compressed", "list_separator", "use_labels", "parquet_compression")  # fmt: skip
PLACES = ("catalog/datasets", "catalog/facets", "catalog/exports/csv", "catalog/exports/ttl", "catalog/datasets/schools",
          "catalog/datasets/schools/records", "catalog/datasets/schools/records/0123", "catalog/datasets/schools/facets",
          "catalog/datasets/schools/exports/csv", "catalog/datasets/schools/exports/parquet")  # fmt: skip


def get(served: Served, path: str, **params: str) -> httpx.Response:
    return httpx.get(f"{served.explore}/{path}", params=params, timeout=30)


@pytest.mark.parametrize(
    ("params", "code", "words"),
    [
        ({"where": "nope = 1"}, "ODSQLError", "Unknown field: nope. Clause(s) containing the error(s): where."),
        ({"select": "nope"}, "ODSQLError", "Clause(s) containing the error(s): select."),
        ({"select": "nope(site)"}, "ODSQLError", "nope()"),
        ({"where": "bikes = 'many'"}, "", "where"),
        ({"where": "day = 'monday'"}, "IncompatibleTypesInComparisonFilter", "where"),
        ({"where": "site = 'unterminated"}, "ODSQLSyntaxError", "position"),
        ({"where": "(" * 5000}, "", "where"),
        ({"limit": "101"}, "InvalidRESTParameterError", "101 was found but -1 <= limit <= 100 is expected"),
        ({"limit": "-2"}, "InvalidRESTParameterError", "-2 was found"),
        ({"limit": "ten"}, "InvalidRESTParameterError", "ten was found"),
        ({"offset": "-1"}, "InvalidRESTParameterError", "offset"),
        ({"offset": "9999", "limit": "10"}, "InvalidRESTParameterError", "10009 was found but <= 10000 is expected"),
        ({"cursor": "made-up"}, "InvalidRequest", "cursor"),
        ({"timezone": "Mars/Olympus"}, "InvalidRESTParameterError", "timezone"),
        ({"lang": "klingon"}, "InvalidRESTParameterError", "lang"),
        ({"refine": "nothing"}, "InvalidRESTParameterError", "FACET:VALUE"),
        ({"include_links": "perhaps"}, "InvalidRESTParameterError", "include_links"),
    ],
)
def test_records(served: Served, params: dict[str, str], code: str, words: str) -> None:
    found = get(served, "catalog/datasets/bike-counts-daily/records", **params)
    assert found.status_code == 400
    assert words in found.json()["message"]
    assert code in found.json()["error_code"]


def test_a_near_name_is_proposed(served: Served) -> None:
    body = get(served, "catalog/datasets/bike-counts-daily/records", where="bike > 1").json()
    assert "bikes" in body["hint"]


def test_minus_one_is_as_many_as_a_page_holds(served: Served) -> None:
    assert len(get(served, "catalog/datasets/bike-counts-daily/records", limit="-1").json()["results"]) == 100


@pytest.mark.parametrize("place", PLACES)
def test_sql_in_every_parameter(served: Served, place: str) -> None:
    for name in PARAMETERS:
        for text in SQL:
            found = get(served, place, **{name: text})
            assert found.status_code in (200, 400, 404), (place, name, text, found.text[:300])
            if found.status_code != 200:
                assert found.json()["message"] and found.json()["error_code"]
                assert "duckdb" not in found.text.lower().replace(text.lower(), "")


@pytest.mark.parametrize(
    "path",
    ["catalog/datasets/nowhere", "catalog/datasets/nowhere/records", "catalog/datasets/nowhere/facets", "catalog/datasets/schools@99/records",
     "catalog/datasets/nowhere/exports/csv", "catalog/datasets/nowhere/attachments", "catalog/datasets/schools/records/nobody",
     "catalog/datasets/schools/attachments/nothing", "catalog/nothing", "nothing", "catalog/datasets/budget/records",
     "catalog/datasets/' OR 1=1 --/records", "catalog/datasets/schools@99999999999999999999999"],
)  # fmt: skip
def test_what_there_is_not(served: Served, path: str) -> None:
    found = get(served, path)
    assert found.status_code == 404
    assert found.json()["error_code"] == "NotFoundResource"
    assert "hint" in found.json()


def test_a_megabyte_of_parentheses(served: Served) -> None:
    """The server refuses a line that long before it becomes a question; a shorter one is refused with words."""
    address = urlsplit(served.url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    line.request("GET", "/api/explore/v2.1/catalog/datasets/schools/records?where=" + "(" * 1_000_000)
    assert line.getresponse().status in (400, 414, 431)
    found = get(served, "catalog/datasets/schools/records", where="(" * 20_000)
    assert found.status_code == 400 and len(found.text) < 1000
    assert get(served, "catalog/datasets/schools/records").status_code == 200


def test_other_methods(served: Served) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        found = httpx.request(method, f"{served.explore}/catalog/datasets")
        assert (found.status_code, found.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert httpx.options(f"{served.explore}/catalog/datasets").status_code == 204


def test_an_unknown_format(served: Served) -> None:
    found = get(served, "catalog/datasets/schools/exports/docx")
    assert found.status_code == 400
    assert "csv" in found.json()["hint"]
    assert get(served, "catalog/datasets/bike-counts-daily/exports/shp").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "format=docx",
        "rows=many",
        "rows=-5",
        "csv_separator=ab",
        "timezone=Mars",
        "sort=nope",
        "refine.nope=1",
        "q=%00",
        "exclude.=1",
    ],
)
def test_the_older_download(served: Served, query: str) -> None:
    found = httpx.get(f"{served.url}/explore/dataset/schools/download/?{query}")
    assert found.status_code in (200, 400)
    if found.status_code == 400:
        assert found.json()["error"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("glass-containers/10/533/338.mvt", 200),
        ("nowhere/10/533/338.mvt", 404),
        ("budget/0/0/0.mvt", 404),
        ("bike-counts-daily/0/0/0.mvt", 400),
        ("glass-containers/99/0/0.mvt", 400),
        ("glass-containers/1/7/0.mvt", 400),
        ("glass-containers/1/0/0.mvt?where=nope", 400),
        ("glass-containers/1/0/0.mvt?where=((", 400),
        ("glass-containers/1/0/0.mvt?timezone=Mars", 400),
        ("glass-containers/1/0/0.mvt?refine=nope:1", 400),
        ("glass-containers@9/1/0/0.mvt", 404),
    ],
)
def test_tiles(served: Served, path: str, status: int) -> None:
    found = httpx.get(f"{served.url}/tiles/{path}")
    assert found.status_code == status
    assert status == 200 or found.json()["title"]


def test_files_that_are_not_what_their_names_say(served: Served) -> None:
    headers = {"Authorization": f"Apikey {served.key}"}
    for name, content in (("empty.csv", b""), ("binary.csv", bytes(range(256)) * 40), ("not.xlsx", b"hello"), ("not.parquet", b"PAR1"),
                          ("not.zip", b"PK\x03\x04broken"), ("not.geojson", b"{]"), ("plain.exe", b"MZ\x00\x00")):  # fmt: skip
        found = httpx.post(
            f"{served.url}/api/v1/datasets/broken", files={"file": (name, content)}, headers=headers, timeout=30
        )
        assert found.status_code in (400, 413), (name, found.text[:300])
        assert found.json()["title"] and found.headers["Content-Type"].startswith("application/problem+json")
    assert httpx.get(f"{served.url}/api/v1/datasets/broken").status_code == 404


def test_publishing_needs_a_key(served: Served) -> None:
    found = httpx.post(f"{served.url}/api/v1/datasets/new", files={"file": ("a.csv", b"a;b\n1;2\n")})
    assert found.status_code == 401
    assert found.headers["WWW-Authenticate"] == "Apikey"
