"""Evidence: an address of this portal becomes a view pinned to a version, and is drawn anew for whoever reads it.

Whatever dataset carries it: bike counts as a chart, charging points as a map, a set of reports as a table of
`service-requests`. Nothing is kept but the question; rows leave through `reading`, with the rights of the reader.
"""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext, ngettext

from civora.assembly.types import EvidenceCard
from civora.core.errors import CivoraError, Refused
from civora.core.keys import split_version
from civora.core.policy.types import ANYONE, Reader
from civora.reading import queries as reading
from civora.www import formats
from civora.www.addresses import in_language
from civora.www.datasets import cells, forms
from civora.www.datasets.pages import Cell, Drawing
from civora.www.datasets.provenance import provenance
from civora.www.datasets.views import charts, maps
from civora.www.datasets.views.framing import Seen
from civora.www.parts import Provenance

log = logging.getLogger(__name__)
VIEWS = {"table": "table", "dataset": "table", "map": "map", "chart": "chart"}
KEPT = (
    "q", "where", "refine", "bbox", "sort", "columns", "show", "along", "split", "form", "second", "scale", "smooth", "target", "note", "also",
)  # fmt: skip
ROWS, COLUMNS, WIDTH = 6, 6, 700


class NoView(Refused):
    """An address that is not a table, map or chart of an open dataset here."""

    code = "www.no_view"


@dataclass(frozen=True, slots=True)
class Address:
    dataset: str
    version: int
    view: str
    params: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One piece of evidence on its page. `missing` says why it cannot be shown to this reader, or any more."""

    id: int
    title: str
    finding: str
    url: str
    source: Provenance | None = None
    chart: str = ""
    drawing: Drawing | None = None
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    missing: str = ""


def parsed(request: HttpRequest, address: str) -> Address:
    """Read an address and ask its question once, as anyone may. Raises NoView, and what the question raises."""
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise no_view(gettext("There is nothing at this address.")) from error
    if parts.netloc and parts.netloc != request.get_host():
        raise no_view(gettext("This address leads to another site."))
    try:
        found = resolve(in_language(parts.path, formats.language()))  # whatever language it was copied in
    except (Resolver404, ValueError) as error:
        raise no_view(gettext("There is nothing at this address.")) from error
    view = VIEWS.get(found.url_name or "") if found.app_names == ["datasets"] else None
    if view is None:
        raise no_view(gettext("This address is not a table, map or chart of a dataset."))
    key, version = split_version(found.kwargs["key"])
    card = reading.card(key, ANYONE, version)
    kept = only_kept(QueryDict(parts.query[:2000]))
    drawn(request, EvidenceCard(0, card.key, card.version, view, kept, ""), ANYONE)
    return Address(card.key, card.version, view, kept)


def no_view(message: str) -> NoView:
    step = gettext("Open a dataset, filter it, and copy the address of its table, map or chart.")
    return NoView(message, next_step=step)


def only_kept(params: QueryDict) -> str:
    """The parameters that say which rows and which chart, in a fixed order."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if name in params:
            kept.setlist(name, params.getlist(name))
    return kept.urlencode()


def figures(request: HttpRequest, cards: tuple[EvidenceCard, ...], reader: Reader) -> tuple[Figure, ...]:
    """Each as this reader may see it; what cannot be shown says so."""
    return tuple(figure(request, one, reader) for one in cards)


def figure(request: HttpRequest, card: EvidenceCard, reader: Reader) -> Figure:
    try:
        return drawn(request, card, reader)
    except CivoraError as error:
        log.info("evidence %s of %s cannot be shown: %s", card.id, card.dataset, error)
        return Figure(card.id, card.caption or card.dataset, "", "", missing=gettext("This view cannot be shown any more: its data have been withdrawn or are not open to you."))  # fmt: skip


def drawn(request: HttpRequest, card: EvidenceCard, reader: Reader) -> Figure:
    """Raises what the question raises."""
    seen = framed(request, card, reader)
    made = {"chart": chart, "map": on_map, "table": table}[card.view](seen)
    tail = f"?{card.params}" if card.params else ""
    url = reverse(f"datasets:{card.view}", args=[seen.key]) + tail
    rows_url = reverse("datasets:table", args=[seen.key]) + tail
    return replace(
        made, id=card.id, title=card.caption or made.title, url=url, source=provenance(seen.card, table_url=rows_url)
    )  # fmt: skip


def framed(request: HttpRequest, card: EvidenceCard, reader: Reader) -> Seen:
    """The request that the view's own page would get."""
    asked = copy.copy(request)
    asked.GET = QueryDict(card.params)  # type: ignore[assignment]  # a request's own kind
    key = f"{card.dataset}@{card.version}"
    known = reading.card(card.dataset, reader, card.version, formats.language())
    return Seen(asked, key, known, reader, forms.state(key, asked.GET))


def chart(seen: Seen) -> Figure:
    """As its own page draws it; the heading says what it shows, the sentence under it what is measured."""
    found, _ = charts.answered(seen, charts.chosen_one(seen))
    return Figure(0, found.card.title, found.card.heading, "", chart=charts.svg(found, WIDTH))


def on_map(seen: Seen) -> Figure:
    maps.check_place(seen)
    total = reading.count(seen.query, seen.reader)
    return Figure(0, seen.card.title, maps.count_text(seen, total), "", drawing=maps.drawn(seen, total))


def table(seen: Seen) -> Figure:
    found = reading.rows(forms.page_of(seen.query, 1), seen.reader)
    columns = [column for column in found.columns if column.field][:COLUMNS]
    places = [found.columns.index(column) for column in columns]
    fields = [column.field for column in columns]
    rows = tuple(cells.row_cells([row[at] for at in places], fields) for row in found.rows[:ROWS])
    total = found.total or 0
    words = ngettext("{n} row", "{n} rows", total).format(n=formats.number(total))
    names = tuple((one.label or one.name) if one else "" for one in fields)
    return Figure(0, seen.card.title, words, "", headings=names, rows=rows)
