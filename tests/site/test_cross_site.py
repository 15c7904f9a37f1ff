"""A page of another site changes nothing here in the name of who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from civora.people import actions as people
from civora.people.models import Person
from tests.factories.publishing import AT

WITHOUT_COOKIES = ("open311/", "api/explore/", "api/v1/")  # programs' doors: they know people by key only
READ_ONLY = ("desk/pages/api/main/",)  # the editor's list of its own pages takes no forms at all
POSTED = (
    "/reports/new/", "/reports/a/join/", "/reports/mine/x/", "/take-part/b/vote/c/", "/take-part/b/result/c/",
    "/take-part/b/proposals/new/", "/take-part/b/opinions/vote/", "/take-part/b/surveys/s/", "/contribute/c/send/",
    "/datasets/trees/talk/say/", "/reuses/new/", "/nominations/new/", "/neighbourhoods/n/join/", "/voices/flag/",
    "/me/", "/me/delete/", "/me/follow/", "/account/login/", "/account/logout/", "/account/keys/", "/account/signup/",
    "/desk/people/", "/desk/votes/new/", "/desk/reports/", "/de/reports/new/",
)  # fmt: skip


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here, one.callback


def test_only_the_doors_of_programs_take_forms_without_a_token() -> None:
    assert "django.middleware.csrf.CsrfViewMiddleware" in django_settings.MIDDLEWARE
    exempt = [path for path, view in addresses(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)]
    assert exempt
    assert [path for path in exempt if not path.startswith(WITHOUT_COOKIES + READ_ONLY)] == []


@pytest.fixture
def eva(db: None, settings: Any) -> Client:
    settings.ALLOWED_HOSTS = ["testserver"]
    people.add_person(email="eva@example.org", role="administrator", by="t", at=AT)
    visit = Client(enforce_csrf_checks=True)
    visit.force_login(Person.objects.get(email="eva@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    return visit


def kept() -> dict[str, int]:
    return {kind._meta.label: kind.objects.count() for kind in apps.get_models()}


@pytest.mark.parametrize("path", POSTED)
def test_a_form_of_another_site_is_refused_before_anything_is_read(eva: Client, path: str) -> None:
    before = kept()
    answer = eva.post(path, {"do": "send", "email": "x@example.org"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "another page" in answer.content.decode() or "form" in answer.content.decode()
    assert kept() == before


@pytest.mark.parametrize(
    "path",
    ["/api/v1/datasets", "/api/v1/openapi.json", "/api/explore/v2.1/catalog/datasets", "/desk/pages/api/main/pages/"],
)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_doors_without_a_token_change_nothing_by_cookie(eva: Client, path: str, method: str) -> None:
    """Open311's own door, which takes reports, has its test in tests/conformance/open311."""
    before = kept()
    answer = getattr(eva, method)(path, "{}", content_type="application/json")
    is_sent_to_sign_in = answer.headers.get("Location", "").startswith("/account/login/")  # who may not edit pages
    assert answer.status_code in {401, 403, 405} or is_sent_to_sign_in
    assert kept() == before


def test_cookies_stay_at_home() -> None:
    assert django_settings.SESSION_COOKIE_SAMESITE == django_settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert django_settings.SESSION_COOKIE_HTTPONLY
