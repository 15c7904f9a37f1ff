"""The list of wishes and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from civora.community import queries as community
from civora.community.types import NominationCard, NominationState
from civora.core.policy.types import Reader
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.nominations.forms import AnswerForm
from civora.www.nominations.pages import Line, ListPage, NominationPage
from civora.www.nominations.words import STATES
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Alert, Choice, Crumb, Empty

ORDERS = (("", gettext_lazy("Most wanted")), ("new", gettext_lazy("Newest")), ("old", gettext_lazy("Longest waiting")))
SHOWN_STATES = (NominationState.OPEN, NominationState.PLANNED, NominationState.PUBLISHED, NominationState.REFUSED)


def found(request: HttpRequest) -> tuple[NominationCard, ...]:
    given = request.GET
    state = given.get("state", "") if given.get("state", "") in {one.value for one in SHOWN_STATES} else ""
    return community.nominations(
        reader_of(request), state=state, text=given.get("q", "")[:200], sort=given.get("sort", "") or "backed", lang=formats.language()
    )  # fmt: skip


@require_safe
def nominations(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address: `q`, `state`, `sort`."""
    given = request.GET
    counts = community.nomination_counts(city().now().date())
    lines = tuple(line(one) for one in found(request))
    states = [Choice(gettext("All"), with_params(given, state=None), not given.get("state"))]
    states += [
        Choice(f"{STATES[one][0]} ({formats.number(counts.by_state[one.value])})", with_params(given, state=one.value), given.get("state") == one.value)
        for one in SHOWN_STATES
        if counts.by_state.get(one.value)
    ]  # fmt: skip
    orders = tuple(
        Choice(str(label), with_params(given, sort=value), given.get("sort", "") == value) for value, label in ORDERS
    )
    empty = None
    if not lines:
        empty = Empty(
            gettext("No wish matches.") if given else gettext("Nobody misses anything yet."),
            gettext("Say which data you miss; the city answers each wish."),
            ((gettext("Ask for data"), reverse("nominations:new")),),
        )
    made = ListPage(
        given.get("q", ""), given.get("state", ""), given.get("sort", ""), lines, tuple(states), orders, counts, empty
    )
    return page(request, "nominations/list.html", made, twins=(Twin(reverse("nominations-json"), "application/json"),))


def waiting(reader: Reader) -> int:
    """How many wishes have no answer yet; for the menu of the desk."""
    return community.nomination_counts(city().now().date()).by_state.get(NominationState.OPEN.value, 0)


def line(one: NominationCard) -> Line:
    label, tone = STATES[one.state]
    is_late = one.is_late(city().now().date())
    return Line(
        one,
        reverse("nominations:nomination", args=[one.key]),
        gettext("Late") if is_late else str(label),
        "bad" if is_late else tone,
        is_late,
    )


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    at = request.build_absolute_uri
    rows = [
        {
            "key": one.key, "title": one.title, "text": one.text, "use": one.use, "language": one.lang, "asked": one.at.date().isoformat(),
            "state": one.state.value, "supports": one.supports, "answer": one.answer,
            "answered": one.answered_at.date().isoformat() if one.answered_at else None,
            "planned_for": one.planned_for.isoformat() if one.planned_for else None, "dataset": one.dataset.key if one.dataset else None,
            "example": one.is_example, "url": at(reverse("nominations:nomination", args=[one.key])),
        }
        for one in found(request)
    ]  # fmt: skip
    return JsonResponse({"total": len(rows), "nominations": rows})


@require_safe
def similar_json(request: HttpRequest) -> JsonResponse:
    """What was asked for already that resembles `title`, while somebody types."""
    title = request.GET.get("title", request.GET.get("q", ""))[:300]
    is_telling = len(title) > 3  # noqa: PLR2004 (fewer signs say nothing)
    text, lang = request.GET.get("text", "")[:2000], formats.language()
    alike = community.similar_nominations(title, text, reader_of(request), lang) if is_telling else ()
    results = [
        {
            "title": one.title, "language": one.lang, "url": reverse("nominations:nomination", args=[one.key]), "supports": one.supports,
            "words": ngettext("{n} person needs it", "{n} people need it", one.supports).format(n=formats.number(one.supports)),
        }
        for one in alike
    ]  # fmt: skip
    return JsonResponse({"heading": gettext("Somebody asked for this already") if results else "", "results": results})


@require_safe
def nomination(request: HttpRequest, key: str) -> HttpResponse:
    return shown(request, key, AnswerForm())


def shown(request: HttpRequest, key: str, form: AnswerForm, error: Alert | None = None) -> HttpResponse:
    reader = reader_of(request)
    one = community.nomination(key, reader, formats.language())
    made = NominationPage(
        (Crumb(gettext("Wishes for data"), reverse("nominations:nominations")),), line(one),
        reverse("datasets:dataset", args=[one.dataset.key]) if one.dataset else "",
        reverse("voices:flag") + with_params({"target": one.subject, "next": reverse("nominations:nomination", args=[key])}),
        reverse("voices:decision", args=[one.decision]) if one.decision and one.is_mine else "", community.may_decide(reader), error,
    )  # fmt: skip
    return page(request, "nominations/nomination.html", made, status=400 if error or form.errors else 200, form=form)
