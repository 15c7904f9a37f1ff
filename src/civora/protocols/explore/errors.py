"""Our errors in the words and numbers of the Explore API."""

from __future__ import annotations

from typing import Any

from civora.core.errors import Busy, CivoraError, Conflict, NotAllowed, NotFound, Refused, TooMuch
from civora.protocols.shared.access import UnknownKey
from civora.stewardship.errors import QuotaSpent


class UnknownPath(NotFound):
    """An address below the API's root that it does not have."""

    code = "protocols.unknown_path"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is no endpoint {path[:200]}.", next_step="/api/explore/v2.1/openapi.json lists all endpoints."
        )


STATUS: dict[type[CivoraError], int] = {
    UnknownKey: 401, QuotaSpent: 429, NotFound: 404, NotAllowed: 403, Refused: 400, TooMuch: 400, Busy: 503, Conflict: 409,
    CivoraError: 500,
}  # fmt: skip
NOT_ALLOWED = {"message": "Only GET is allowed here.", "error_code": "MethodNotAllowed"}
BROKEN = {
    "message": "Something broke on our side. It has been written down.",
    "error_code": "InternalError",
    "hint": "Try again; if it happens again, tell the portal's operator the address you asked for.",
}
NAMES: dict[int, str] = {
    401: "Unauthorized",
    403: "ForbiddenAccess",
    404: "NotFoundResource",
    409: "Conflict",
    500: "InternalError",
    503: "Busy",
}


def status_of(error: CivoraError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body_of(error: CivoraError) -> dict[str, Any]:
    """`message` and `error_code`, as clients match them; `hint` where there is one."""
    if isinstance(error, QuotaSpent):
        reset = f"{error.resets_at:%Y-%m-%dT%H:%M:%SZ}"
        return {
            "errorcode": 10002,
            "error": error.message,
            "call_limit": error.limit,
            "limit_time_unit": "day",
            "reset_time": reset,
        }
    name = getattr(error, "ods_code", "") or NAMES.get(status_of(error), "InvalidRequest")
    hint = str(error.details.get("hint") or error.next_step or "")
    return {"message": error.message, "error_code": name} | ({"hint": hint} if hint else {})
