"""`/datasets/`: search, filters, results; the same as JSON and CSV; what changed as a feed; pictures of datasets."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from civora.catalog.types import DatasetCard
from civora.core.keys import split_version
from civora.core.policy.types import ANYONE
from civora.reading import queries as reading
from civora.reading.types import CatalogPage
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.datasets import area, changes, thumbs
from civora.www.datasets.results import Result, result, shortened
from civora.www.datasets.search import PAGE_SIZE, SORTS, Search, chosen, groups, search
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Chosen, Empty, FacetGroup, Pager, pager
from civora.www.shell import Shell

FEED_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class CataloguePage:
    asked: Search
    heading: str
    results: tuple[Result, ...]
    groups: tuple[FacetGroup, ...]
    chosen: tuple[Chosen, ...]
    clear_url: str
    sorts: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]  # what the sort form must not lose
    pager: Pager
    area: area.Area | None
    total: int
    empty: Empty | None
    similar: str  # what was looked for, where the words as written find nothing
    structured: dict[str, Any]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The list. Raises BadParameter."""
    asked = search(request.GET)
    found = _found(request, asked)
    tail = with_params(request.GET)
    twins = (
        Twin(reverse("datasets-json") + tail, "application/json", gettext("This list as JSON")),
        Twin(reverse("datasets-csv") + tail, "text/csv", gettext("This list as CSV")),
        Twin(reverse("datasets:feed"), "application/atom+xml", gettext("What changed in the data")),
    )
    return page(request, "datasets/catalogue.html", _page(request, asked, found), twins=twins)


def _found(request: HttpRequest, asked: Search) -> CatalogPage:
    lang = formats.language()
    return reading.catalogue_search(
        asked.q, asked.filters, asked.bbox, asked.sort, asked.page, reader_of(request), lang=lang, size=PAGE_SIZE
    )


def _page(request: HttpRequest, asked: Search, found: CatalogPage) -> CataloguePage:
    counts = {facet.name: tuple((v.value, v.label, v.count) for v in facet.values) for facet in found.facets}
    lang, theme = formats.language(), Shell(request).theme
    keep = with_params({"q": asked.q, "sort": asked.sort})
    return CataloguePage(
        asked=asked,
        heading=ngettext("{n} dataset", "{n} datasets", found.total).format(n=formats.number(found.total)),
        results=tuple(result(card, found.similar or asked.q, lang, theme) for card in found.cards),
        groups=groups(request.GET, counts),
        chosen=chosen(request.GET, asked, counts),
        clear_url=keep,
        sorts=tuple((value, str(label)) for value, label in SORTS.items() if value or asked.q),
        hidden=tuple(
            (key, value) for key, values in request.GET.lists() for value in values if key not in ("sort", "page")
        ),
        pager=pager(request.GET, page=asked.page, pages=-(-found.total // PAGE_SIZE)),
        area=area.area(request.GET, asked.bbox),
        total=found.total,
        empty=_empty(asked, keep) if not found.cards else None,
        similar=found.similar if found.total else "",
        structured=_structured(request),
    )


def _empty(asked: Search, keep: str) -> Empty:
    """Why nothing is found, and the nearest way to something."""
    everything = (gettext("All datasets"), reverse("datasets:catalogue"))
    if asked.page > 1:
        return Empty(gettext("The list is shorter than that."), "", ((gettext("First page"), keep),))
    if asked.is_narrowed:
        title = gettext("No dataset fits all of these filters.")
        return Empty(
            title, gettext("Take one away, or all of them."), ((gettext("Remove all filters"), keep), everything)
        )
    if asked.q:
        title = gettext("No dataset matches “{words}”.").format(words=asked.q)
        advice = gettext("Try fewer or more general words: “bike” instead of “cycle path surface”.")
        return Empty(title, advice, (everything,))
    return Empty(
        gettext("There are no datasets yet that are open to you."),
        gettext("Publish a first file at the desk, or on the command line: civora publish FILE."),
        ((gettext("Sign in"), reverse("account_login")),),
    )


def _structured(request: HttpRequest) -> dict[str, Any]:
    name = gettext("Open data of {city}").format(city=city().name)
    url = request.build_absolute_uri(reverse("datasets:catalogue"))
    return {"@context": "https://schema.org", "@type": "DataCatalog", "name": name, "url": url}


# ---- the list for machines -------------------------------------------------------------------------------------------


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same page of the list. Raises BadParameter."""
    asked = search(request.GET)
    found = _found(request, asked)
    rows = [_row(request, card) for card in found.cards]
    answer: dict[str, Any] = {"total": found.total, "page": asked.page, "results": rows}
    if asked.page * PAGE_SIZE < found.total:
        following = request.path + with_params(request.GET, page=asked.page + 1)
        answer["next"] = request.build_absolute_uri(following)
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same page of the list. Raises BadParameter."""
    rows = [_row(request, card) for card in _found(request, search(request.GET)).cards]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="datasets.csv"'
    writer = csv.DictWriter(response, fieldnames=list(COLUMNS))
    writer.writeheader()
    writer.writerows({name: "|".join(v) if isinstance(v, list) else v for name, v in row.items()} for row in rows)
    return response


COLUMNS = (
    "key",
    "title",
    "description",
    "publisher",
    "licence",
    "themes",
    "keywords",
    "modified",
    "rows",
    "version",
    "url",
)


def _row(request: HttpRequest, card: DatasetCard) -> dict[str, Any]:
    return {
        "key": card.key,
        "title": card.title,
        "description": shortened(card.description, 1000),
        "publisher": card.publisher.name,
        "licence": card.licence.url or card.licence.title,
        "themes": [theme.label for theme in card.themes],
        "keywords": list(card.keywords),
        "modified": card.modified_at.isoformat(),
        "rows": card.rows,
        "version": card.version,
        "url": request.build_absolute_uri(reverse("datasets:dataset", args=[card.key])),
    }


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: the newest versions that the reader may see."""
    entries = changes.changes(reader_of(request), FEED_ENTRIES)
    context = {"entries": entries, "shell": Shell(request), "base": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "datasets/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@require_safe
def thumb(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of one version. Raises NotFound where the reader may not see it."""
    bare, version = split_version(key)
    reader = reader_of(request)
    card = reading.card(bare, reader, version)
    response = HttpResponse(thumbs.thumb(card, reader, request.GET.get("theme", "")), content_type="image/svg+xml")
    kept = version is not None and reader == ANYONE
    response["Cache-Control"] = "public, max-age=3600" if kept else "private, no-cache"
    return response
