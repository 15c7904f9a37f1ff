"""A CivoraError as a page: what happened, and what to do next. Middleware, and Django's four handlers.

`site.urls`: `handler404 = "civora.www.errors.missing"`, `handler403 = "civora.www.errors.forbidden"`,
`handler400 = "civora.www.errors.bad"`, `handler500 = "civora.www.errors.broken"`.
`site.settings.MIDDLEWARE`: `civora.www.errors.ErrorPages`, last. Protocols answer their own errors in their views, so
none of theirs arrives here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext, gettext_lazy

from civora.core.errors import Busy, CivoraError, Conflict, NotAllowed, NotFound, Refused, TooMuch
from civora.www.formats import language
from civora.www.pages import page
from civora.www.said import is_said, said

log = logging.getLogger(__name__)

STATUS: dict[type[CivoraError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Refused: 400,
    TooMuch: 413,
    Busy: 503,
    Conflict: 409,
}
ENGLISH = frozenset({"core", "lake", "ledger", "people", "catalog", "stewardship", "intake", "reading", "exhibits"})
HEADINGS = {
    400: gettext_lazy("This address asks for something that cannot be answered"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("There is nothing at this address"),
    409: gettext_lazy("Something has changed in the meantime"),
    413: gettext_lazy("This asks for more than one page can carry"),
    429: gettext_lazy("Too many requests in a short time"),
    500: gettext_lazy("Something broke on our side"),
    503: gettext_lazy("All places are taken just now"),
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`message` and `next_step` of a room stand in the page's language; where nobody has translated them, `lang` says so. `code` is for whoever reports it."""

    status: int
    heading: str
    message: str = ""
    next_step: str = ""
    code: str = ""
    lang: str = ""


def status_of(error: CivoraError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def error_page(
    request: HttpRequest, status: int, *, message: str = "", next_step: str = "", code: str = "", lang: str = ""
) -> HttpResponse:
    """The page for one status. Busy answers say when to come back."""
    heading = str(HEADINGS.get(status, HEADINGS[400]))
    response = page(request, "error.html", ErrorPage(status, heading, message, next_step, code, lang), status=status)
    response["Cache-Control"] = "no-store"
    if status in (429, 503):
        response["Retry-After"] = "5"
    return response


def _lang(error: CivoraError) -> str:
    """The language of a sentence that nobody has translated: rooms above the doors and pages speak the page's own."""
    is_plain = error.code.partition(".")[0] in ENGLISH and not is_said(error.message)
    return "en" if is_plain and language() != "en" else ""


class ErrorPages:
    """Catches what the rooms raise out of a page's view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CivoraError):
            return None
        status = status_of(error)
        if status == 404:  # the same words whether it is missing or hidden
            return missing(request, error)
        return error_page(
            request,
            status,
            message=said(error.message),
            next_step=said(error.next_step),
            code=error.code,
            lang=_lang(error),
        )


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        404,
        message=gettext("It may have been renamed or withdrawn, or the address has a typing error in it."),
        code="www.missing",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, message=gettext("Sign in with an account that may see it."), code="www.forbidden")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`settings.CSRF_FAILURE_VIEW`."""
    message = gettext(
        "The form was open for too long or cookies are off. Go back, load the page again and send it once more."
    )
    return error_page(request, 403, message=message, code="www.form_expired")


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, message=gettext("Check the address and try again."), code="www.bad_request")


def broken(request: HttpRequest) -> HttpResponse:
    """Never fails itself: where even the template breaks, a plain sentence is served."""
    message = gettext("It has been written down. Nothing that you sent is lost if you still see it in the form.")
    try:
        return error_page(request, 500, message=message, code="www.broken")
    except (TemplateDoesNotExist, TemplateSyntaxError, LookupError, RuntimeError):
        log.exception("the error page itself broke")
        return HttpResponse("<h1>Something broke on our side.</h1>", status=500)
