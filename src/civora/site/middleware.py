"""Headers of every answer: what a page may load, and who may read open answers from another site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from civora.www import basemap

OPEN_DOORS = ("/api/", "/tiles/", "/explore/", "/static/", "/open311/", "/catalog", "/-/city.css", "/-/base/")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "worker-src 'self' blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
EMBEDDED = POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")


FRAMED = frozenset({"datasets", "exhibits", "indicators"})
YEAR_SECONDS = 365 * 24 * 3600


class Headers:
    """Content security policy and cross-origin rules. Cookies are never accepted from another origin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = preflight(request) if is_preflight(request) else self.get_response(request)
        is_embedded = may_be_framed(request, response)
        response.headers.setdefault(
            "Content-Security-Policy", with_base_map(EMBEDDED) if is_embedded else policy(request.path)
        )
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), payment=(), usb=()")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
        if not is_embedded:
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        if is_open(request.path):
            response.headers.setdefault("Access-Control-Allow-Origin", "*")
            exposed = "ETag, Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
            response.headers.setdefault("Access-Control-Expose-Headers", exposed)
        return response


def may_be_framed(request: HttpRequest, response: HttpResponse) -> bool:
    """Other sites may frame views that only show, asked for with `embed=1`; a story where its publisher says so."""
    said = getattr(response, "may_be_framed", None)
    if said is not None:
        return bool(said)
    parts = [part for part in request.path.split("/") if part]
    first = next((part for part in parts if len(part) != 2), "")  # noqa: PLR2004 (behind the language)
    return request.GET.get("embed") == "1" and first in FRAMED


def policy(path: str) -> str:
    """A browser holds redirects of a form against `form-action`: signing in leads to the issuer that the operator has set."""
    issuer = settings.CIVORA_OIDC_ORIGIN
    if issuer and "/account/" in path:
        return POLICY.replace("form-action 'self'", f"form-action 'self' {issuer}")
    return with_base_map(POLICY)


def with_base_map(policy: str) -> str:
    """The base map that the city has configured may come from its own hosts, and from no other."""
    found = basemap.base()
    if found is None or not found.hosts:
        return policy
    hosts = " ".join(found.hosts)
    return policy.replace("connect-src 'self'", f"connect-src 'self' {hosts}").replace(
        "img-src 'self'", f"img-src 'self' {hosts}"
    )


def is_preflight(request: HttpRequest) -> bool:
    """A browser asks, before a program on another site sends its key, whether it may."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers and is_open(request.path)


def preflight(request: HttpRequest) -> HttpResponse:
    writes = "POST, PUT, PATCH, DELETE, " if request.path.startswith("/api/v1/") else ""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": f"GET, HEAD, {writes}OPTIONS",
            "Access-Control-Allow-Headers": "Authorization, If-None-Match, If-Range, Range, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )


def is_open(path: str) -> bool:
    """Addresses that programs on other sites may read, without credentials."""
    return path.startswith(OPEN_DOORS) or path.endswith((".json", ".csv", ".svg"))
