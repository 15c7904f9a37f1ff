"""The twins of an exhibit: picture, document, numbers, everything as JSON (which the island draws from)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from civora.core.keys import split_version
from civora.exhibits import queries as exhibits
from civora.exhibits.queries.drawing import picture as drawing
from civora.exhibits.rules import written
from civora.exhibits.types import Answer, Figure, Kind
from civora.www import formats
from civora.www.exhibits import mapping
from civora.www.pages import reader_of

WIDTHS = range(240, 2001)


def seen(request: HttpRequest, key: str) -> Figure:
    """Raises UnknownExhibit."""
    bare, version = split_version(key)
    reader, lang = reader_of(request), formats.language()
    return exhibits.figure(exhibits.exhibit(bare, reader, version=version, lang=lang), reader, lang=lang)


@require_safe
def svg(request: HttpRequest, key: str) -> HttpResponse:
    return picture(request, key, "svg")


@require_safe
def png(request: HttpRequest, key: str) -> HttpResponse:
    return picture(request, key, "png")


@require_safe
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    return picture(request, key, "pdf")


def picture(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """`theme` is light, dark or print; `width` from 240 to 2,000."""
    theme, wide = request.GET.get("theme", "light"), request.GET.get("width", "")
    palette = theme if theme in ("dark", "print") else "light"
    width = int(wide) if wide.isdecimal() and len(wide) < 5 and int(wide) in WIDTHS else 860  # noqa: PLR2004
    figure = seen(request, key)
    tag = f'{figure.etag[:-1]}-{form}-{palette}-{width}-{formats.language()}{request.GET.get("bare") == "1"}"'
    if tag in request.headers.get("If-None-Match", ""):
        return kept(HttpResponse(status=304), tag)
    if request.GET.get("bare") == "1" and form == "svg" and figure.is_whole:
        is_map, lang = figure.card.kind is Kind.MAP, formats.language()
        content = (
            mapping.bare(figure, reader_of(request), palette=palette, width=width)
            if is_map
            else drawing(figure, lang=lang, palette=palette, width=width).encode()
        )
    else:
        content = exhibits.file(
            figure, form, lang=formats.language(), palette=palette, width=width, reader=reader_of(request)
        )
    return kept(HttpResponse(content, content_type=exhibits.PICTURES[form]), tag, f"{key}.{form}")


def kept(response: HttpResponse, tag: str, name: str = "") -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie, Accept-Language"
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
def csv(request: HttpRequest, key: str) -> HttpResponse:
    figure = seen(request, key)
    if not figure.is_whole:
        return HttpResponse(
            exhibits.note_for(figure, formats.language()) + "\n", content_type="text/plain; charset=utf-8", status=404
        )
    text = (
        exhibits.map_table(figure, reader_of(request), lang=formats.language())
        if figure.card.kind is Kind.MAP
        else exhibits.table(figure)
    )
    return kept(HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8"), figure.etag, f"{key}.csv")


@require_safe
def json(request: HttpRequest, key: str) -> HttpResponse:
    figure = seen(request, key)
    return kept(JsonResponse(body(request, figure)), figure.etag)


def body(request: HttpRequest, figure: Figure) -> dict[str, Any]:
    """Everything of an exhibit; where its data is gone, the note alone."""
    card, lang = figure.card, formats.language()
    link = request.build_absolute_uri(reverse("exhibits:exhibit", args=[card.key]))
    found: dict[str, Any] = {"key": card.key, "version": card.version, "kind": card.kind.value, "link": link}
    if not figure.is_whole:
        note = exhibits.note_for(figure, lang)
        return found | {"note": note, "title": note, "summary": note, "source": [], "queries": {}}
    found |= {
        "title": card.heading, "name": card.title, "takeaway": card.takeaway, "about": card.about, "summary": card.alt or card.heading,
        "status": card.status.value, "owner": card.owner, "example": card.is_example, "changed_at": card.at.isoformat(),
        "queries": {one.name: answered(request, one) for one in figure.answers}, "spec": card.content.spec,
        "source": [part for one in mapping.cards(figure) for part in mapping.source_parts(request, one)],
    }  # fmt: skip
    if card.kind is Kind.CHART:
        found["vega"] = exhibits.vega(exhibits.drawn(figure, lang=lang, palette="page"))
    else:
        found |= mapping.island(request, figure, reader_of(request))
    return found


def answered(request: HttpRequest, one: Answer) -> dict[str, Any]:
    """The question in ODSQL, the version that answered it, its rows."""
    asked = written.query_as_text(one.query)
    pinned = reverse("datasets:dataset", args=[f"{one.card.key}@{one.card.version}"])
    return asked | {
        "version": one.card.version, "permalink": request.build_absolute_uri(pinned), "total": one.total,
        "columns": [name for name, _, _ in one.columns], "rows": list(one.rows),
    }  # fmt: skip
