"""Who may enter the desk, and what she may change there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from civora.catalog import queries as catalog
from civora.core.policy.types import Reader
from civora.people import queries as people
from civora.stewardship import rules
from civora.www.pages import reader_of

PUBLISHING = frozenset({"administrator", "publisher"})


def staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who publish for some organisation. Others are told so; strangers sign in first."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, **path: Any) -> HttpResponse:
        reader = reader_of(request)
        rules.check_may_publish(reader)
        return view(request, reader, **path)

    return wrapped


def check_keeps(reader: Reader, key: str) -> None:
    """Raises NotSteward where the dataset is another organisation's."""
    if catalog.exists(key):
        rules.check_is_steward(reader, catalog.owner(key))


def publishers(reader: Reader) -> tuple[tuple[str, str], ...]:
    """(key, name) of the organisations that this person publishes for."""
    mine = {key for key, role in reader.roles if role in PUBLISHING}
    return tuple((one.key, one.name) for one in people.organisations() if reader.is_administrator or one.key in mine)
