"""Our errors as statuses of a tile server."""

from __future__ import annotations

from civora.core.errors import Busy, CivoraError, NotAllowed, NotFound, Refused, TooMuch

STATUS: dict[type[CivoraError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Refused: 400,
    TooMuch: 413,
    Busy: 503,
    CivoraError: 500,
}


def status_of(error: CivoraError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
