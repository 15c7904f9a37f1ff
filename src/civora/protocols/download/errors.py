"""Our errors as statuses of the older download."""

from __future__ import annotations

from civora.core.errors import Busy, CivoraError, NotAllowed, NotFound, Refused, TooMuch
from civora.protocols.shared.access import UnknownKey
from civora.stewardship.errors import QuotaSpent

STATUS: dict[type[CivoraError], int] = {
    UnknownKey: 401, QuotaSpent: 429, NotFound: 404, NotAllowed: 403, Refused: 400, TooMuch: 400, Busy: 503, CivoraError: 500,
}  # fmt: skip


def status_of(error: CivoraError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
