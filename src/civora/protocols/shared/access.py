"""Who asks an API, and how much of the day's calls is left."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from civora.core.errors import NotAllowed
from civora.core.policy.types import Reader
from civora.people import queries as people
from civora.stewardship import actions as stewardship
from civora.stewardship.types import Allowance

LOOPBACK = ("127.0.0.1", "::1")


class UnknownKey(NotAllowed):
    """An API key that nobody has (401)."""

    code = "protocols.unknown_key"


def key_of(request: HttpRequest) -> str:
    """`Authorization: Apikey K` (any case), `?apikey=K`, or `Authorization: Bearer K`; empty without."""
    word, _, rest = request.headers.get("Authorization", "").partition(" ")
    if word.lower() in ("apikey", "bearer"):
        return rest.strip()
    return request.GET.get("apikey", "") or request.GET.get("access_token", "")


def reader_of(request: HttpRequest) -> Reader:
    """Raises UnknownKey for a key that nobody has: a typing error must not read as "anonymous"."""
    key = key_of(request)
    if not key:
        return people.reader(getattr(request, "user", None))
    found = people.reader_for_key(key)
    if found is None:
        raise UnknownKey("This API key is not known.", next_step="Copy it once more, or make a new one.")
    return found


def address_of(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.CIVORA_BEHIND_PROXY else ""
    return (
        (forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", ""))
        if forwarded
        else request.META.get("REMOTE_ADDR", "")
    )


def spend(request: HttpRequest) -> Allowance:
    """Count this call. Raises QuotaSpent."""
    key, address = key_of(request), address_of(request)
    return stewardship.spend(
        subject=key or address, has_key=bool(key), is_loopback=address in LOOPBACK, at=timezone.now()
    )


def with_allowance(response: HttpResponse, allowance: Allowance) -> HttpResponse:
    """The headers that clients look at to slow down in time."""
    for prefix in ("X-RateLimit", "X-RateLimit-dataset"):
        response[f"{prefix}-Limit"] = str(allowance.limit)
        response[f"{prefix}-Remaining"] = str(allowance.remaining)
        response[f"{prefix}-Reset"] = f"{allowance.resets_at:%Y-%m-%d %H:%M:%S}+00:00"
    return response
