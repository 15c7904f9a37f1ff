"""`/desk/impact/`: indicators and projects of the organisations that a person works for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.impact import actions, queries
from civora.impact.rules import frames, keepers, promises, words
from civora.impact.types import Frequency, IndicatorCard, Kind, ProjectCard, Stage, Toward
from civora.www import formats
from civora.www.city import city
from civora.www.desk.access import publishers, staff
from civora.www.desk.parts import crumbs
from civora.www.impact import forms
from civora.www.impact import words as said
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert


@dataclass(frozen=True, slots=True)
class ListPage:
    crumbs: tuple[Crumb, ...]
    indicators: tuple[IndicatorCard, ...]
    projects: tuple[ProjectCard, ...]


@dataclass(frozen=True, slots=True)
class IndicatorForm:
    """`given` is the definition as it stands or was sent; `targets` its lines."""

    crumbs: tuple[Crumb, ...]
    key: str
    given: dict[str, Any]
    targets: str
    percent: str
    languages: tuple[tuple[str, str, str, str, str], ...]  # code, name, title, unit, description
    datasets: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    frames: tuple[tuple[str, str, bool], ...]
    owners: tuple[tuple[str, str], ...]
    towards: tuple[tuple[str, str], ...]
    frequencies: tuple[tuple[str, str], ...]
    card: IndicatorCard | None
    error: Alert | None = None


@dataclass(frozen=True, slots=True)
class ProjectForm:
    crumbs: tuple[Crumb, ...]
    key: str
    given: dict[str, Any]
    indicators: str
    languages: tuple[tuple[str, str, str, str, str], ...]  # code, name, title, summary, reason
    kinds: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    card: ProjectCard | None
    error: Alert | None = None


def here(*more: Crumb) -> tuple[Crumb, ...]:
    return crumbs(Crumb(gettext("Indicators and projects"), reverse("desk-impact:list")), *more)


@require_safe
@staff
def listed(request: HttpRequest, reader: Reader) -> HttpResponse:
    lang = formats.language()
    mine = tuple(one for one in queries.indicators(lang) if keepers.may_change(reader, one.owner))
    plans = tuple(one for one in queries.projects(lang) if keepers.may_change(reader, one.owner))
    return page(request, "desk/impact_list.html", ListPage(here(), mine, plans))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def indicator(request: HttpRequest, reader: Reader, key: str = "") -> HttpResponse:
    """Make an indicator, or change, speak about or withdraw one."""
    card = queries.indicator(key, formats.language()) if key else None
    if card:
        keepers.check_may_change(reader, card.owner)
    kept = words.written(card.draft) if card else {}
    if request.method != "POST":
        return page(request, "desk/impact_indicator.html", indicator_form(reader, key, kept, card))
    try:
        return indicator_done(request, reader, key, kept)
    except CivoraError as error:
        shown = indicator_form(
            reader, key, kept | shown_again(request), card, alert(error), request.POST.get("targets")
        )
        return page(request, "desk/impact_indicator.html", shown, status=400)


def shown_again(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for the form that comes back with the error."""
    post = request.POST
    if post.get("do") != "save":
        return {}
    plain = {name: post.get(name, "") for name in forms.PLAIN}
    return plain | {
        "key": post.get("key", ""), "title": forms.texts(post, "title"), "unit": forms.texts(post, "unit"),
        "description": forms.texts(post, "description"), "source": forms.question(post, "source"),
        "target_source": forms.question(post, "target_source"), "path_source": forms.question(post, "path_source"),
        "frames": post.getlist("frames"), "tolerance": forms.as_share(post.get("tolerance", "10")),
    }  # fmt: skip


def indicator_done(request: HttpRequest, reader: Reader, key: str, kept: dict[str, Any]) -> HttpResponse:
    """Raises what the actions raise."""
    post, at = request.POST, timezone.now()
    if post.get("do") == "withdraw" and key:
        actions.withdraw_indicator(key=key, reader=reader, at=at)
        messages.success(request, gettext("The indicator is withdrawn. Its definitions are kept."))
        return redirect("desk-impact:list")
    if post.get("do") == "say" and key:
        actions.say(key=key, texts=forms.texts(post, "statement"), name=post.get("name", ""), said_on=city().now().date(), reader=reader, at=at)  # fmt: skip
        return redirect("impact:indicator", key=key)
    given = forms.indicator(post, kept, key)
    actions.save_indicator(given=given, reader=reader, at=at, is_new=not key)
    return redirect("impact:indicator", key=given["key"])


def indicator_form(
    reader: Reader, key: str, given: dict[str, Any], card: IndicatorCard | None, error: Alert | None = None, typed: str | None = None
) -> IndicatorForm:  # fmt: skip
    lang, chosen = formats.language(), set(given.get("frames", ()))
    known = sorted(frames.known(settings.CITY))
    tolerance = given.get("tolerance", 0.1)
    return IndicatorForm(
        here(Crumb(card.title if card else gettext("New indicator"))), key, given,
        forms.target_lines(given.get("targets", [])) if typed is None else typed,
        f"{100 * tolerance:g}" if isinstance(tolerance, float) else str(tolerance), lines(given, ("title", "unit", "description")),
        tuple((one.key, one.title) for one in catalog.cards(lang)), tuple((one.key, one.label) for one in catalog.themes(lang)),
        tuple((one, ": ".join(frames.words(one, settings.CITY, lang)), one in chosen) for one in known), publishers(reader),
        ((Toward.DOWN.value, gettext("less is better")), (Toward.UP.value, gettext("more is better")), (Toward.NONE.value, gettext("neither"))),
        tuple((one.value, str(said.FREQUENCIES[one])) for one in Frequency), card, error,
    )  # fmt: skip


def lines(given: dict[str, Any], names: tuple[str, str, str]) -> tuple[tuple[str, str, str, str, str], ...]:
    def text(name: str, code: str) -> str:
        found = given.get(name) or {}
        return str(found.get(code, "")) if isinstance(found, dict) else ""

    return tuple((code, name, *(text(one, code) for one in names)) for code, name in forms.LANGUAGES)  # type: ignore[misc]  # three names


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def project(request: HttpRequest, reader: Reader, key: str = "") -> HttpResponse:
    """Make a project, or write down how it goes."""
    card = queries.project(key, formats.language()) if key else None
    if card:
        keepers.check_may_change(reader, card.owner)
    kept = promises.written(card.draft) if card else {}
    if request.method != "POST":
        return page(request, "desk/impact_project.html", project_form(reader, key, kept, card))
    try:
        made = project_done(request, reader, key, kept)
    except CivoraError as error:
        typed = forms.project(request.POST, kept, key) if request.POST.get("do") == "save" else {}
        return page(
            request, "desk/impact_project.html", project_form(reader, key, kept | typed, card, alert(error)), status=400
        )
    messages.success(request, gettext("It is written down."))
    return redirect("desk-impact:project", key=made)


def project_done(request: HttpRequest, reader: Reader, key: str, kept: dict[str, Any]) -> str:
    """The key of the project that was changed. Raises what the actions raise."""
    post, at = request.POST, timezone.now()
    parts: dict[str, Callable[[], object]] = {
        "milestone": lambda: actions.set_milestone(
            project=key, id=whole(post.get("id")), title=forms.texts(post, "title"), note=forms.texts(post, "note"), due_on=day(post.get("due_on")),
            done_on=day(post.get("done_on")), tone=post.get("tone", ""), reader=reader, at=at,
        ),
        "money": lambda: actions.enter_money(
            project=key, kind=post.get("kind", ""), amount=post.get("amount", "").replace(",", "."), on=day(post.get("on")) or city().now().date(),
            note=post.get("note", ""), url=post.get("url", ""), reader=reader, at=at,
        ),
        "document": lambda: actions.add_document(
            project=key, title=post.get("title", ""), url=post.get("url", ""), on=day(post.get("on")), reader=reader, at=at
        ),
        "remove": lambda: actions.remove_part(
            project=key, kind=post.get("kind", ""), id=whole(post.get("id")) or 0, reader=reader, at=at
        ),
    }  # fmt: skip
    if key and post.get("do") in parts:
        parts[post["do"]]()
        return key
    given = forms.project(post, kept, key)
    actions.save_project(given=given, reader=reader, at=at, is_new=not key)
    return str(given["key"])


def project_form(
    reader: Reader, key: str, given: dict[str, Any], card: ProjectCard | None, error: Alert | None = None
) -> ProjectForm:
    lang = formats.language()
    return ProjectForm(
        here(Crumb(card.title if card else gettext("New project"))), key, given, ", ".join(given.get("indicators") or ()),
        lines(given, ("title", "summary", "reason")), tuple((one.value, str(said.KINDS[one])) for one in Kind),
        tuple((one.value, str(said.STAGES[one][0])) for one in Stage), tuple((one.key, one.label) for one in catalog.themes(lang)),
        publishers(reader), card, error,
    )  # fmt: skip


def day(text: str | None) -> date | None:
    """A day of a date field. Raises BadLine."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise forms.BadLine(
            gettext("{text} is no day.").format(text=text[:30]), next_step=gettext("Write it like 2025-05-15.")
        ) from error


def whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 15 else None  # noqa: PLR2004 (an id)
