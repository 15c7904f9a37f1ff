"""Who may enter the desk, and what she may change there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from civora.catalog import queries as catalog
from civora.core.errors import NotAllowed
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


class NotStaff(NotAllowed):
    """This screen of the desk is for others."""

    code = "www.not_staff"


def desk(*roles: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Guards a screen: `@desk("moderator")`. The view is called with the reader; administrators may enter every screen."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, **path: Any) -> HttpResponse:
            reader = reader_of(request)
            if not (reader.is_administrator or any(role in roles for _, role in reader.roles)):
                raise NotStaff(
                    gettext("This part of the desk is for people with another role."),
                    next_step=gettext("Ask an administrator for it: {roles}.").format(roles=", ".join(roles)),
                )
            return view(request, reader, **path)

        return wrapped

    return guard


def check_keeps(reader: Reader, key: str) -> None:
    """Raises NotSteward where the dataset is another organisation's."""
    if catalog.exists(key):
        rules.check_is_steward(reader, catalog.owner(key))


def publishers(reader: Reader) -> tuple[tuple[str, str], ...]:
    """(key, name) of the organisations that this person publishes for."""
    mine = {key for key, role in reader.roles if role in PUBLISHING}
    return tuple((one.key, one.name) for one in people.organisations() if reader.is_administrator or one.key in mine)
