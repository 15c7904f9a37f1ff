"""`/take-part/<process>/who/`: who took part, and before that the voluntary questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from civora.assembly import queries as assembly
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.impact import actions, queries
from civora.impact.rules.representation import written
from civora.impact.types import Group, Inclusion, InclusionTable
from civora.www import formats
from civora.www.city import city
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Alert, Crumb, alert

DIMENSIONS: dict[str, Any] = {
    "age": gettext_lazy("Age"), "gender": gettext_lazy("Gender"), "district": gettext_lazy("District"),
}  # fmt: skip
IDEAS: dict[str, Any] = {
    "age": gettext_lazy("Go where they are: schools, clubs, homes for the old; ask in short, on the spot, on paper too."),
    "gender": gettext_lazy("Meet at other hours, with care for children, and let people ask in small groups first."),
    "district": gettext_lazy("Hold a meeting there, put a box in the library or shop, write to a random sample of households."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    count: str
    share: str
    interval: str
    expected: str
    word: str
    tone: str
    left: float
    width: float
    at: float
    expected_at: float


@dataclass(frozen=True, slots=True)
class TableBlock:
    title: str
    answered: str
    lines: tuple[GroupLine, ...]
    hidden: int
    missed: tuple[str, ...]
    idea: str
    census_url: str
    census_version: int | None


@dataclass(frozen=True, slots=True)
class WhoPage:
    crumbs: tuple[Crumb, ...]
    title: str
    frozen_at: datetime | None
    participants: str
    k: int
    tables: tuple[TableBlock, ...]
    questions: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, label, groups
    is_signed_in: bool
    has_answered: bool
    is_example: bool
    error: Alert | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest, key: str) -> HttpResponse:
    about, reader, error = f"process:{key}", reader_of(request), None
    card = assembly.process(key, city().now(), formats.language())
    if request.method == "POST":
        if not reader.is_signed_in:
            return redirect(reverse("account_login") + f"?next={request.path}")
        try:
            given = {name: request.POST.get(name, "") for name in DIMENSIONS}
            actions.answer_inclusion(about=about, person=reader.person, answers=given, at=timezone.now())
            messages.success(request, gettext("Thank you. It is counted, and not kept with your name."))
            return redirect(request.path)
        except CivoraError as found:
            error = alert(found)
    made = queries.inclusion(about)
    asked = {} if made else queries.asked_dimensions(about, ANYONE)
    shown = WhoPage(
        (Crumb(gettext("Take part"), reverse("assembly:index")), Crumb(card.title, reverse("assembly:process", args=[key])), Crumb(gettext("Who took part"))),
        card.title, made.frozen_at if made else None, formats.number(made.participants) if made and made.participants else "",
        made.k if made else 5, tuple(block(one) for one in made.tables) if made else (),
        tuple((name, str(DIMENSIONS.get(name, name)), groups) for name, groups in asked.items()), reader.is_signed_in,
        bool(reader.person) and queries.has_answered(about, reader.person), bool(made and made.is_example), error,
    )  # fmt: skip
    twins = (Twin(reverse("who-took-part-json", args=[key]), "application/json"),) if made else ()
    return page(request, "impact/who.html", shown, status=400 if error else 200, twins=twins)


def who_json(request: HttpRequest, key: str) -> HttpResponse:
    """The frozen result; 404 before. Raises UnknownInclusion."""
    assembly.process(key, city().now(), formats.language())
    made = queries.inclusion(f"process:{key}")
    if made is None:
        raise Http404
    return JsonResponse(
        as_json(made), headers={"Access-Control-Allow-Origin": "*"}, json_dumps_params={"ensure_ascii": False}
    )


def as_json(made: Inclusion) -> dict[str, Any]:
    return {
        "about": made.about, "frozen_at": made.frozen_at.isoformat(), "participants": made.participants, "k": made.k,
        "example": made.is_example, "tables": [written(one) for one in made.tables],
    }  # fmt: skip


def block(one: InclusionTable) -> TableBlock:
    widest = max(
        [0.01, *(each.interval.high for each in one.groups if each.interval), *(each.expected for each in one.groups)]
    )
    missed = tuple(each.name for each in one.groups if each.is_missed)
    return TableBlock(
        str(DIMENSIONS.get(one.dimension, one.dimension)), formats.number(one.answered),
        tuple(line(each, widest) for each in one.groups), sum(each.count is None for each in one.groups), missed,
        str(IDEAS.get(one.dimension, "")) if missed else "", reverse("datasets:dataset", args=[one.census_dataset]), one.census_version,
    )  # fmt: skip


def line(one: Group, widest: float) -> GroupLine:
    scale = 100 / widest
    if one.count is None or one.share is None or one.interval is None:
        return GroupLine(
            one.name, "", "", "", formats.percent(100 * one.expected), gettext("too few to say"), "none", 0, 0, 0, round(one.expected * scale, 2)
        )  # fmt: skip
    word, tone = (gettext("fewer than live here"), "bad") if one.is_missed else (gettext("more than live here"), "warn") if one.is_over else (gettext("as many as live here, within chance"), "good")  # fmt: skip
    span = gettext("{low} to {high}").format(
        low=formats.percent(100 * one.interval.low), high=formats.percent(100 * one.interval.high)
    )
    return GroupLine(
        one.name, formats.number(one.count), formats.percent(100 * one.share), span, formats.percent(100 * one.expected), word, tone,
        round(one.interval.low * scale, 2), round((one.interval.high - one.interval.low) * scale, 2), round(one.share * scale, 2),
        round(one.expected * scale, 2),
    )  # fmt: skip
