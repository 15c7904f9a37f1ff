"""Our errors as problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Any

from civora.core.errors import Busy, CivoraError, Conflict, NotAllowed, NotFound, Refused, TooMuch
from civora.protocols.shared.access import UnknownKey
from civora.stewardship.errors import QuotaSpent

STATUS: dict[type[CivoraError], int] = {
    UnknownKey: 401, QuotaSpent: 429, NotFound: 404, NotAllowed: 403, Refused: 400, TooMuch: 413, Busy: 503, Conflict: 409,
    CivoraError: 500,
}  # fmt: skip
PROBLEMS = (400, 401, 403, 404, 409, 413, 429, 500, 503)
BROKEN = {
    "type": "urn:civora:protocols.broken", "title": "Something broke on our side. It has been written down.", "status": 500,
    "detail": "Try again; if it happens again, tell the portal's operator.", "code": "protocols.broken", "hint": "",
}  # fmt: skip


class KeyNeeded(UnknownKey):
    """A change without an API key."""

    code = "protocols.key_needed"

    def __init__(self) -> None:
        super().__init__("Changes need an API key.", next_step="Send Authorization: Apikey KEY.")


def status_of(error: CivoraError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(error: CivoraError) -> dict[str, Any]:
    return {
        "type": f"urn:civora:{error.code}", "title": error.message, "status": status_of(error), "detail": error.next_step,
        "code": error.code, "hint": str(error.details.get("hint") or ""),
    }  # fmt: skip
