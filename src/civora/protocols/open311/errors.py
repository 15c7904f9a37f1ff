"""Our errors in the words and numbers of GeoReport: 404 not found, 403 for keys, 400 for all else that is wrong."""

from __future__ import annotations

from typing import Any

from civora.core.errors import Busy, CivoraError, Conflict, NotAllowed, NotFound, Refused, TooMuch
from civora.protocols.shared.access import UnknownKey
from civora.reports.errors import NotCaseWorker, TooManyReports, UnknownReport
from civora.stewardship.errors import QuotaSpent

STATUS: dict[type[CivoraError], int] = {
    UnknownKey: 403, QuotaSpent: 429, TooManyReports: 429, NotFound: 404, NotAllowed: 403, Refused: 400, TooMuch: 413, Busy: 503,
    Conflict: 400, CivoraError: 500,
}  # fmt: skip
BROKEN = [{"code": 500, "description": "Something broke on our side. It has been written down. Try again."}]


class BadParameter(Refused):
    """A parameter that cannot be read."""

    code = "protocols.bad_parameter"


class KeyNeeded(NotAllowed):
    """A request without a key where the city asks for one."""

    code = "protocols.open311_key_needed"

    def __init__(self) -> None:
        super().__init__("api_key is missing.", next_step="Send the key that `civora key add` printed.")


class WrongMethod(Refused):
    code = "protocols.wrong_method"


class NoSuchAddress(UnknownReport):
    code = "protocols.unknown_path"


def status_of(error: CivoraError) -> int:
    if isinstance(error, WrongMethod):
        return 405
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body_of(error: CivoraError) -> list[dict[str, Any]]:
    return [{"code": status_of(error), "description": f"{error.message} {error.next_step}".strip()}]


__all__ = [
    "BROKEN",
    "BadParameter",
    "KeyNeeded",
    "NoSuchAddress",
    "NotCaseWorker",
    "WrongMethod",
    "body_of",
    "status_of",
]
