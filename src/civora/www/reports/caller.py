"""The network address of who sends, to count floods by the day."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.CIVORA_BEHIND_PROXY else ""
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
