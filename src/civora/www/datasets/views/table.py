"""`/datasets/<key>/table/`: rows, sorted, filtered, searched and paged on the server; the state stands in the address."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext, ngettext

from civora.core.schema import Field, FieldType
from civora.reading import queries as reading
from civora.reading.types import Facet, Rows
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.datasets import cells, forms
from civora.www.datasets.pages import Column, TablePage
from civora.www.datasets.views.framing import Seen, frame, source, source_parts, view
from civora.www.pages import Twin, page
from civora.www.parts import Chosen, Empty, FacetGroup, FacetItem, Pager, pager

SHOWN_COLUMNS = 12
OPEN_FACETS = 4
FACET_LINES = 6
FACETS_AT_MOST = 8


@view
def table(seen: Seen) -> HttpResponse:
    found = reading.rows(forms.page_of(seen.query, seen.state.page), seen.reader)
    twins = (
        Twin(seen.url("table-json"), "application/json"),
        Twin(seen.url("export"), "text/html", gettext("Download")),
    )
    return page(seen.request, "datasets/table.html", table_page(seen, found), twins=twins)


@view
def table_json(seen: Seen) -> HttpResponse:
    """The page's rows for the island on another site: every value as text, every word in the asked language."""
    found = reading.rows(forms.page_of(seen.query, seen.state.page), seen.reader, door="embed")
    total, here = found.total or 0, seen.state.page
    fields = [column.field for column in found.columns]
    at = seen.request.build_absolute_uri
    body = {
        "title": seen.card.title, "link": at(seen.url("table")), "source": source_parts(seen), "total": total,
        "columns": [{"name": c.name, "label": c.field.label if c.field else c.name, "numeric": cells.is_number(c.field)} for c in found.columns],
        "rows": [[None if cell.is_null else cell.text for cell in cells.row_cells(row, fields)] for row in found.rows],
        "previous": at(seen.url("table", page=here - 1)) if here > 1 else None,
        "next": at(seen.url("table", page=here + 1)) if here * forms.PAGE_SIZE < total else None,
        "words": {"previous": gettext("Previous"), "next": gettext("Next"), "range": range_text(here, total)},
    }  # fmt: skip
    return JsonResponse(body)


def table_page(seen: Seen, found: Rows) -> TablePage:
    total = found.total or 0
    width = len(found.columns) if seen.state.columns else SHOWN_COLUMNS
    columns = tuple(column(seen, one.field) for one in found.columns[:width] if one.field)
    fields = [one.field for one in found.columns][:width]
    params = seen.request.GET
    return TablePage(
        frame=frame(seen, "table"),
        count_text=count_text(seen, total),
        chosen=chosen(seen),
        clear_url=seen.request.path,
        facets=facet_groups(seen),
        columns=columns,
        all_columns=tuple(
            replace(column(seen, one), is_shown=one.name in {c.name for c in columns})
            for one in seen.card.schema.fields
        ),
        rows=tuple(cells.row_cells(row[:width], fields) for row in found.rows),
        pager=pages(seen, total),
        range_text=range_text(seen.state.page, total),
        source=source(seen, table=False),
        download_url=seen.url("export"),
        download_text=download_text(seen, total),
        q=seen.state.q,
        kept_params=tuple((k, v) for k, vs in params.lists() for v in vs if k not in ("columns", "page")),
        search_params=tuple((k, v) for k, vs in params.lists() for v in vs if k not in ("q", "page")),
        empty=empty(seen) if not found.rows else None,
    )


def pages(seen: Seen, total: int) -> Pager:
    last = min(forms.PAGES_AT_MOST, max(1, -(-total // forms.PAGE_SIZE)))
    return pager(seen.request.GET, page=seen.state.page, pages=last)


def column(seen: Seen, field: Field) -> Column:
    asked = seen.state.sort
    is_on = asked.removeprefix("-") == field.name
    down = is_on and asked.startswith("-")
    first_down = cells.is_number(field)
    turned = (field.name if down else f"-{field.name}") if is_on else (f"-{field.name}" if first_down else field.name)
    url = with_params(seen.request.GET, sort=turned, page=None) if cells.is_sortable(field) else ""
    order = ("descending" if down else "ascending") if is_on else ""
    return Column(
        field.name, field.label or field.name, cells.note(field), field.description, cells.is_number(field), url, order
    )


def count_text(seen: Seen, total: int) -> str:
    if not seen.state.is_filtered:
        return ngettext("{n} row", "{n} rows", total).format(n=formats.number(total))
    return gettext("{n} of {all} rows").format(n=formats.number(total), all=formats.number(seen.card.rows))


def range_text(at: int, total: int) -> str:
    first, last = (at - 1) * forms.PAGE_SIZE + 1, min(at * forms.PAGE_SIZE, total)
    if last < first:
        return ""
    return gettext("Rows {first}–{last} of {all}.").format(
        first=formats.number(first), last=formats.number(last), all=formats.number(total)
    )


def download_text(seen: Seen, total: int) -> str:
    size = formats.size(reading.estimated_bytes(seen.card, total, "csv", seen.reader))
    return ngettext("Download {n} row, CSV ≈ {size}", "Download {n} rows, CSV ≈ {size}", total).format(
        n=formats.number(total), size=size
    )


# ---- filters -----------------------------------------------------------------------------------------------------


def chosen(seen: Seen) -> tuple[Chosen, ...]:
    params, state = seen.request.GET, seen.state
    found = []
    if state.q:
        found.append(Chosen(f"“{state.q}”", with_params(params, q=None, page=None)))
    if state.where:
        found.append(Chosen(state.where, with_params(params, where=None, page=None)))
    if state.bbox:
        found.append(Chosen(gettext("Only the visible area"), with_params(params, bbox=None, page=None)))
    for field, value in state.refine:
        rest = [text for text in params.getlist("refine") if forms.pair(text) != (field, value)]
        label = seen.card.schema.field(field).label if field in seen.card.schema else field
        found.append(Chosen(f"{label}: {value}", with_params(params, refine=rest, page=None)))
    return tuple(found)


def facet_groups(seen: Seen) -> tuple[FacetGroup, ...]:
    """The first eight facets, four of them open. All values of one with `?all=NAME`."""
    query = replace(seen.query, select=(), order_by=(), limit=0)
    found = reading.facets(query, seen.reader)[:FACETS_AT_MOST]
    return tuple(group(seen, one, is_open=index < OPEN_FACETS) for index, one in enumerate(found) if one.values)


def group(seen: Seen, facet: Facet, *, is_open: bool) -> FacetGroup:
    params = seen.request.GET
    on = {value for field, value in seen.state.refine if field == facet.name}
    values = [value for one in facet.values for value in (one, *one.children)]
    ordered = (
        sorted(values, key=lambda value: value.value not in on)
        if seen.card.schema.field(facet.name).type is FieldType.TEXT
        else values
    )
    is_all = facet.name in params.getlist("all")
    shown = ordered if is_all else ordered[: max(FACET_LINES, len(on))]
    top = max((value.count for value in values), default=1) or 1
    items = tuple(
        FacetItem(
            words(value.value),
            value.count,
            toggled(seen, facet.name, value.value),
            value.value in on,
            round(100 * value.count / top),
        )
        for value in shown
    )
    more = with_params(params, all=[*params.getlist("all"), facet.name]) if len(values) > len(shown) else ""
    return FacetGroup(
        facet.label, items, is_open or bool(on), more, gettext("All {n}").format(n=len(values)) if more else ""
    )


def words(value: str) -> str:
    return {"true": gettext("yes"), "false": gettext("no")}.get(value, value)


def toggled(seen: Seen, field: str, value: str) -> str:
    """The address with this value chosen, or without it where it was. A date replaces a coarser or finer one."""
    params = seen.request.GET
    rest = [text for text in params.getlist("refine") if forms.pair(text) != (field, value)]
    if len(rest) == len(params.getlist("refine")):
        kind = seen.card.schema.field(field)
        if not kind.is_disjunctive and not kind.is_multivalued:
            rest = [text for text in rest if forms.pair(text)[0] != field]
        rest.append(f"{field}:{value}")
    return with_params(params, refine=rest, page=None)


def empty(seen: Seen) -> Empty:
    """Why there are no rows, and which filter to take away."""
    actions = [(gettext("Remove {filter}").format(filter=one.label), one.url) for one in chosen(seen)[:3]]
    if not actions:
        return Empty(
            gettext("This dataset has no rows."),
            gettext("Its history shows earlier versions."),
            ((gettext("History"), seen.url("history")),),
        )
    text = gettext("The dataset has {n} rows, but none meets all filters.").format(n=formats.number(seen.card.rows))
    return Empty(gettext("No rows match."), text, (*actions, (gettext("Show all rows"), seen.request.path)))
