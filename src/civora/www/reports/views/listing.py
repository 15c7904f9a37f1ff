"""`/reports/`: map and list, filtered; and the same for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.sheets import inert
from civora.reading import queries as reading
from civora.reports import queries as reports
from civora.reports.types import Filter, ReportCard
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.datasets.provenance import provenance
from civora.www.pages import Twin, page
from civora.www.parts import Empty, Provenance, pager
from civora.www.reports import ground, words
from civora.www.reports.pages import ListPage, Mark, Option
from civora.www.reports.views.lines import known, line

SIZE, MARKS, LAST_PAGE = 20, 250, 500
DATASET = "service-requests"
STATES = ("open", "closed", "all")


def asked(request: HttpRequest) -> Filter:
    """What the address asks for; what cannot be read is left out."""
    given = request.GET
    state = given.get("state", "open")
    return Filter(
        category=given.get("category", "")[:100], area=given.get("area", "")[:100], body=given.get("body", "")[:100],
        is_open={"open": True, "closed": False}.get(state), text=given.get("q", "").strip()[:100], bbox=box(given.get("bbox", "")),
    )  # fmt: skip


def box(text: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    is_lawful = -180 <= west < east <= 180 and -90 <= south < north <= 90  # false for nan
    return (west, south, east, north) if is_lawful else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    wanted, number = asked(request), page_of(request)
    total = reports.count(wanted)
    pages = max(1, min(LAST_PAGE, -(-total // SIZE)))
    cards = reports.reports(wanted, limit=SIZE, offset=(min(number, pages) - 1) * SIZE)
    services, areas = known(), reports.area_names()
    shown = reports.reports(wanted, limit=MARKS)
    finding, lede = headline()
    context = ListPage(
        finding=finding, lede=lede, lines=tuple(line(card, services, areas) for card in cards), count=counted(total, wanted),
        pager=pager(request.GET, page=min(number, pages), pages=pages, label=gettext("Pages of reports")),
        ground=drawn(shown), map_url=map_url(wanted),
        categories=tuple(Option(one.key, words.said(one.name), one.key == wanted.category) for one in services.values() if one.is_active),
        areas=tuple(Option(key, name, key == wanted.area) for key, name in areas.items()), states=states(request), text=wanted.text,
        empty=None if cards else empty(request), source=source(), has_example=any(card.is_example for card in cards),
    )  # fmt: skip
    query = with_params(request.GET, page=None)
    twins = (
        Twin(reverse("reports-json") + query, "application/json"),
        Twin(reverse("reports-csv") + query, "text/csv"),
    )
    return page(request, "reports/index.html", context, twins=twins)


def page_of(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) < 7 else 1  # noqa: PLR2004 (digits)


def headline() -> tuple[str, str]:
    """What the city did with the last month's reports, in a sentence."""
    now = city().now()
    open_now = reports.count(Filter(is_open=True))
    finding = ngettext("{n} report is open", "{n} reports are open", open_now).format(n=formats.number(open_now))

    new = reports.count(Filter(since=now - timedelta(days=30)))
    return finding, ngettext(
        "{n} came in the last 30 days. Each has a page, an answer and somebody responsible.",
        "{n} came in the last 30 days. Each has a page, an answer and somebody responsible.", new,
    ).format(n=formats.number(new))  # fmt: skip


def counted(total: int, wanted: Filter) -> str:
    if wanted.bbox:
        return ngettext("{n} report on this part of the map", "{n} reports on this part of the map", total).format(
            n=formats.number(total)
        )
    return ngettext("{n} report", "{n} reports", total).format(n=formats.number(total))


def drawn(cards: tuple[ReportCard, ...]) -> Any:
    shown = ground.whole()
    marks = []
    for card in cards:
        if card.lat is not None and card.lon is not None:
            x, y = shown.place(card.lon, card.lat)
            marks.append(
                Mark(
                    x,
                    y,
                    card.text[:60],
                    reverse("reports:report", args=[card.key]),
                    "open" if card.is_open else "closed",
                )
            )
    alt = ngettext("Map of the city with {n} report", "Map of the city with {n} reports", len(marks)).format(
        n=formats.number(len(marks))
    )
    return ground.drawn(shown, marks, alt)


def map_url(wanted: Filter) -> str:
    """Where the live map takes its tiles from: the dataset, with the same conditions; empty where it is not there yet."""
    try:
        reading.card(DATASET, ANYONE)
    except CivoraError:
        return ""
    said = {
        "service_code": wanted.category,
        "agency_responsible": wanted.body,
        "area": reports.area_names().get(wanted.area, ""),
    }
    parts = [f"{name} = '{quoted(value)}'" for name, value in said.items() if value]
    if wanted.is_open is not None:
        parts.append("status = 'open'" if wanted.is_open else "status = 'closed'")
    where = with_params({"where": " and ".join(parts)}) if parts else ""
    return reverse("datasets:map", args=[DATASET]) + where


def quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def states(request: HttpRequest) -> tuple[tuple[str, str, bool], ...]:
    names = {"open": gettext("Open"), "closed": gettext("Closed"), "all": gettext("All")}
    chosen = request.GET.get("state", "open")
    return tuple(
        (names[one], with_params(request.GET, state=None if one == "open" else one, page=None), one == chosen)
        for one in STATES
    )


def empty(request: HttpRequest) -> Empty:
    return Empty(
        gettext("No report fits."),
        gettext("Take a filter away, or be the first to report something here."),
        ((gettext("All reports"), "?state=all"), (gettext("Report a problem"), reverse("reports:new"))),
    )


def source() -> Provenance | None:
    try:
        return provenance(reading.card(DATASET, ANYONE, lang=formats.language()))
    except CivoraError:
        return None


# ---- twins ----------------------------------------------------------------------------------------------------------


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    number = page_of(request)
    cards = reports.reports(wanted, limit=100, offset=(min(number, LAST_PAGE) - 1) * 100)
    body = {"total": reports.count(wanted), "page": number, "results": [row(request, card) for card in cards]}
    return JsonResponse(body)


def row(request: HttpRequest, card: ReportCard) -> dict[str, Any]:
    """Names as Open311 has them."""
    return {
        "service_request_id": card.key, "service_code": card.category, "status": "open" if card.is_open else "closed",
        "status_detail": card.status.value, "status_notes": card.reason or None, "description": card.text or None,
        "requested_datetime": card.at.isoformat(), "updated_datetime": card.changed_at.isoformat(),
        "closed_datetime": card.closed_at.isoformat() if card.closed_at else None,
        "expected_datetime": card.expected_at.isoformat() if card.expected_at else None, "agency_responsible": card.body,
        "area": card.area or None, "address": card.address or None, "lat": card.lat, "long": card.lon, "also_seen_by": card.joined,
        "duplicate_of": card.duplicate_of or None, "example": card.is_example,
        "url": request.build_absolute_uri(reverse("reports:report", args=[card.key])),
    }  # fmt: skip


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All reports of the filter, in constant memory."""
    wanted = replace(asked(request), is_open=asked(request).is_open if "state" in request.GET else None)
    response = StreamingHttpResponse(csv_lines(request, wanted), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return response


def csv_lines(request: HttpRequest, wanted: Filter) -> Iterator[str]:
    after, is_first = 0, True
    while is_first or after:
        cards, after = reports.cursor_page(wanted, after=after)
        out = io.StringIO()
        rows = [row(request, card) for card in cards]
        names = list(rows[0]) if rows else ["service_request_id"]
        writer = csv.DictWriter(out, names)
        if is_first:
            writer.writeheader()
        writer.writerows({name: inert(value) for name, value in one.items()} for one in rows)
        is_first = False
        yield out.getvalue()
