"""`/desk/exhibits/maps/`: a map of several datasets, put together in a form, looked at, kept as an exhibit. Without script."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from civora.catalog import queries as catalog
from civora.catalog.types import DatasetCard
from civora.core.errors import CivoraError
from civora.core.keys import key_from, split_version
from civora.core.policy.types import Reader
from civora.core.schema import GEOGRAPHIC
from civora.exhibits import actions
from civora.exhibits import queries as exhibits
from civora.exhibits.errors import BadExhibit
from civora.exhibits.rules import keeping, written
from civora.exhibits.rules.mapping import LAYERS_AT_MOST, check_map
from civora.exhibits.types import LANGUAGES, Content, ExhibitCard, Kind, Status
from civora.reading import queries as reading
from civora.www import formats
from civora.www.datasets import forms
from civora.www.desk.access import publishers, staff
from civora.www.exhibits import composing, desk, mapping
from civora.www.exhibits.composing import LayerForm, Raw
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert

OFFERED = 500


@dataclass(frozen=True, slots=True)
class ComposePage:
    crumbs: tuple[Crumb, ...]
    key: str
    is_new: bool
    texts: tuple[desk.TextLine, ...]
    datasets: tuple[tuple[str, str], ...]
    can_add: bool
    view: str
    time: str
    step: str
    moments: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, Any], ...]
    publishers: tuple[tuple[str, str], ...]
    owner: str
    preview: str
    back_url: str
    error: Alert | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form: the texts, the layers, and the words of the whole map. `kept` is the version it began with."""

    texts: dict[str, Any]
    layers: list[Raw]
    kept: dict[str, Any]
    view: str = ""
    time: str = ""
    step: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """`dataset` and `where` in the address make the first layer."""
    first = request.GET.get("dataset", "")
    layers = [composing.fresh(first, condition(first, request.GET, reader))] if first else []
    return answered(request, reader, Draft({}, layers, {}), None)


def condition(dataset: str, given: QueryDict, reader: Reader) -> str:
    """The filters of the map tab as one condition. Raises UnknownDataset, BadState."""
    params = forms.api_params(forms.state(dataset, given), card_of(dataset, reader).schema)
    parts = [f"({text})" for name, text in params if name == "where"]
    pairs = [text.partition(":") for name, text in params if name == "refine"]
    parts += [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, _, value in pairs]
    return " and ".join(parts) if len(parts) > 1 else "".join(parts).removeprefix("(").removesuffix(")")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def edit(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    card = exhibits.exhibit(key, reader, lang=formats.language())
    keeping.check_may_keep(reader, card.owner)
    if card.kind is not Kind.MAP:
        return redirect("desk-exhibits:edit", key=key)
    kept = written.as_kept(card.content)
    spec, time = card.content.spec, card.content.spec.get("time") or {}
    numbers = [at for at, one in enumerate(spec["layers"]) if one["query"] == time.get("query")]
    draft = Draft(
        kept, composing.as_typed(kept, formats.language()), kept, ", ".join(f"{one:g}" for one in spec.get("view", [])),
        f"{numbers[0]}|{time['field']}" if numbers else "", time.get("step", ""),
    )  # fmt: skip
    return answered(request, reader, draft, card)


def answered(request: HttpRequest, reader: Reader, draft: Draft, card: ExhibitCard | None) -> HttpResponse:
    """The form as it stands; `do` adds, drops and moves layers, shows the map, or keeps it."""
    if request.method != "POST":
        return shown(request, reader, draft, card, *looked_at(draft, reader))
    post = request.POST
    act = post.get("do", "show")
    layers = composing.moved(composing.typed(post), act)
    error = None
    if act == "add":
        layers, error = added(layers, post.get("add", "").strip(), reader)
    texts = {name: {code: post.get(f"{name}-{code}", "") for code in LANGUAGES} for name in desk.TEXTS}
    draft = replace(
        draft,
        texts=texts,
        layers=layers,
        view=post.get("view", ""),
        time=post.get("time", ""),
        step=post.get("step", ""),
    )
    made, preview, wrong = looked_at(draft, reader)
    error = error or wrong
    if act == "save" and error is None and preview:
        try:
            return redirect("exhibits:exhibit", key=keep(post, reader, draft, made, card))
        except CivoraError as refused:
            error = alert(refused)
    return shown(request, reader, draft, card, made, preview, error)


def added(layers: list[Raw], dataset: str, reader: Reader) -> tuple[list[Raw], Alert | None]:
    try:
        card_of(dataset, reader)
    except CivoraError as error:
        return layers, alert(error)
    if len(layers) >= LAYERS_AT_MOST:
        return layers, Alert(gettext("A map has at most eight layers."), gettext("Take one away first."), "bad")
    return [*layers, composing.fresh(dataset, before=layers)], None


def card_of(dataset: str, reader: Reader) -> DatasetCard:
    """Raises UnknownDataset, and BadState for a dataset without places."""
    bare, version = split_version(dataset)
    card = reading.card(bare, reader, version, formats.language())
    if card.schema.first(*GEOGRAPHIC) is None:
        raise forms.BadState(
            gettext("The rows of this dataset have no place."), next_step=gettext("Choose a dataset with places.")
        )
    return card


def looked_at(draft: Draft, reader: Reader) -> tuple[list[LayerForm], str, Alert | None]:
    """The forms of the layers; the drawing, where they make a map; and what is wrong, where they do not."""
    made: list[LayerForm] = []
    try:
        for number, raw in enumerate(draft.layers):
            made.append(LayerForm(card_of(raw["dataset"], reader), number, raw))
        if not made:
            return made, "", None
        valid = [one.is_valid() for one in made]  # each says what is wrong with it
        if not all(valid):
            words = gettext("Something in the layers cannot be used.")
            return made, "", Alert(words, gettext("It stands beside the field."), "bad")
        return made, drawing(content(draft, made), reader), None
    except CivoraError as error:
        return made, "", alert(error)


def content(draft: Draft, made: list[LayerForm]) -> Content:
    """Raises BadExhibit and what reading the questions raises."""
    try:
        given = composing.composed(
            made, draft.kept, lang=formats.language(), zone=settings.CITY_ZONE, view=draft.view, time=draft.time, step=draft.step
        )  # fmt: skip
        if not all(math.isfinite(one) for one in given["spec"].get("view", [])):
            raise ValueError("not finite")
    except ValueError as error:
        raise BadExhibit(
            gettext("An area or a limit is no list of numbers."), next_step=gettext("Write numbers such as 7.5, 51.9, 7.7, 52.0.")
        ) from error  # fmt: skip
    texts = {name: draft.texts.get(name, {}) for name in desk.TEXTS}
    labels = {"labels": draft.kept["labels"]} if draft.kept.get("labels") else {}
    return written.content(given | texts | labels, settings.CITY_ZONE)


def drawing(content: Content, reader: Reader) -> str:
    """The map as it is drawn without script. Raises BadSpec and what reading raises."""
    now, lang = timezone.now(), formats.language()
    card = ExhibitCard("", 0, 0, Kind.MAP, Status.DRAFT, "", False, now, now, "", "", "", "", content)  # noqa: FBT003 (its order)
    figure = exhibits.figure(card, reader, lang=lang)
    if not figure.is_whole:
        raise BadExhibit(exhibits.note_for(figure, lang), next_step=gettext("Take that layer away."))
    check_map(content.spec, {one.name: one.card.schema for one in figure.answers})
    return mapping.bare(figure, reader, palette="page", width=desk.PREVIEW).decode()


def keep(post: QueryDict, reader: Reader, draft: Draft, made: list[LayerForm], card: ExhibitCard | None) -> str:
    """The key. Raises what `actions.save` raises."""
    found = content(draft, made)
    texts = {name: written.texts(draft.texts[name], name) for name in desk.TEXTS}
    found = replace(found, **texts)
    if card is not None:
        actions.save(key=card.key, content=found, reader=reader, at=timezone.now(), note=post.get("note", "")[:200])
        return card.key
    key = post.get("key", "").strip() or key_from(
        post.get("title-en", "") or next((one for one in texts["title"].values()), "")
    )
    actions.save(
        key=key, content=found, owner=post.get("owner", ""), reader=reader, at=timezone.now(), status=desk.wanted(post), is_new=True
    )  # fmt: skip
    return key


def shown(
    request: HttpRequest, reader: Reader, draft: Draft, card: ExhibitCard | None, made: list[LayerForm], preview: str, error: Alert | None
) -> HttpResponse:  # fmt: skip
    names = publishers(reader)
    mine = [key for key, _ in names]
    first = catalog.owner(split_version(draft.layers[0]["dataset"])[0]) if made else ""
    owner = request.POST.get("owner") or (first if first in mine else next(iter(mine), ""))
    title = card.title if card else gettext("New map")
    made_page = ComposePage(
        desk.crumbs(Crumb(title)), card.key if card else request.POST.get("key", ""), card is None, desk.lines(draft.texts), offered(reader),
        len(made) < LAYERS_AT_MOST, draft.view, draft.time, draft.step or "year", tuple(composing.moments(made)), composing.STEPS, names, owner,
        preview, reverse("desk-exhibits:edit", args=[card.key]) if card else reverse("desk-exhibits:list"), error,
    )  # fmt: skip
    return page(request, "desk/map.html", made_page, status=400 if error else 200, layers=made)


def offered(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Datasets with places, by title."""
    found = reading.catalogue_search(
        "", {"features": ["geo"]}, None, "title", 1, reader, lang=formats.language(), size=OFFERED
    )
    return tuple((one.key, one.title) for one in found.cards)
