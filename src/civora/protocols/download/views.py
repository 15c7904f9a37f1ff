"""One file."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.protocols.download import dialect
from civora.protocols.download.errors import status_of
from civora.protocols.shared import access, geofilter
from civora.protocols.shared.streaming import attachment
from civora.reading import queries as reading


def download(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    params = dict(request.GET.lists())
    try:
        reader, allowance = access.enter(request)
        query = dialect.query(params, *split_version(key), lang=str(settings.LANGUAGE_CODE))
        query = geofilter.filtered(query, params, reader)
        export = reading.export(query, reader, dialect.form(params), dialect.options(params), door="download")
        return access.with_allowance(attachment(request, export), allowance)
    except CivoraError as error:
        body = JsonResponse({"error": error.message, "hint": error.next_step}, status=status_of(error))
        return access.with_way_out(body, error)
