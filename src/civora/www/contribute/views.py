"""Campaigns: the list, the form, what was found so far; sending works without JavaScript, and again without harm."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError, Refused
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.types import CampaignCard, Question
from civora.www import formats
from civora.www.city import city
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Crumb
from civora.www.reports.caller import address_of
from civora.www.said import said

REPEATS = 3  # empty places for things of the same visit, where JavaScript adds none
PHOTO_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in the page's language. `given` is what was answered before, after a refusal."""

    name: str
    label: str
    kind: str
    hint: str
    options: tuple[tuple[str, str, bool], ...]
    is_required: bool
    unit: str
    low: float | None
    high: float | None
    given: str
    only_if: str
    only_if_answers: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class CampaignLine:
    key: str
    title: str
    text: str
    url: str
    accepted: int
    is_open: bool
    closes_at: datetime | None
    is_example: bool
    data_url: str


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    open: tuple[CampaignLine, ...]
    closed: tuple[CampaignLine, ...]


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """`sets` holds the questions that are asked again for each thing; `problem` is why the form came back."""

    crumbs: tuple[Crumb, ...]
    line: CampaignLine
    shared: tuple[Asked, ...]
    sets: tuple[tuple[Asked, ...], ...]
    asks_place: bool
    asks_picture: bool
    review: str
    observers: int
    sent: str
    lat: str
    lon: str
    problem: str
    next_step: str
    is_thanked: bool
    follow: str


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    at = city().now()
    lines = [line(one, at) for one in voices.campaigns(at)]
    made = CampaignsPage(tuple(one for one in lines if one.is_open), tuple(one for one in lines if not one.is_open))
    return page(request, "contribute/campaigns.html", made)


def line(one: CampaignCard, at: datetime) -> CampaignLine:
    data = reverse("datasets:dataset", args=[one.dataset]) if catalog.exists(one.dataset) else ""
    return CampaignLine(
        one.key, told(one.title), told(one.text), reverse("contribute:campaign", args=[one.key]), one.accepted, one.is_open(at), one.closes_at,
        one.is_example, data,
    )  # fmt: skip


def told(texts: Mapping[str, str]) -> str:
    """The text in the page's language, else in English, else in any."""
    return texts.get(formats.language()) or texts.get("en") or next(iter(texts.values()), "")


@require_safe
def campaign(request: HttpRequest, key: str) -> HttpResponse:
    found = voices.campaign(key)
    twin = Twin(reverse("contribute:campaign-json", args=[key]), "application/json")
    return page(request, "contribute/campaign.html", shown(found, request.GET.get("thanks", ""), {}), twins=(twin,))


@require_safe
def campaign_json(request: HttpRequest, key: str) -> HttpResponse:
    """The form for other programs: what may be sent to `send/`."""
    found = voices.campaign(key)
    asked = [
        {
            "name": one.name, "kind": one.kind, "label": one.label, "hint": one.hint, "required": one.is_required, "unit": one.unit,
            "low": one.low, "high": one.high, "repeat": one.is_repeated, "only_if": one.only_if,
            "options": [{"value": value, "label": label} for value, label in one.options],
        }
        for one in found.questions
    ]  # fmt: skip
    body = {
        "key": key, "title": found.title, "text": found.text, "questions": asked, "place": found.asks_place, "photo": found.asks_picture,
        "review": found.review.value, "opens_at": found.opens_at, "closes_at": found.closes_at, "dataset": found.dataset,
        "accepted": found.accepted, "is_open": found.is_open(city().now()),
    }  # fmt: skip
    return JsonResponse(body)


def shown(found: CampaignCard, thanks: str, given: Mapping[str, Any], error: CivoraError | None = None) -> CampaignPage:
    wrong = str(error.details.get("question", "")) if error else ""
    repeated = [one for one in found.questions if one.is_repeated]
    shared = tuple(asked(one, one.name, given, wrong) for one in found.questions if not one.is_repeated)
    sets = (
        tuple(tuple(asked(one, f"{one.name}.{number}", given, wrong) for one in repeated) for number in range(REPEATS))
        if repeated
        else ()
    )
    return CampaignPage(
        (Crumb(gettext("Contribute"), reverse("contribute:campaigns")),), line(found, city().now()), shared, sets, found.asks_place,
        found.asks_picture, found.review.value, found.observers, str(given.get("sent") or secrets.token_urlsafe(18)), str(given.get("lat", "")),
        str(given.get("lon", "")), said(error.message) if error else "", said(error.next_step) if error else "", bool(thanks), thanks,
    )  # fmt: skip


def asked(one: Question, name: str, given: Mapping[str, Any], wrong: str) -> Asked:
    before = given.getlist(name) if hasattr(given, "getlist") else [str(given[name])] if name in given else []
    options = tuple((value, told(label), value in before) for value, label in one.options)
    other, answers = one.only_if
    return Asked(
        name, told(one.label), one.kind, told(one.hint) if one.hint else "", options, one.is_required, one.unit, one.low, one.high,
        before[0] if before else "", other, "|".join(answers), one.name == wrong,
    )  # fmt: skip


@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Take one contribution; a page for people, JSON for the island that sends what was written offline."""
    found = voices.campaign(key)
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        done = taken(request, found)
    except Refused as error:
        if wants_json:
            body = {
                "code": error.code,
                "title": said(error.message),
                "detail": said(error.next_step),
                "question": error.details.get("question", ""),
            }
            return JsonResponse(body, status=400)
        return page(request, "contribute/campaign.html", shown(found, "", request.POST, error), status=400)
    if wants_json:
        return JsonResponse({"contribution": done}, status=201)
    return redirect(reverse("contribute:campaign", args=[key]) + f"?thanks={done}#sent")


def taken(request: HttpRequest, found: CampaignCard) -> str:
    """Raises what contributing raises."""
    photo = request.FILES.get("photo")
    if photo is not None and (photo.size or 0) > PHOTO_BYTES:
        raise TooLarge(gettext("The photo is larger than 20 MB."), next_step=gettext("Send a smaller one."))
    return voices_actions.contribute(
        campaign=found.key, sent=request.POST.get("sent", ""), answers=answers(request.POST, found), lon=request.POST.get("lon"),
        lat=request.POST.get("lat"), photo=photo.read() if photo else b"", by=reader_of(request).person,
        address=address_of(request), at=city().now(), observed_at=observed(request.POST.get("observed_at", "")),
    )  # fmt: skip


class TooLarge(Refused):
    code = "www.photo_too_large"


def answers(post: Any, found: CampaignCard) -> list[dict[str, Any]]:
    """The form's fields as one set of answers for each thing; empty sets after the first are left out."""
    shared = {one.name: value(post, one.name, one) for one in found.questions if not one.is_repeated}
    repeated = [one for one in found.questions if one.is_repeated]
    if not repeated:
        return [shared]
    numbers = sorted(
        {name.rpartition(".")[2] for name in post if "." in name and name.rpartition(".")[2].isdigit()}, key=int
    )
    sets = [{one.name: value(post, f"{one.name}.{number}", one) for one in repeated} for number in numbers[:100]]
    filled = [one for one in sets if any(each not in (None, "", []) for each in one.values())]
    return [shared | one for one in filled] or [shared]


def value(post: Any, name: str, one: Question) -> Any:
    return post.getlist(name) if one.kind == "choices" else post.get(name)


def observed(text: str) -> datetime | None:
    """When it was seen, as a device that was offline says; nothing else is believed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
