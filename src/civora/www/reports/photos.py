"""`/reports/photos/KEY.jpg`: a photo beside a report. Its key cannot be guessed; a hidden report's photos are not given out."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from civora.reports import queries as reports
from civora.voices import queries as voices
from civora.voices.errors import UnknownPicture

KINDS = ("report", "draft")


@require_safe
def photo(request: HttpRequest, key: str, small: bool = False) -> HttpResponse:  # noqa: FBT001, FBT002 (Django names it)
    card = voices.picture(key)
    kind, _, number = card.subject.partition(":")
    if kind not in KINDS or (kind == "report" and reports.report(number, private=True).is_hidden):
        raise UnknownPicture("There is no such picture.", next_step="It may have been removed.")
    return served(request, key, is_small=small)


def served(request: HttpRequest, key: str, *, is_small: bool = False) -> HttpResponse:
    """The bytes of a picture that this reader may see, with their tag; nothing in them can run."""
    data = voices.picture_file(key, is_small=is_small)
    tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type="image/jpeg")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Content-Disposition"] = f'inline; filename="{key}.jpg"'
    response["ETag"], response["Cache-Control"] = tag, "no-cache"
    return response
