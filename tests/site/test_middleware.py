"""Headers of every answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from civora.site.middleware import Headers, is_open


def answered(path: str, *, secure: bool = False, response: HttpResponse | None = None, **params: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path, params, secure=secure)
    return Headers(lambda _: response or HttpResponse())(request)


def test_a_page_loads_its_own_and_is_framed_by_its_own() -> None:
    found = answered("/datasets/trees/")
    policy = found["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'self'"):
        assert part in policy
    assert "script-src 'self';" in policy
    assert (found["X-Content-Type-Options"], found["X-Frame-Options"]) == ("nosniff", "SAMEORIGIN")
    assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_an_embedded_view_may_stand_in_any_page() -> None:
    found = answered("/datasets/trees/map/", embed="1")
    assert "frame-ancestors *" in found["Content-Security-Policy"]
    assert "X-Frame-Options" not in found


@pytest.mark.parametrize("path", ["/account/", "/desk/", "/account/login/", "/"])
def test_pages_of_accounts_are_read_by_no_other_site(path: str) -> None:
    assert "Access-Control-Allow-Origin" not in answered(path)


@pytest.mark.parametrize(
    "path",
    ["/api/explore/v2.1/catalog/datasets", "/api/v1/datasets", "/tiles/trees/0/0/0", "/explore/dataset/t/download/"],
)
def test_programs_on_other_sites_read_open_doors_without_cookies(path: str) -> None:
    found = answered(path)
    assert found["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in found
    assert "ETag" in found["Access-Control-Expose-Headers"]


def asked_before(path: str) -> HttpResponse:
    request = RequestFactory().options(
        path, headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    )
    return Headers(lambda _: HttpResponse(status=405))(request)


def test_a_program_on_another_site_may_send_its_key() -> None:
    found = asked_before("/api/v1/datasets")
    assert (found.status_code, found["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Authorization" in found["Access-Control-Allow-Headers"]
    assert "POST" in found["Access-Control-Allow-Methods"]
    assert "POST" not in asked_before("/api/explore/v2.1/catalog/datasets")["Access-Control-Allow-Methods"]


def test_no_program_on_another_site_may_use_the_desk() -> None:
    found = asked_before("/desk/")
    assert found.status_code == 405
    assert "Access-Control-Allow-Origin" not in found


def test_https_is_remembered_only_where_it_is_spoken() -> None:
    assert "Strict-Transport-Security" not in answered("/")
    assert answered("/", secure=True)["Strict-Transport-Security"].startswith("max-age=")


def test_a_view_may_set_its_own_policy() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    assert answered("/", response=own)["Content-Security-Policy"] == "default-src 'none'"


def test_the_desk_and_accounts_are_no_open_doors() -> None:
    assert [is_open(path) for path in ("/desk/", "/account/keys/", "/-/metrics", "/datasets/trees/")] == [False] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/-/health", "/account/login/", "/api/explore/v2.1/catalog/datasets?limit=-1", "/nothing"]
)
def test_every_answer_bears_them(client: Any, path: str) -> None:
    found = client.get(path)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in found
