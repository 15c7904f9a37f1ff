"""Reuses for machines: JSON, CSV, Atom."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.community import queries as community
from civora.community.types import ReuseCard
from civora.core.policy.types import ANYONE
from civora.core.sheets import inert
from civora.www import formats
from civora.www.city import city
from civora.www.pages import reader_of

MOST, ENTRIES = 1000, 40
COLUMNS = (
    "key", "title", "kind", "theme", "url", "author", "organisation", "datasets", "language", "shown", "changed", "highlighted", "example", "text",
    "page",
)  # fmt: skip


def found(request: HttpRequest) -> list[dict[str, Any]]:
    """Those of the gallery's filters, a thousand at most."""
    given = request.GET
    shown = community.reuses(
        reader_of(request), text=given.get("q", "")[:200], kind=given.get("kind", ""), theme=given.get("theme", ""),
        dataset=given.get("dataset", ""), size=MOST, lang=formats.language(),
    )  # fmt: skip
    return [row(request, one) for one in shown.reuses]


def row(request: HttpRequest, one: ReuseCard) -> dict[str, Any]:
    return {
        "key": one.key, "title": one.title, "kind": one.kind.value, "theme": one.theme, "url": one.url, "author": one.author,
        "organisation": one.organisation, "datasets": [each.key for each in one.datasets], "language": one.lang,
        "shown": one.at.date().isoformat(), "changed": one.changed_at.date().isoformat(), "highlighted": one.highlighted_at is not None,
        "example": one.is_example, "text": one.text, "page": request.build_absolute_uri(reverse("reuses:reuse", args=[one.key])),
    }  # fmt: skip


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    rows = found(request)
    return JsonResponse({"total": len(rows), "reuses": rows})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reuses.csv"'
    writer = csv.DictWriter(response, fieldnames=COLUMNS)
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in one.items()} for one in found(request))
    return response


def cell(value: Any) -> Any:
    """A list is one cell."""
    return inert("|".join(value) if isinstance(value, list) else value)


@require_safe
def one(request: HttpRequest, key: str) -> JsonResponse:
    return JsonResponse(row(request, community.reuse(key, reader_of(request), formats.language())))


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: what everyone sees, newest first."""
    at = request.build_absolute_uri
    made = Atom1Feed(
        title=gettext("Reuses of the data of {city}").format(city=city().name), link=at(reverse("reuses:gallery")),
        description="", language=formats.language(), feed_url=at(request.path),
    )  # fmt: skip
    shown = community.reuses(ANYONE, size=MOST, lang=formats.language()).reuses
    for each in sorted(shown, key=lambda card: card.at, reverse=True)[:ENTRIES]:
        url = at(reverse("reuses:reuse", args=[each.key]))
        made.add_item(
            title=each.title, link=url, description=each.text, unique_id=url, pubdate=each.at, updateddate=each.changed_at,
            author_name=each.author or None, categories=(each.kind.value,),
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
