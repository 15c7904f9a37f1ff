"""`/desk/exhibits/`: the exhibits that this person keeps; saving a chart; changing texts, spec and state."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.keys import key_from, split_version
from civora.core.policy.types import Reader
from civora.exhibits import actions
from civora.exhibits import queries as exhibits
from civora.exhibits.queries.drawing import picture
from civora.exhibits.rules import keeping, written
from civora.exhibits.rules.propose import proposals
from civora.exhibits.types import LANGUAGES, Content, ExhibitCard, Figure, Kind, Status
from civora.reading import queries as reading
from civora.www import formats
from civora.www.datasets import forms
from civora.www.desk.access import publishers, staff
from civora.www.exhibits import charting, choosing
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert

NAMES = {"en": "English", "fr": "Français", "de": "Deutsch"}
TEXTS = ("title", "takeaway", "about", "alt")
PREVIEW = 640


@dataclass(frozen=True, slots=True)
class ListPage:
    crumbs: tuple[Crumb, ...]
    exhibits: tuple[ExhibitCard, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """The texts in one language, as the form shows them."""

    code: str
    name: str
    title: str
    takeaway: str
    about: str
    alt: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A new exhibit from a chart, or one that is kept."""

    crumbs: tuple[Crumb, ...]
    key: str
    is_new: bool
    texts: tuple[TextLine, ...]
    spec: str
    queries: str
    preview: str
    status: str
    statuses: tuple[str, ...]
    publishers: tuple[tuple[str, str], ...]
    owner: str
    url: str
    changed_at: datetime | None = None
    error: Alert | None = None
    map_url: str = ""


@require_safe
@staff
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = exhibits.exhibits(reader, lang=formats.language(), mine=True)
    return page(request, "desk/exhibits.html", ListPage(crumbs(), found))


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    here = Crumb(gettext("Charts and maps"), reverse("desk-exhibits:list"))
    return (Crumb(gettext("Desk"), reverse("desk:datasets")), here, *more)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Save the chart that the address names, as the chart tab's link has it."""
    figure = chosen(request.GET, reader)
    owner = request.POST.get("owner") or own_organisation(reader, figure)
    texts = proposed(request.GET, reader)
    if request.method != "POST":
        return page(request, "desk/exhibit.html", form(figure, reader, "", texts, owner))
    key = request.POST.get("key", "").strip() or key_from(request.POST.get("title-en", "") or figure.card.title)
    content = replace(figure.card.content, **read_texts(request.POST))
    try:
        actions.save(
            key=key,
            content=content,
            owner=owner,
            reader=reader,
            at=timezone.now(),
            status=wanted(request.POST),
            is_new=True,
        )
    except CivoraError as error:
        context = form(figure, reader, key, read_texts(request.POST), owner, alert(error))
        return page(request, "desk/exhibit.html", context, status=400)
    return redirect("exhibits:exhibit", key=key)


def chosen(params: QueryDict, reader: Reader) -> Figure:
    """Raises UnknownDataset, BadState and what drawing raises."""
    key = params.get("dataset", "")
    bare, version = split_version(key)
    card = reading.card(bare, reader, version, formats.language())
    state = forms.state(key, params)
    offered = proposals(card.schema, card.temporal)
    choice = choosing.asked(params, card) or (offered[0] if offered else None)
    if choice is None:
        raise forms.BadState(gettext("These columns make no chart."), next_step=gettext("Look at the rows."))
    query = replace(forms.question(state, card.schema), select=(), order_by=(), limit=None)
    figure, _ = charting.figure(choice, query, card, reader, params.getlist("also"))
    return figure


def proposed(params: QueryDict, reader: Reader) -> dict[str, dict[str, str]]:
    """Title, finding and alternative text in every language, from the data and the columns' labels."""
    found: dict[str, dict[str, str]] = {name: {} for name in TEXTS}
    for lang in LANGUAGES:
        with translation.override(lang):
            figure = chosen(params, reader)
        for name in ("title", "takeaway", "alt"):
            found[name][lang] = getattr(figure.card, name)
    return found


def own_organisation(reader: Reader, figure: Figure) -> str:
    """The dataset's publisher where this person publishes for it, else her first organisation."""
    mine = [key for key, _ in publishers(reader)]
    owner = catalog.owner(figure.answers[0].card.key) if figure.answers else ""
    return owner if owner in mine else next(iter(mine), settings.CIVORA_OWN_ORGANISATION)


def form(
    figure: Figure, reader: Reader, key: str, texts: dict[str, Any], owner: str, error: Alert | None = None
) -> FormPage:
    drawn = picture(figure, lang=formats.language(), palette="page", width=PREVIEW)
    return FormPage(
        crumbs(Crumb(gettext("New"))),
        key,
        True,
        lines(texts),
        "",
        "",
        drawn,
        "",
        (),
        publishers(reader),
        owner,
        "",
        error=error,
    )


def lines(texts: dict[str, Any]) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(code, NAMES[code], *(texts.get(name, {}).get(code, "") for name in TEXTS)) for code in LANGUAGES
    )


def read_texts(post: QueryDict) -> dict[str, Any]:
    return {name: written.texts({code: post.get(f"{name}-{code}", "") for code in LANGUAGES}, name) for name in TEXTS}


def wanted(post: QueryDict) -> Status | None:
    return Status(post["status"]) if post.get("status") in set(Status) else None


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def edit(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    card = exhibits.exhibit(key, reader, lang=formats.language())
    keeping.check_may_keep(reader, card.owner)
    try:
        if request.method == "POST":
            change(request, reader, card)
            return redirect("desk-exhibits:edit", key=key)
        return page(request, "desk/exhibit.html", edit_page(card, reader))
    except CivoraError as error:
        context = edit_page(card, reader, alert(error), request.POST)
        return page(request, "desk/exhibit.html", context, status=400)


def change(request: HttpRequest, reader: Reader, card: ExhibitCard) -> None:
    """Texts, spec and questions as one new version; or the state alone."""
    post, at = request.POST, timezone.now()
    if post.get("do") == "status":
        status = wanted(post)
        if status:
            actions.set_status(key=card.key, status=status, reader=reader, at=at)
        return
    given = written.as_kept(card.content) | read_texts(post)
    for name in ("spec", "queries"):
        if post.get(name, "").strip():
            given[name] = as_json(post[name], name)
    content: Content = written.content(given, settings.CITY_ZONE)
    actions.save(key=card.key, content=content, reader=reader, at=at, note=post.get("note", ""))


def as_json(text: str, name: str) -> Any:
    try:
        return json.loads(text[:100_000])
    except ValueError as error:
        raise forms.BadState(
            gettext("{name} cannot be read: {reason}.").format(name=name, reason=error),
            next_step=gettext("Mend it, then save again."),
        ) from error


def edit_page(card: ExhibitCard, reader: Reader, error: Alert | None = None, post: QueryDict | None = None) -> FormPage:
    kept = written.as_kept(card.content)
    figure = exhibits.figure(card, reader, lang=formats.language())
    is_drawn = figure.is_whole and card.kind is Kind.CHART
    drawn = picture(figure, lang=formats.language(), palette="page", width=PREVIEW) if is_drawn else ""
    texts = {name: {code: post.get(f"{name}-{code}", "") for code in LANGUAGES} for name in TEXTS} if post else kept
    spec, queries = (json.dumps(kept[name], ensure_ascii=False, indent=1) for name in ("spec", "queries"))
    return FormPage(
        crumbs(Crumb(card.title)), card.key, False, lines(texts), post.get("spec", spec) if post else spec,
        post.get("queries", queries) if post else queries, drawn, card.status.value, tuple(one.value for one in keeping.NEXT[card.status]),
        (), card.owner, reverse("exhibits:exhibit", args=[card.key]), card.changed_at, error,
        reverse("desk-exhibits:map", args=[card.key]) if card.kind is Kind.MAP else "",
    )  # fmt: skip
