"""`/exhibits/`: the gallery and one exhibit."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.exhibits import queries as exhibits
from civora.exhibits.queries.drawing import picture
from civora.exhibits.rules import keeping, written
from civora.exhibits.types import ExhibitCard, Figure, Kind
from civora.www import formats
from civora.www.datasets.provenance import provenance
from civora.www.exhibits import mapping, telling
from civora.www.exhibits.pages import Card, ExhibitPage, GalleryPage, Line, TwinLink
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Crumb

WIDE, NARROW = 860, 350
TWINS = (
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("pdf", "application/pdf"),
    ("csv", "text/csv"),
    ("json", "application/json"),
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Exhibits whose data this reader may see; the others are not there for her."""
    reader, lang = reader_of(request), formats.language()
    kind = request.GET.get("kind", "") if request.GET.get("kind") in ("chart", "map") else ""
    found = [one for one in exhibits.exhibits(reader, lang=lang, kind=kind) if exhibits.is_known(one, reader)]
    cards = tuple(card(one) for one in found)
    keeps = any(role in ("administrator", "publisher") for _, role in reader.roles) or reader.is_administrator
    return page(
        request,
        "exhibits/gallery.html",
        GalleryPage(cards, kind, len(cards), reverse("desk-exhibits:list") if keeps else ""),
    )


def card(one: ExhibitCard) -> Card:
    return Card(
        one.key, reverse("exhibits:exhibit", args=[one.key]), one.heading, one.title if one.takeaway else one.about, one.kind.value,
        reverse("exhibits:svg", args=[one.key]),
        one.alt or one.heading, one.is_example, one.changed_at,
    )  # fmt: skip


@require_safe
def exhibit(request: HttpRequest, key: str) -> HttpResponse:
    bare, version = split_version(key)
    reader, lang = reader_of(request), formats.language()
    found = exhibits.exhibit(bare, reader, version=version, lang=lang)
    figure = exhibits.figure(found, reader, lang=lang)
    context = shown(request, figure, reader) if figure.is_whole else missing(request, figure)
    links = [Twin(reverse(f"exhibits:{name}", args=[key]), media) for name, media in TWINS] if figure.is_whole else []
    response = page(request, "exhibits/exhibit.html", context, twins=links)
    response["Cache-Control"] = "private, no-cache"
    return response


def crumbs() -> tuple[Crumb, ...]:
    return (Crumb(gettext("Charts and maps"), reverse("exhibits:gallery")),)


def missing(request: HttpRequest, figure: Figure) -> ExhibitPage:
    """A clear note, and nothing that tells of data that may not be seen."""
    card, note = figure.card, exhibits.note_for(figure, formats.language())
    heading = card.heading if figure.may_tell else gettext("A figure that cannot be shown")
    return ExhibitPage(
        card.key, card.version, crumbs(), heading, "", "", "", card.status.value, note, card.is_example, is_map=False,
        is_embedded=request.GET.get("embed") == "1",
    )  # fmt: skip


def shown(request: HttpRequest, figure: Figure, reader: Reader) -> ExhibitPage:
    card, lang = figure.card, formats.language()
    is_map = card.kind is Kind.MAP
    words = exhibits.words(lang) | {name: written.said(texts, lang) for name, texts in card.content.labels.items()}
    headings, rows = telling.table(figure.answers, words)
    pinned = f"{card.key}@{card.version}"
    base = ExhibitPage(
        card.key, card.version, crumbs(), card.heading, card.title if card.takeaway else "", card.about, card.alt or card.heading,
        card.status.value, "", card.is_example, is_map, request.GET.get("embed") == "1", headings=headings, rows=rows,
        more_rows=max(0, sum(len(one.rows) for one in figure.answers) - len(rows)),
        sources=tuple(provenance(one) for one in mapping.cards(figure)), data_url=reverse("exhibits:exhibit", args=[address(figure)]),
        twins=tuple(TwinLink(name.upper(), reverse(f"exhibits:{name}", args=[pinned])) for name, _ in TWINS),
        embed=embed(request, card), frame=frame(request, card), citation=citation(request, card), versions=versions(card, reader),
        edit_url=reverse("desk-exhibits:edit", args=[card.key]) if keeping.may_keep(reader, card.owner) else "",
        newest_url=reverse("exhibits:exhibit", args=[card.key]) if card.version != card.current else "",
    )  # fmt: skip
    if is_map:
        return replace(base, map=mapping.on_page(request, figure, reader))
    return replace(
        base,
        wide=picture(figure, lang=lang, palette="page", width=WIDE),
        narrow=picture(figure, lang=lang, palette="page", width=NARROW),
    )


def address(figure: Figure) -> str:
    card = figure.card
    return card.key if card.version == card.current else f"{card.key}@{card.version}"


def versions(card: ExhibitCard, reader: Reader) -> tuple[Line, ...]:
    return tuple(
        Line(
            one.version,
            reverse("exhibits:exhibit", args=[f"{one.key}@{one.version}"]),
            one.at,
            one.note,
            one.version == card.version,
        )
        for one in exhibits.versions(card.key, reader, lang=formats.language())
    )


def embed(request: HttpRequest, card: ExhibitCard) -> str:
    """For another site: one script, one element."""
    island = "civora-chart" if card.kind is Kind.CHART else "civora-map"
    script = request.build_absolute_uri(f"/static/islands/{island}.js")
    link = request.build_absolute_uri(reverse("exhibits:exhibit", args=[card.key]))
    return f'<script type="module" src="{script}"></script>\n<{island} src="{link}"></{island}>'


def frame(request: HttpRequest, card: ExhibitCard) -> str:
    link = request.build_absolute_uri(reverse("exhibits:exhibit", args=[card.key]))
    return f'<iframe src="{link}?embed=1" width="100%" height="560" style="border:0" loading="lazy" title="{card.key}"></iframe>'


def citation(request: HttpRequest, card: ExhibitCard) -> str:
    pinned = request.build_absolute_uri(reverse("exhibits:exhibit", args=[f"{card.key}@{card.version}"]))
    return gettext("{title}. Version {version}, {day}. {url}").format(
        title=card.title, version=card.version, day=formats.day(card.at), url=pinned
    )
