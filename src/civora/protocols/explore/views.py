"""Each endpoint: parameters to a query, one call, its shape."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.protocols.explore import dialect, links, shapes
from civora.protocols.explore import document as openapi
from civora.protocols.explore.errors import BROKEN, NOT_ALLOWED, UnknownPath, body_of, status_of
from civora.protocols.shared import access, dcat, geofilter
from civora.protocols.shared.streaming import alone, attachment, has_already, not_modified
from civora.reading import CATALOGUE
from civora.reading import queries as reading
from civora.reading.types import ExportOptions, Rows

DOOR = "explore"
METHODS = "GET, HEAD, OPTIONS"
CATALOGUE_FORMATS = ("csv", "json", "jsonl", "xlsx", "parquet", *dcat.FORMATS)
Answer: TypeAlias = HttpResponse | StreamingHttpResponse
Params: TypeAlias = Mapping[str, list[str]]
View: TypeAlias = Callable[..., Answer]
log = logging.getLogger(__name__)


def endpoint(view: View) -> View:
    """Reader, quota, methods and errors, once for all. The view gets the reader and the parameters as lists."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, **path: Any) -> Answer:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in ("GET", "HEAD"):
            return allowed(answer(NOT_ALLOWED, status=405))
        try:
            reader, allowance = access.enter(request)
            return access.with_allowance(view(request, reader, dict(request.GET.lists()), **path), allowance)
        except CivoraError as error:
            return access.with_way_out(answer(body_of(error), status=status_of(error)), error)
        except Exception:  # a fault of ours: programs get JSON here too, and its place is written down
            log.exception("%s broke", request.path)
            return answer(BROKEN, status=500)

    return wrapped


def allowed(response: HttpResponse) -> HttpResponse:
    response["Allow"] = METHODS
    return response


def preflight() -> HttpResponse:
    response = allowed(HttpResponse(status=204))
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Authorization, If-None-Match, If-Range, Range, Content-Type"
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


def once(request: HttpRequest, query: Query, reader: Reader, body: Callable[[], Any]) -> HttpResponse:
    """The answer, or 304 where the client has it: then the lake is not asked."""
    tag = reading.etag(query, reader)
    return not_modified(tag) if has_already(request, tag) else answer(body(), etag=tag)


# ---- the catalogue ----------------------------------------------------------------------------------------------


@endpoint
def root(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    return answer(links.of_catalogue(base_of(request)))


@endpoint
def document(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    return answer(openapi.document(base_of(request)))


@endpoint
def unknown(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    raise UnknownPath(request.path)


@endpoint
def datasets(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    query = dialect.records(params, CATALOGUE, lang=lang_of())

    def body() -> dict[str, Any]:
        found = reading.rows(query, reader, door=DOOR)
        if query.groups is not None or query.select:
            return page(found, query, request, params)
        results = cards_of(found, query, request, reader, params)
        return shapes.page(results, found.total) | around(found, query, request, params)

    return once(request, query, reader, body)


def cards_of(found: Rows, query: Query, request: HttpRequest, reader: Reader, params: Params) -> list[dict[str, Any]]:
    wanted, base = dialect.extras(params), base_of(request)
    cards = [reading.card(row[0], reader, None, query.lang) for row in found.rows]
    return [links.with_links(shapes.dataset(card, base), card, base, wanted) for card in cards]


@endpoint
def catalogue_facets(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    query = dialect.facets(params, CATALOGUE, lang=lang_of())
    return once(request, query, reader, lambda: facets_of(query, reader, request))


@endpoint
def catalogue_exports(request: HttpRequest, reader: Reader, params: Params) -> Answer:
    return answer(links.of_formats(f"{base_of(request)}/catalog/exports", CATALOGUE_FORMATS))


@endpoint
def catalogue_export(request: HttpRequest, reader: Reader, params: Params, form: str) -> Answer:
    query, options = dialect.export(params, CATALOGUE, lang=lang_of())
    is_whole = query.groups is None and not query.select
    if form in dcat.FORMATS or (form == "json" and is_whole):
        return once_as(request, query, reader, form)
    made = reading.export(query, reader, dialect.export_format(form), given(options), door=DOOR)
    return attachment(request, made)


def once_as(request: HttpRequest, query: Query, reader: Reader, form: str) -> Answer:
    """The cards themselves: as a graph for harvesters, or as the API lists them."""
    tag = f'{reading.etag(query, reader)[:-1]}-{form}"'
    if has_already(request, tag):
        return not_modified(tag)
    found = reading.rows(query, reader, total=False, door=DOOR)
    cards = [reading.card(row[0], reader, None, query.lang) for row in found.rows]
    if form == "json":
        return answer([shapes.dataset(card, base_of(request)) for card in cards], etag=tag)
    response = HttpResponse(
        dcat.written(cards, request.build_absolute_uri("/"), form, settings.CITY), content_type=dcat.FORMATS[form]
    )
    response["ETag"], response["Cache-Control"] = tag, "no-cache"
    return response


# ---- one dataset ------------------------------------------------------------------------------------------------


@endpoint
def dataset(request: HttpRequest, reader: Reader, params: Params, key: str) -> Answer:
    bare, version = split_version(key)
    query = dialect.single(params, bare, version, lang=lang_of())
    card, base = reading.card(bare, reader, version, query.lang), base_of(request)
    return answer(links.with_links(shapes.dataset(card, base), card, base, dialect.extras(params)))


@endpoint
def records(request: HttpRequest, reader: Reader, params: Params, key: str) -> Answer:
    query, wanted = dialect.records(params, *split_version(key), lang=lang_of()), dialect.extras(params)
    query = geofilter.filtered(query, params, reader)
    with_ids = query.groups is None and (wanted.app_metas or wanted.links)

    def body() -> dict[str, Any]:
        return page(reading.rows(query, reader, record_ids=with_ids, door=DOOR), query, request, params)

    return once(request, query, reader, body)


@endpoint
def record(request: HttpRequest, reader: Reader, params: Params, key: str, record_id: str) -> Answer:
    query = dialect.single(params, *split_version(key), lang=lang_of())
    found = reading.record(query, record_id, reader, door=DOOR)
    shown = shapes.records(found, ZoneInfo(query.zone))
    wanted = dialect.Extras(dialect.extras(params).links, app_metas=True)
    return answer(links.with_metas(shown, found, base_of(request), wanted)[0], etag=found.etag)


@endpoint
def facets(request: HttpRequest, reader: Reader, params: Params, key: str) -> Answer:
    query = dialect.facets(params, *split_version(key), lang=lang_of())
    query = geofilter.filtered(query, params, reader)
    return once(request, query, reader, lambda: facets_of(query, reader, request))


@endpoint
def exports(request: HttpRequest, reader: Reader, params: Params, key: str) -> Answer:
    bare, version = split_version(key)
    known = [one.key for one in reading.formats(reading.card(bare, reader, version))]
    return answer(links.of_formats(f"{base_of(request)}/catalog/datasets/{key}/exports", known))


@endpoint
def export(request: HttpRequest, reader: Reader, params: Params, key: str, form: str) -> Answer:
    query, options = dialect.export(params, *split_version(key), lang=lang_of())
    query = geofilter.filtered(query, params, reader)
    made = reading.export(query, reader, dialect.export_format(form), given(options), door=DOOR)
    return attachment(request, made)


@endpoint
def attachments(request: HttpRequest, reader: Reader, params: Params, key: str) -> Answer:
    bare, version = split_version(key)
    return answer(shapes.attachments(reading.card(bare, reader, version), base_of(request)))


@endpoint
def one_attachment(request: HttpRequest, reader: Reader, params: Params, key: str, name: str) -> Answer:
    found = reading.attachment(split_version(key)[0], name, reader, door=DOOR)
    return alone(attachment(request, found))


# ---- pages --------------------------------------------------------------------------------------------------------


def given(options: dialect.ExportOptions) -> ExportOptions:
    """The dialect's words as reading's; what only catalogue exports know is left out."""
    return ExportOptions(**{name: getattr(options, name) for name in ExportOptions.__slots__})


def page(found: Rows, query: Query, request: HttpRequest, params: Params) -> dict[str, Any]:
    results = shapes.records(found, ZoneInfo(query.zone))
    if found.ids:
        results = links.with_metas(results, found, base_of(request), dialect.extras(params))
    total = None if query.groups is not None else found.total
    return shapes.page(results, total) | around(found, query, request, params)


def around(found: Rows, query: Query, request: HttpRequest, params: Params) -> dict[str, Any]:
    """With include_links: where the neighbours of this page are."""
    if not dialect.extras(params).links:
        return {}
    here = request.build_absolute_uri(request.path)
    return {"_links": links.of_page(here, params, found, query, base_of(request))}


def facets_of(query: Query, reader: Reader, request: HttpRequest) -> dict[str, Any]:
    here = [links.link("self", request.build_absolute_uri())]
    return shapes.facets(reading.facets(query, reader, door=DOOR), here)
