"""Attachments, geofilters and graphs at the APIs' own doors, in this process."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civora.people import actions as people
from tests.factories.publishing import AT, published

EXPLORE = "/api/explore/v2.1/catalog/datasets/trees"
OWN = "/api/v1/datasets/trees/attachments"
PAGE = b"<script>alert(document.cookie)</script>"


@pytest.fixture
def key(portal: Path, tmp_path: Path) -> str:
    published(tmp_path)
    people.add_person(email="eva@example.org", role="administrator", by="t", at=AT)
    return f"Apikey {people.add_api_key(email='eva@example.org', label='', by='t', at=AT)}"


def body(response: object) -> bytes:
    content = getattr(response, "streaming_content", None)
    if content is None:
        return response.content  # type: ignore[attr-defined, no-any-return]

    async def read() -> bytes:
        return b"".join([chunk async for chunk in content])

    import asyncio

    return asyncio.run(read())


@pytest.mark.django_db
def test_attachments(key: str, client: Client) -> None:
    """Given with a key, listed, had by everyone, run by no browser, taken away."""
    assert client.post(OWN, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}).status_code == 401
    refused = client.post(OWN, {"file": SimpleUploadedFile("a.exe", b"MZ\x90")}, headers={"Authorization": key})
    assert refused.status_code == 400 and "program" in refused.json()["title"]
    given = {"file": SimpleUploadedFile("evil page.html", PAGE), "title": "A page"}
    made = client.post(OWN, given, headers={"Authorization": key})
    assert made.status_code == 200, made.content
    time.sleep(0.6)  # a change is seen within half a second
    (one,) = client.get(f"{EXPLORE}/attachments").json()["attachments"]
    assert one["metas"]["title"] == "A page" and one["metas"]["mime-type"] == "application/octet-stream"
    found = client.get(f"{EXPLORE}/attachments/evil-page.html")
    assert found.status_code == 200 and body(found) == PAGE and found["Content-Type"] == "application/octet-stream"
    assert found["Content-Disposition"].startswith("attachment") and "sandbox" in found["Content-Security-Policy"]
    assert found["X-Content-Type-Options"] == "nosniff"
    assert (
        client.get(f"{EXPLORE}/attachments/evil-page.html", headers={"If-None-Match": found["ETag"]}).status_code == 304
    )
    assert [one["name"] for one in client.get(OWN).json()["attachments"]] == ["evil-page.html"]
    assert client.delete(f"{OWN}/evil-page.html").status_code == 401
    assert client.delete(f"{OWN}/evil-page.html", headers={"Authorization": key}).status_code == 200
    time.sleep(0.6)
    assert client.get(f"{EXPLORE}/attachments/evil-page.html").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "total"),
    [("geofilter.distance=51.96,7.62,100", 1), ("geofilter.distance=51.96,7.62,50000", 3), ("geofilter.bbox=51.955,7.615,51.975,7.64", 2),
     ("geofilter.polygon=(51.9,7.6),(51.9,7.615),(52,7.615),(52,7.6)", 1), ("geofilter.distance=51.96,7.62,50000&where=id=1", 1)],
)  # fmt: skip
def test_geofilters(key: str, client: Client, words: str, total: int) -> None:
    found = client.get(f"{EXPLORE}/records?{words}")
    assert found.status_code == 200, found.content
    assert found.json()["total_count"] == total


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["geofilter.distance=here", "geofilter.distance=1", "geofilter.polygon=(1,2)", "geofilter.polygon=x') or ('1", "geofilter.bbox=1,2,3",
              "geofilter.circle=1", "geofilter.distance=999,999,1", "geofilter.distance=51.96,7.62,-5"]
)  # fmt: skip
def test_geofilters_that_cannot_be_read(key: str, client: Client, words: str) -> None:
    found = client.get(f"{EXPLORE}/records?{words}")
    assert found.status_code in (200, 400), found.content
    if found.status_code == 400:
        assert found.json()["message"]


@pytest.mark.django_db
def test_feeds_of_the_catalogue(key: str, client: Client) -> None:
    base = "/api/explore/v2.1/catalog/exports"
    assert b"<rss" in client.get(f"{base}/rss").content and b"<title>Trees</title>" in client.get(f"{base}/rss").content
    assert b"dc:title" in client.get(f"{base}/dublin_core").content
    listed = {one["rel"] for one in client.get(base).json()["_links"]}
    assert {"rss", "dublin_core", "csv", "ttl", "data.json"} <= listed
