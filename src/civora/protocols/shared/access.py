"""Who asks an API, and how much of the day's calls is left."""

from __future__ import annotations

import math
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from civora.core.errors import Busy, CivoraError, NotAllowed
from civora.core.policy.types import Reader
from civora.people import actions as people_actions
from civora.people import queries as people
from civora.stewardship import actions as stewardship
from civora.stewardship.errors import QuotaSpent
from civora.stewardship.types import Allowance

Answer = TypeVar("Answer", bound=HttpResponseBase)

LOOPBACK = ("127.0.0.1", "::1")
KEY_LENGTH = 200
BUSY_SECONDS = 2


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
    found = people_actions.use_api_key(secret=key, at=timezone.now()) if is_lawful(key) else None
    if found is None:
        raise UnknownKey("This API key is not known.", next_step="Copy it once more, or make a new one.")
    return found


def is_lawful(key: str) -> bool:
    return len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()


def enter(request: HttpRequest) -> tuple[Reader, Allowance]:
    """Who asks, and what is left to her after this call. A call with an unknown key counts for its address.

    Raises UnknownKey, QuotaSpent.
    """
    try:
        reader = reader_of(request)
    except UnknownKey:
        spend(request, key="")
        raise
    return reader, spend(request, key=key_of(request))


def address_of(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.CIVORA_BEHIND_PROXY else ""
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def spend(request: HttpRequest, *, key: str) -> Allowance:
    """Count this call for its key, or its address where there is none. Raises QuotaSpent."""
    address = address_of(request)
    return stewardship.spend(
        subject=key or address, has_key=bool(key), is_loopback=address in LOOPBACK, at=timezone.now()
    )


def with_allowance(response: Answer, allowance: Allowance) -> Answer:
    """The headers that clients look at to slow down in time."""
    for prefix in ("X-RateLimit", "X-RateLimit-dataset"):
        response[f"{prefix}-Limit"] = str(allowance.limit)
        response[f"{prefix}-Remaining"] = str(allowance.remaining)
        response[f"{prefix}-Reset"] = f"{allowance.resets_at:%Y-%m-%d %H:%M:%S}+00:00"
    return response


def with_way_out(response: Answer, error: CivoraError) -> Answer:
    """What the standard headers say beside an error: when to come back, what may be asked, how to sign in."""
    if isinstance(error, QuotaSpent):
        seconds = math.ceil((error.resets_at - timezone.now()).total_seconds())
        response["Retry-After"] = str(max(1, seconds))
        return with_allowance(response, Allowance(error.limit, 0, error.resets_at))
    if isinstance(error, UnknownKey):
        response["WWW-Authenticate"] = "Apikey"
    if isinstance(error, Busy):
        response["Retry-After"] = str(BUSY_SECONDS)
    return response
