"""Calls for reuse: what is asked for, until when, by which rules; the entries; who won and why. Staff write and decide them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.community import actions
from civora.community import queries as community
from civora.community.rules import check_may_decide
from civora.community.types import Award, CallCard, CallState
from civora.core.errors import CivoraError
from civora.www import formats
from civora.www.city import city
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Alert, Crumb, alert
from civora.www.reuses.forms import BETWEEN, last_part
from civora.www.reuses.pages import Card
from civora.www.reuses.views import card

STATES = {
    CallState.COMING: (gettext_lazy("Opens soon"), "none"), CallState.OPEN: (gettext_lazy("Open"), "good"),
    CallState.JURY: (gettext_lazy("The jury reads"), "warn"), CallState.DECIDED: (gettext_lazy("Decided"), "good"),
}  # fmt: skip
TEXTS = (
    ("title", gettext_lazy("Title"), False), ("text", gettext_lazy("What is asked for"), True), ("rules", gettext_lazy("Rules"), True),
    ("prize", gettext_lazy("Prize"), False), ("jury", gettext_lazy("Jury"), False),
)  # fmt: skip
TIMES = (
    ("opens_at", gettext_lazy("Opens"), True), ("closes_at", gettext_lazy("Closes"), True), ("decides_at", gettext_lazy("Decided by"), False),
)  # fmt: skip
SHOWN_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    text: str
    url: str
    state: str
    tone: str
    closes_at: datetime
    entries: int
    is_example: bool


@dataclass(frozen=True, slots=True)
class CallsPage:
    crumbs: tuple[Crumb, ...]
    lines: tuple[Line, ...]
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Winner:
    place: str
    reasons: str
    card: Card


@dataclass(frozen=True, slots=True)
class CallPage:
    """`mine` are the reader's own reuses that are not entered yet, as (key, title)."""

    crumbs: tuple[Crumb, ...]
    call: CallCard
    line: Line
    texts: tuple[tuple[str, str], ...]  # (heading, words)
    result: str
    winners: tuple[Winner, ...]
    entries: tuple[tuple[str, Card], ...]  # (key, card)
    mine: tuple[tuple[str, str], ...]
    is_open: bool
    is_signed_in: bool
    may_decide: bool
    can_decide: bool
    error: Alert | None


@dataclass(frozen=True, slots=True)
class TextField:
    name: str
    label: str
    lang: str
    value: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class WriteCallPage:
    crumbs: tuple[Crumb, ...]
    title: str
    key: str
    is_new: bool
    datasets: str
    texts: tuple[TextField, ...]
    times: tuple[tuple[str, str, str, bool], ...]  # (name, label, value, is needed)
    error: Alert | None


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    return (
        Crumb(gettext("Reuses"), reverse("reuses:gallery")), Crumb(gettext("Calls for reuse"), reverse("reuses:calls") if more else ""), *more,
    )  # fmt: skip


def told(texts: Mapping[str, str]) -> str:
    """The text in the page's language, else in English, else in any."""
    return texts.get(formats.language()) or texts.get("en") or next((one for one in texts.values() if one), "")


def line(one: CallCard) -> Line:
    label, tone = STATES[one.state(city().now())]
    url = reverse("reuses:call", args=[one.key])
    return Line(told(one.title), told(one.text), url, str(label), tone, one.closes_at, one.entries, one.is_example)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    found = tuple(line(one) for one in community.calls(reader, formats.language()))
    twins = (Twin(reverse("reuses:calls-json"), "application/json"),)
    return page(request, "reuses/calls.html", CallsPage(crumbs(), found, community.may_decide(reader)), twins=twins)


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    at = request.build_absolute_uri
    rows = [
        {
            "key": one.key, "title": one.title, "text": one.text, "rules": one.rules, "prize": one.prize, "jury": one.jury,
            "datasets": [each.key for each in one.datasets], "opens": one.opens_at.isoformat(), "closes": one.closes_at.isoformat(),
            "state": one.state(city().now()).value, "entries": one.entries, "result": one.result,
            "awards": [{"reuse": each.reuse, "place": each.place, "reasons": each.reasons} for each in one.awards],
            "example": one.is_example, "url": at(reverse("reuses:call", args=[one.key])),
        }
        for one in community.calls(reader_of(request), formats.language())
    ]  # fmt: skip
    return JsonResponse({"total": len(rows), "calls": rows})


@require_safe
def call(request: HttpRequest, key: str) -> HttpResponse:
    return shown(request, key)


def shown(request: HttpRequest, key: str, error: Alert | None = None) -> HttpResponse:
    reader, lang = reader_of(request), formats.language()
    one = community.call(key, reader, lang)
    entries = {
        each.key: card(each) for each in community.reuses(reader, call=key, size=SHOWN_ENTRIES, lang=lang).reuses
    }
    mine = tuple((each.key, each.title) for each in community.reuses_by(reader.person, lang) if each.key not in entries)
    state = one.state(city().now())
    made = CallPage(
        crumbs(Crumb(told(one.title))), one, line(one),
        tuple((str(label), told(getattr(one, name))) for name, label, _ in TEXTS[2:] if told(getattr(one, name))), told(one.result),
        tuple(Winner(told(each.place), told(each.reasons), entries[each.reuse]) for each in one.awards if each.reuse in entries),
        tuple(entries.items()), mine, state is CallState.OPEN, bool(reader.person), community.may_decide(reader),
        community.may_decide(reader) and state in (CallState.JURY, CallState.DECIDED), error,
    )  # fmt: skip
    return page(request, "reuses/call.html", made, status=400 if error else 200)


@require_POST
@login_required
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """One's own reuse takes part."""
    try:
        actions.enter_call(call=key, reuse=request.POST.get("reuse", ""), reader=reader_of(request), at=city().now())
    except CivoraError as error:
        return shown(request, key, alert(error))
    messages.success(request, gettext("It takes part. You will hear how the jury decides."))
    return redirect("reuses:call", key)


@require_POST
@login_required
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """The jury's result: a prize and its reasons beside each entry that wins, and a word on the whole."""
    given, lang = request.POST, formats.language()
    awards = [
        Award(one.removeprefix("place-"), {lang: place.strip()}, {lang: given.get("reasons-" + one.removeprefix("place-"), "").strip()})
        for one, place in given.items()
        if one.startswith("place-") and place.strip()
    ]  # fmt: skip
    try:
        actions.decide_call(
            call=key, awards=awards, result={lang: given.get("result", "").strip()}, reader=reader_of(request), at=city().now()
        )  # fmt: skip
    except CivoraError as error:
        return shown(request, key, alert(error))
    messages.success(request, gettext("Decided. Those who took part are told."))
    return redirect("reuses:call", key)


# ---- writing one -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    return write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, key: str) -> HttpResponse:
    return write(request, community.call(key, reader_of(request), formats.language()))


def write(request: HttpRequest, known: CallCard | None) -> HttpResponse:
    """Raises NotOurs."""
    reader, error = reader_of(request), None
    check_may_decide(reader)
    if request.method == "POST":
        key = known.key if known else request.POST.get("key", "").strip()
        try:
            keep(request, key)
            return redirect("reuses:call", key)
        except CivoraError as refused:
            error = alert(refused)
        except ValueError:
            error = Alert(gettext("A call opens and closes at a day and an hour."), gettext("Fill in both."), "bad")
    title = gettext("Change the call") if known else gettext("Call for reuse")
    made = WriteCallPage(
        crumbs(Crumb(title)), title, known.key if known else request.POST.get("key", ""), known is None, datasets_of(request, known),
        tuple(texts_of(request, known)),
        tuple((name, str(label), time_of(request, known, name), is_needed) for name, label, is_needed in TIMES), error,
    )  # fmt: skip
    return page(request, "reuses/call_form.html", made, status=400 if error else 200)


def keep(request: HttpRequest, key: str) -> None:
    given = request.POST
    texts = {
        name: {lang: given.get(f"{name}-{lang}", "").strip() for lang, _ in settings.LANGUAGES} for name, _, _ in TEXTS
    }
    actions.set_call(
        key=key, owner=settings.CIVORA_OWN_ORGANISATION, title=texts["title"], text=texts["text"], call_rules=texts["rules"],
        prize=texts["prize"], jury=texts["jury"],
        datasets=[last_part(one) for one in BETWEEN.split(given.get("datasets", "")) if one],
        opens_at=moment(given.get("opens_at", "")), closes_at=moment(given.get("closes_at", "")),
        decides_at=moment(given["decides_at"]) if given.get("decides_at") else None, reader=reader_of(request), at=city().now(),
    )  # fmt: skip


def moment(text: str) -> datetime:
    """An hour of the city's clock. Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(settings.CITY_ZONE))


def datasets_of(request: HttpRequest, known: CallCard | None) -> str:
    return request.POST.get("datasets") or (", ".join(one.key for one in known.datasets) if known else "")


def texts_of(request: HttpRequest, known: CallCard | None) -> list[TextField]:
    return [
        TextField(
            f"{name}-{lang}", str(label), lang,
            request.POST.get(f"{name}-{lang}") or (getattr(known, name).get(lang, "") if known else ""), is_long,
        )
        for name, label, is_long in TEXTS
        for lang, _ in settings.LANGUAGES
    ]  # fmt: skip


def time_of(request: HttpRequest, known: CallCard | None, name: str) -> str:
    at = getattr(known, name) if known else None
    return request.POST.get(name) or (f"{at.astimezone(ZoneInfo(settings.CITY_ZONE)):%Y-%m-%dT%H:%M}" if at else "")
