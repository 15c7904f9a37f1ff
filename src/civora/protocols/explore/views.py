"""Each endpoint: parameters to a query, one call, its shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.protocols.explore import dialect, shapes
from civora.protocols.explore import document as openapi
from civora.protocols.explore.errors import body_of, status_of
from civora.protocols.shared import access, dcat
from civora.protocols.shared.streaming import attachment, has_already, not_modified
from civora.reading import CATALOGUE
from civora.reading import queries as reading
from civora.reading.types import ExportOptions, Rows

DOOR = "explore"
Answer = HttpResponse | StreamingHttpResponse
View = Callable[..., Answer]


def endpoint(view: View) -> View:
    """Reader, quota, methods and errors, once for all. The view gets the reader and the parameters as lists."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, **path: Any) -> Answer:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in ("GET", "HEAD"):
            return answer({"message": "Only GET is allowed here.", "error_code": "MethodNotAllowed"}, status=405)
        try:
            allowance = access.spend(request)
            response = view(request, access.reader_of(request), dict(request.GET.lists()), **path)
        except CivoraError as error:
            return answer(body_of(error), status=status_of(error))
        return access.with_allowance(response, allowance)  # type: ignore[arg-type]  # a streaming response has headers too

    return wrapped


def preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Authorization, If-None-Match, Content-Type"
    response["Access-Control-Max-Age"] = "86400"
    return response


def answer(body: Any, *, status: int = 200, etag: str = "") -> HttpResponse:
    content = orjson.dumps(body, default=str, option=orjson.OPT_NON_STR_KEYS)
    response = HttpResponse(content, content_type="application/json; charset=utf-8", status=status)
    if etag:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


def base_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api/explore/v2.1")


def lang_of() -> str:
    return str(settings.LANGUAGE_CODE)


def known(query: Query, request: HttpRequest, reader: Reader) -> HttpResponse | None:
    """304 where the client has this answer: the lake is not asked."""
    tag = reading.etag(query, reader)
    return not_modified(tag) if has_already(request, tag) else None


# ---- the catalogue ----------------------------------------------------------------------------------------------


@endpoint
def root(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]]) -> Answer:
    base = base_of(request)
    rels = ("datasets", "facets", "exports")
    return answer(
        {
            "links": [shapes.link("self", f"{base}/catalog")]
            + [shapes.link(rel, f"{base}/catalog/{rel}") for rel in rels]
        }
    )


@endpoint
def document(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]]) -> Answer:
    return answer(openapi.document(base_of(request)))


@endpoint
def datasets(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]]) -> Answer:
    query = dialect.records(params, CATALOGUE, lang=lang_of())
    found = reading.rows(query, reader, door=DOOR)
    if query.groups is not None or query.select:
        return answer(page(found, query, request, params), etag=found.etag)
    keys = [row[0] for row in found.rows]
    cards = [reading.card(key, reader, None, query.lang) for key in keys]
    body = {"total_count": found.total, "results": [shapes.dataset(card, base_of(request)) for card in cards]}
    return answer(body | links(found, query, request, params), etag=found.etag)


@endpoint
def catalogue_facets(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]]) -> Answer:
    query = dialect.facets(params, CATALOGUE, lang=lang_of())
    return answer(shapes.facets(reading.facets(query, reader, door=DOOR), []), etag=reading.etag(query, reader))


@endpoint
def catalogue_exports(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]]) -> Answer:
    address = f"{base_of(request)}/catalog/exports"
    return answer(
        {"_links": [shapes.link("self", address)] + [shapes.link(one, f"{address}/{one}") for one in FORMATS]}
    )


@endpoint
def catalogue_export(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], form: str) -> Answer:
    query, options = dialect.export(params, CATALOGUE, lang=lang_of())
    if form in dcat.FORMATS:
        cards = [
            reading.card(row[0], reader, None, query.lang) for row in reading.rows(query, reader, total=False).rows
        ]
        made = dcat.written(cards, request.build_absolute_uri("/"), form)
        return HttpResponse(made, content_type=dcat.FORMATS[form])
    return attachment(request, reading.export(query, reader, form, given(options), door=DOOR))


FORMATS = ("csv", "json", "jsonl", "xlsx", "parquet", *dcat.FORMATS)


# ---- one dataset ------------------------------------------------------------------------------------------------


@endpoint
def dataset(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str) -> Answer:
    bare, version = split_version(key)
    query = dialect.single(params, bare, version, lang=lang_of())
    return answer(shapes.dataset(reading.card(bare, reader, version, query.lang), base_of(request)))


@endpoint
def records(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str) -> Answer:
    query = dialect.records(params, *split_version(key), lang=lang_of())
    same = known(query, request, reader)
    if same:
        return same
    wanted = dialect.extras(params)
    found = reading.rows(query, reader, record_ids=wanted.app_metas or wanted.links, door=DOOR)
    return answer(page(found, query, request, params), etag=found.etag)


@endpoint
def record(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str, record_id: str) -> Answer:
    query = dialect.single(params, *split_version(key), lang=lang_of())
    found = reading.record(query, record_id, reader, door=DOOR)
    zone = ZoneInfo(query.zone)
    return answer(shapes.record(found.rows[0], found.columns, zone) | {"_id": found.ids[0]}, etag=found.etag)


@endpoint
def facets(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str) -> Answer:
    query = dialect.facets(params, *split_version(key), lang=lang_of())
    same = known(query, request, reader)
    if same:
        return same
    links = [shapes.link("self", request.build_absolute_uri())]
    return answer(shapes.facets(reading.facets(query, reader, door=DOOR), links), etag=reading.etag(query, reader))


@endpoint
def exports(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str) -> Answer:
    bare, version = split_version(key)
    card = reading.card(bare, reader, version)
    return answer(shapes.exports(reading.formats(card), f"{base_of(request)}/catalog/datasets/{key}/exports"))


@endpoint
def export(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str, form: str) -> Answer:
    query, options = dialect.export(params, *split_version(key), lang=lang_of())
    return attachment(request, reading.export(query, reader, form, given(options), door=DOOR))


@endpoint
def attachments(request: HttpRequest, reader: Reader, params: Mapping[str, list[str]], key: str) -> Answer:
    bare, version = split_version(key)
    return answer(shapes.attachments(reading.card(bare, reader, version), base_of(request)))


# ---- pages and their links ----------------------------------------------------------------------------------------


def given(options: dialect.ExportOptions) -> ExportOptions:
    """The dialect's words as reading's; what only catalogue exports know is left out."""
    known_words = ExportOptions.__slots__
    return ExportOptions(**{name: value for name, value in asdict(options).items() if name in known_words})


def page(found: Rows, query: Query, request: HttpRequest, params: Mapping[str, list[str]]) -> dict[str, Any]:
    results = shapes.records(found, ZoneInfo(query.zone))
    wanted = dialect.extras(params)
    if wanted.app_metas:
        results = [one | {"_id": identity} for one, identity in zip(results, found.ids, strict=False)] or results
    if query.groups is not None:
        return {"results": results}
    return {"total_count": found.total, "results": results} | links(found, query, request, params)


def links(found: Rows, query: Query, request: HttpRequest, params: Mapping[str, list[str]]) -> dict[str, Any]:
    """With include_links: where the neighbours of this page are. `next` carries a cursor, which knows no window."""
    if not dialect.extras(params).links:
        return {}
    rest = request.GET.copy()
    for name in ("offset", "cursor"):
        rest.pop(name, None)
    here = request.build_absolute_uri(request.path)
    made = [shapes.link("self", request.build_absolute_uri()), shapes.link("first", f"{here}?{rest.urlencode()}")]
    if found.next_cursor:
        rest["cursor"] = found.next_cursor
        made.append(shapes.link("next", f"{here}?{rest.urlencode()}"))
    return {"_links": made}
