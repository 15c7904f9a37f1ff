"""`/desk/outbox/`: the mail of a portal that has no mail server, for administrators."""

from __future__ import annotations

from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.core.policy.types import Reader
from civora.www.desk.access import desk
from civora.www.desk.pages import OutboxPage
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Crumb

SHOWN = 100


@require_safe
@desk()
def outbox(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Letters hold sign-in links, so administrators of the portal alone see them."""
    connection = get_connection()
    is_kept = hasattr(connection, "letters")
    letters = connection.letters(SHOWN) if is_kept else ()
    return page(request, "desk/outbox.html", OutboxPage(crumbs(Crumb(gettext("Outgoing mail"))), letters, is_kept))
