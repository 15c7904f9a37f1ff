"""Wrong proofs from one address: after twenty within an hour it has to wait. Only a salted hash is held, in memory."""

from __future__ import annotations

import hashlib
import secrets

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext

from civora.assembly.errors import TooMany
from civora.www.reports.caller import address_of

MOST, SECONDS = 20, 3600
SALT = secrets.token_hex(16)  # of this process: it is gone when the process ends


def name(request: HttpRequest) -> str:
    return f"votes.tries.{hashlib.sha256(f'{SALT}{address_of(request)}'.encode()).hexdigest()[:32]}"


def check(request: HttpRequest) -> None:
    """Raises TooMany."""
    if cache.get(name(request), 0) >= MOST:
        raise TooMany(
            gettext("Too many wrong proofs came from your connection."),
            next_step=gettext("Wait an hour, or come to the desk with your document."),
        )


def wrong(request: HttpRequest) -> None:
    cache.add(name(request), 0, SECONDS)
    cache.incr(name(request))
