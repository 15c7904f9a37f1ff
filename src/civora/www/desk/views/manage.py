"""One dataset: describe, say who may see it, go back to a version, withdraw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.core.schema import Field
from civora.intake import actions as intake
from civora.stewardship import actions as stewardship
from civora.stewardship import queries as policies
from civora.www import formats
from civora.www.datasets import cells
from civora.www.desk import forms
from civora.www.desk.access import check_keeps, staff
from civora.www.desk.pages import FieldLine, ManagePage
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def manage(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    check_keeps(reader, key)
    try:
        if request.method == "POST":
            change(request, reader, key)
            return redirect("desk:manage", key=key)
        return page(request, "desk/manage.html", manage_page(key))
    except CivoraError as error:
        if not catalog.exists(key):
            raise
        return page(request, "desk/manage.html", manage_page(key, alert(error)), status=400)


def change(request: HttpRequest, reader: Reader, key: str) -> None:
    """One of the page's forms, by its `do`."""
    post, who, at = request.POST, reader.person, timezone.now()
    match post.get("do"):
        case "describe":
            catalog_actions.set_metadata(key=key, metadata=forms.described(post), by=who, at=at)
        case "rollback":
            catalog_actions.roll_back(key=key, to=number(post.get("version", "")), by=who, at=at)
        case "fields":
            catalog_actions.set_fields(key=key, changes=forms.field_changes(post), by=who, at=at)
        case "access":
            stewardship.set_policy(key=key, policy=plain_policy(key, post), by=who, at=at)
        case "policy":
            stewardship.set_policy(key=key, policy=policy(post.get("policy", "")), by=who, at=at)
        case "attach":
            attach(request, reader, key)
        case "detach":
            intake.detach(key=key, name=post.get("name", ""), by=who, at=at)
        case "withdraw":
            catalog_actions.withdraw(key=key, reason=post.get("reason", ""), by=who, at=at)
        case _:
            raise forms.BadForm(gettext("This form is not known."), next_step=gettext("Load the page again."))


def attach(request: HttpRequest, reader: Reader, key: str) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise forms.BadForm(gettext("No file came."), next_step=gettext("Choose a file, then send it."))
    name, title = str(file.name or "upload"), request.POST.get("title", "")
    intake.attach(key=key, name=name, chunks=file.chunks(), title=title, by=reader.person, at=timezone.now())


def number(text: str) -> int:
    if not text.isdecimal():
        raise forms.BadForm(gettext("This is no version."), next_step=gettext("Choose one from the list."))
    return int(text)


def plain_policy(key: str, post: QueryDict) -> dict[str, Any]:
    """What was chosen in the simple form, on top of the rules that were written as text."""
    written = policies.written(key)
    said = {name: words for name, words in written.items() if name in ("cards", "rules") and words}
    audience = {"own": f"org:{catalog.owner(key)}", "signed-in": "signed-in", "open": "open"}.get(
        post.get("access", "")
    )
    rows = (
        {"access": written.get("access", "open"), **said}
        if audience is None
        else {"access": audience, "rules": said.get("rules", {})}
    )
    return rows | {"default": {"hide": post.getlist("hide"), "where": written.get("default", {}).get("where", "")}}


def policy(text: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text[:20_000]) or {}
    except yaml.YAMLError as error:
        raise forms.BadForm(gettext("This is not a policy."), next_step=str(error).splitlines()[0]) from error
    return found if isinstance(found, dict) else {"access": found}


def manage_page(key: str, error: Alert | None = None) -> ManagePage:
    lang = formats.language()
    card, texts = catalog.dataset(key, None, lang), catalog.all_texts(key)
    chosen = {theme.key for theme in card.themes}
    hidden = policies.policy(key).default.hidden
    return ManagePage(
        crumbs=crumbs(Crumb(card.title)), card=card, texts=texts,
        languages=tuple((code, name, texts["title"].get(code, ""), texts["description"].get(code, "")) for code, name in forms.LANGUAGES),
        versions=catalog.versions(key), licences=catalog.licences(),
        themes=tuple((theme.key, theme.label, theme.key in chosen) for theme in catalog.themes(lang)),
        policy=yaml.safe_dump(policies.written(key), sort_keys=False, allow_unicode=True).strip(),
        columns=tuple(field_line(field, hidden) for field in card.schema.fields), access=access_choice(key), hidden=hidden, error=error,
    )  # fmt: skip


def field_line(field: Field, hidden: frozenset[str]) -> FieldLine:
    return FieldLine(
        field.name,
        cells.note(replace(field, unit="")),
        field.label,
        field.description,
        field.unit,
        field.is_facet,
        field.name in hidden,
    )


def access_choice(key: str) -> str:
    """The choice of the simple form that the policy is, or `other`."""
    found = policies.policy(key)
    if found.rows != found.cards:
        return "other"
    own = frozenset({f"org:{found.owner}"})
    return {frozenset({"open"}): "open", frozenset({"signed-in"}): "signed-in", own: "own"}.get(found.rows, "other")
