"""`/api/`: what this portal answers to programs, and a form to try it."""

from __future__ import annotations

import shlex

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.core.policy.types import Reader
from civora.reading import queries as reading
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.api.forms import CSV, RECORDS, TryForm
from civora.www.api.pages import ConsolePage, Door, Request
from civora.www.pages import page, reader_of
from civora.www.shell import resolves

EXPLORE = "/api/explore/v2.1/"
CHOICES = 200


@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """The form, and below it the request that it makes."""
    datasets = _datasets(reader_of(request), request.GET.get("dataset", ""))
    first = datasets[0][0] if datasets else ""
    form = TryForm(
        request.GET if "dataset" in request.GET else None, datasets=datasets, initial={"dataset": first, "limit": 5}
    )
    made = _request(request, form) if form.is_bound and form.is_valid() else None
    shown = ConsolePage(made, _doors(), settings.CIVORA_API_CALLS_ANONYMOUS, settings.CIVORA_API_CALLS_KEY)
    return page(request, "api/console.html", shown, form=form)


def _datasets(reader: Reader, chosen: str) -> tuple[tuple[str, str], ...]:
    """Keys and titles for the list: the newest, and the one that the address names. Raises NotFound for a foreign one."""
    found = reading.catalogue_search("", {}, None, "-modified", 1, reader, lang=formats.language(), size=CHOICES)
    listed = {card.key: card.title for card in found.cards}
    if chosen and chosen not in listed:
        listed[chosen] = reading.card(chosen, reader, None, formats.language()).title
    return tuple(listed.items())


def _request(request: HttpRequest, form: TryForm) -> Request:
    door = form.cleaned_data["door"] or RECORDS
    path = f"{EXPLORE}catalog/datasets/{form.cleaned_data['dataset']}/{door}"
    tail = with_params(form.clauses())
    url = request.build_absolute_uri(path + (tail if tail != "?" else ""))
    return Request(url, f"curl {shlex.quote(url)}", door != CSV)


def _doors() -> tuple[Door, ...]:
    """Only those that this portal serves."""
    known = (
        Door(
            gettext("Explore API v2.1"),
            gettext("The whole catalogue and all rows: filter, group, sort, page, export in every format."),
            EXPLORE,
            f"{EXPLORE}swagger.json",
        ),
        Door(
            gettext("The portal’s own API"),
            gettext("What the others do not know: versions, differences, search with facets."),
            "/api/v1/openapi.json",
            "/api/v1/openapi.json",
        ),
        Door(
            gettext("DCAT-AP"),
            gettext("The catalogue as linked data, for other portals to harvest."),
            f"{EXPLORE}catalog/exports/dcat",
        ),
        Door(gettext("Atom feed"), gettext("What changed in the data, newest first."), reverse("datasets:feed")),
    )
    return tuple(door for door in known if resolves(door.url))
