"""What the components in `templates/components/` show: frozen, formatted later by the template's filters.

| component | give it | as |
|---|---|---|
| `_source.html`  | `Provenance` | `source` |
| `_sources.html` | several `Provenance` | `sources` |
| `_facets.html`  | tuple of `FacetGroup` | `groups` |
| `_pages.html`   | `Pager` | `pager` |
| `_empty.html`   | `Empty` | `empty` |
| `_alert.html`   | `Alert` | `alert` |
| `_crumbs.html`  | tuple of `Crumb` | `crumbs` |
| `_chosen.html`  | tuple of `Chosen`, and `clear_url` | `chosen` |
| `_result.html`  | `catalogue.Result` | `result` |
| `_field.html`   | a bound form field | `field` |
| `_form_errors.html` | a form | `form` |

Use: `{% include "components/_pages.html" with pager=page.pager only %}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from civora.core.errors import CivoraError
from civora.www.addresses import with_params
from civora.www.said import said


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The line under every figure, map and table. Empty addresses leave their word unlinked or away."""

    source: str
    source_url: str = ""
    version: int | None = None
    version_url: str = ""
    updated: date | datetime | None = None
    licence: str = ""
    licence_url: str = ""
    table_url: str = ""
    embed_url: str = ""
    cite_url: str = ""
    query_url: str = ""


@dataclass(frozen=True, slots=True)
class FacetItem:
    """`share` is 0 to 100, of the largest count in the group."""

    label: str
    count: int
    url: str
    is_on: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class FacetGroup:
    label: str
    items: tuple[FacetItem, ...]
    is_open: bool = True
    more_url: str = ""
    more_label: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on; its link takes it away."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Why there is nothing, and what to do: at least one action where there is one."""

    title: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()  # (label, address)


@dataclass(frozen=True, slots=True)
class Alert:
    """`kind`: empty (something to know), good, warn or bad."""

    title: str
    text: str = ""
    kind: str = ""
    actions: tuple[tuple[str, str], ...] = ()


def alert(error: CivoraError) -> Alert:
    """What went wrong and what to do, in the page's language."""
    return Alert(said(error.message), said(error.next_step), "bad")


def placed(form: forms.Form, error: CivoraError) -> Alert | None:
    """The error beside its field; where it has none, above the form."""
    field = str(error.details.get("field", ""))
    if field not in form.fields:
        return alert(error)
    form.add_error(field, f"{said(error.message)} {said(error.next_step)}".strip())
    return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few links that sort or filter a list."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class WritePage:
    """A page with one form on it."""

    crumbs: tuple[Crumb, ...]
    title: str
    lede: str
    button: str
    back_url: str
    error: Alert | None


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str  # empty: an ellipsis
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the pages of a list: first, last and two around the current one."""

    page: int
    pages: int
    links: tuple[PageLink, ...]
    previous_url: str = ""
    next_url: str = ""
    label: str = ""


def pager(params: QueryDict, *, page: int, pages: int, name: str = "page", label: str = "") -> Pager:
    """The pager of a list whose page stands in the parameter `name` (left out for the first)."""

    def url(number: int) -> str:
        return with_params(params, **{name: number if number > 1 else None})

    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[PageLink] = []
    for number in shown:
        if links and number - links[-1].number > 1:
            links.append(PageLink(number - 1, ""))
        links.append(PageLink(number, url(number), number == page))
    return Pager(
        page,
        pages,
        tuple(links),
        previous_url=url(page - 1) if page > 1 else "",
        next_url=url(page + 1) if page < pages else "",
        label=label or gettext("Pages"),
    )


def facet_group(
    params: QueryDict,
    *,
    name: str,
    label: str,
    counts: tuple[tuple[str, str, int], ...],
    limit: int = 8,
    is_open: bool = True,
    is_single: bool = False,
) -> FacetGroup:
    """Facet links over `counts` (value, label, count) for the repeated parameter `name`; chosen values come first and
    link to the list without them. Beyond `limit` the rest opens by `?all=NAME`."""
    chosen = params.getlist(name)
    ordered = sorted(counts, key=lambda item: item[0] not in chosen)
    top = max((count for *_, count in counts), default=0) or 1
    shown = ordered if name in params.getlist("all") else ordered[: max(limit, len(chosen))]
    items = tuple(
        FacetItem(
            text,
            count,
            with_params(params, page=None, after=None, **{name: _toggled(chosen, value, is_single)}),
            value in chosen,
            round(100 * count / top),
        )
        for value, text, count in shown
    )
    rest = len(counts) - len(shown)
    more = with_params(params, all=[*params.getlist("all"), name]) if rest > 0 else ""
    return FacetGroup(
        label, items, is_open or bool(chosen), more, gettext("All {n}").format(n=len(counts)) if rest > 0 else ""
    )


def _toggled(chosen: list[str], value: str, is_single: bool) -> list[str]:
    if value in chosen:
        return [one for one in chosen if one != value]
    return [value] if is_single else [*chosen, value]
