"""`/desk/contribute/`: corrections and contributions that wait, and the campaigns themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.intake import actions as intake
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.errors import BadForm
from civora.voices.types import CampaignCard, CorrectionCard, Review, SubmissionCard, Verdict
from civora.www.contribute.views import told
from civora.www.desk.access import desk
from civora.www.pages import page
from civora.www.parts import Crumb
from civora.www.said import said

ROLES = ("publisher", "moderator")
NEW = "new-campaign"  # in the address of a campaign that is not made yet; it is called as its dataset


@dataclass(frozen=True, slots=True)
class Waiting:
    """`corrections` with their (column, before, after) lines; `contributions` with the campaign that they answer."""

    crumbs: tuple[Crumb, ...]
    corrections: tuple[tuple[CorrectionCard, tuple[tuple[str, Any, Any], ...]], ...]
    contributions: tuple[tuple[SubmissionCard, str], ...]
    campaigns: tuple[tuple[CampaignCard, str], ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    crumbs: tuple[Crumb, ...]
    key: str
    given: dict[str, str]
    problem: str
    next_step: str


def count(reader: Reader) -> int:
    """How many wait for this reader: for the desk's menu."""
    return len(mine(reader)) + len(sent(reader))


def mine(reader: Reader) -> list[CorrectionCard]:
    return [one for one in voices.corrections(state=Verdict.OPEN) if voices.may_keep(reader, owner(one.dataset))]


def owner(dataset: str) -> str:
    return catalog.owner(dataset) if catalog.exists(dataset) else ""


def sent(reader: Reader) -> list[tuple[SubmissionCard, str]]:
    found = [one for one in voices.campaigns() if voices.may_keep(reader, one.owner)]
    return [(one, told(each.title)) for each in found for one in voices.submissions(each.key, state=Verdict.OPEN)]


@require_safe
@desk(*ROLES)
def waiting(request: HttpRequest, reader: Reader) -> HttpResponse:
    lines = tuple(
        (one, tuple((name, one.row.get(name), after) for name, after in one.changes.items())) for one in mine(reader)
    )
    kept = tuple((one, told(one.title)) for one in voices.campaigns() if voices.may_keep(reader, one.owner))
    crumbs = (Crumb(gettext("Desk"), reverse("desk:home")),)
    return page(request, "contribute/waiting.html", Waiting(crumbs, lines, tuple(sent(reader)), kept))


@require_POST
@desk(*ROLES)
def decide_correction(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    """Accept: it becomes a version with one click. Decline: with the reason."""
    answer, at = request.POST.get("answer", ""), timezone.now()
    if request.POST.get("do") == "accept":
        done = intake.accept_correction(key=key, answer=answer, reader=reader, at=at)
        messages.success(
            request, gettext("Corrected: {dataset} has version @{n} now.").format(dataset=done.dataset, n=done.version)
        )
    else:
        said = voices.correction(key)
        voices_actions.decide_correction(
            key=key, verdict=Verdict.DECLINED, answer=answer, reader=reader, owner=owner(said.dataset), at=at
        )
    return redirect("contribute-desk:waiting")


@require_POST
@desk(*ROLES)
def decide_contribution(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    verdict = Verdict.ACCEPTED if request.POST.get("do") == "accept" else Verdict.DECLINED
    at = timezone.now()
    voices_actions.decide_contribution(
        key=key, verdict=verdict, answer=request.POST.get("answer", ""), reader=reader, at=at
    )
    if verdict is Verdict.ACCEPTED:
        intake.land_campaign(key=voices.submission(key).campaign, by=reader.person, at=at)
    return redirect("contribute-desk:waiting")


@desk(*ROLES)
def edit(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    """Make a campaign, or change it. The form is written as JSON: one question an object."""
    if request.method == "POST":
        try:
            save(request.POST, reader, request.POST.get("dataset", "") if key == NEW else key)
        except (CivoraError, ValueError) as error:
            said = (
                error
                if isinstance(error, CivoraError)
                else BadForm(gettext("This cannot be read: {why}").format(why=error))
            )
            return page(request, "contribute/edit.html", edit_page(key, request.POST.dict(), said), status=400)
        return redirect("contribute-desk:waiting")
    known = [one for one in voices.campaigns() if one.key == key]
    return page(request, "contribute/edit.html", edit_page(key, values(known[0]) if known else {}, None))


def save(post: Any, reader: Reader, key: str) -> None:
    voices_actions.set_campaign(
        key=key, dataset=post.get("dataset", key), owner=post.get("owner", ""), title=texts(post, "title"), text=texts(post, "text"),
        form=json.loads(post.get("form", "[]")), review=Review(post.get("review", "staff")), opens_at=moment(post.get("opens_at", "")) or timezone.now(),
        closes_at=moment(post.get("closes_at", "")), observers=int(post.get("observers") or 2), radius_m=int(post.get("radius_m") or 25),
        trusted_after=int(post.get("trusted_after") or 0), reader=reader, at=timezone.now(),
    )  # fmt: skip


def texts(post: Any, name: str) -> dict[str, str]:
    return {
        lang: post[f"{name}.{lang}"].strip() for lang in ("en", "fr", "de") if post.get(f"{name}.{lang}", "").strip()
    }


def moment(text: str) -> datetime | None:
    return timezone.make_aware(datetime.fromisoformat(text)) if text else None


def values(one: CampaignCard) -> dict[str, str]:
    """A campaign as its form shows it."""
    questions = [
        {
            "name": each.name, "kind": each.kind, "label": each.label, "required": each.is_required, "unit": each.unit, "low": each.low, "high": each.high,
            "hint": each.hint, "repeat": each.is_repeated, "only_if": each.only_if, "options": [{"value": value, "label": label} for value, label in each.options],
        }
        for each in one.questions
    ]  # fmt: skip
    form = [
        *questions,
        *([{"kind": "place"}] if one.asks_place else []),
        *([{"kind": "photo"}] if one.asks_picture else []),
    ]
    found = {
        "dataset": one.dataset, "owner": one.owner, "form": json.dumps(form, ensure_ascii=False, indent=2), "review": one.review.value,
        "observers": str(one.observers), "radius_m": str(one.radius_m), "trusted_after": str(one.trusted_after),
        "opens_at": f"{one.opens_at:%Y-%m-%dT%H:%M}", "closes_at": f"{one.closes_at:%Y-%m-%dT%H:%M}" if one.closes_at else "",
    }  # fmt: skip
    return (
        found
        | {f"title.{lang}": text for lang, text in one.title.items()}
        | {f"text.{lang}": text for lang, text in one.text.items()}
    )


def edit_page(key: str, given: dict[str, str], error: CivoraError | None) -> EditPage:
    crumbs = (
        Crumb(gettext("Desk"), reverse("desk:home")),
        Crumb(gettext("Contributions"), reverse("contribute-desk:waiting")),
    )
    named = {name.replace(".", "_"): text for name, text in given.items()}
    return EditPage(crumbs, key, named, said(error.message) if error else "", said(error.next_step) if error else "")
