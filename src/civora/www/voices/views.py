"""Giving notice, following it, reading the reasons, appealing; and the public counts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.core.errors import CivoraError, TooMuch
from civora.voices import actions, rules
from civora.voices import queries as voices
from civora.voices.types import AppealState
from civora.www import formats
from civora.www.city import city
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Crumb, alert
from civora.www.reports.caller import address_of
from civora.www.voices import words
from civora.www.voices.pages import DecisionPage, FlagPage, ModerationPage, NoticePage
from civora.www.voices.targets import target

PAST = timedelta(days=365)
MOST_NOTICES = 30
NOW_TOO = timedelta(seconds=1)  # what happens in this very second counts
GIVEN = ("reason", "explanation", "name", "email", "next")


class TooManyNotices(TooMuch):
    """More notices from one address today than a person gives."""

    code = "www.too_many_notices"


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """A notice of something that should not stand; by anybody."""
    given = request.POST if request.method == "POST" else request.GET
    key = rules.check_subject(given.get("target", ""))
    error = None
    if request.method == "POST":
        try:
            if actions.count_address(kind="flag", address=address_of(request), at=city().now()) > MOST_NOTICES:
                raise TooManyNotices(
                    gettext("Many notices came from your address today."), next_step=gettext("Go on tomorrow.")
                )
            number = actions.flag(
                target=key, reason=given.get("reason", ""), explanation=given.get("explanation", ""), name=given.get("name", ""),
                email=given.get("email", ""), url=place(request, given.get("next", "")), is_in_good_faith="faith" in given,
                by=reader_of(request).person, at=city().now(),
            )  # fmt: skip
            return redirect(reverse("voices:notice", args=[number]) + "?new=1")
        except CivoraError as refused:
            error = alert(refused)
    context = FlagPage(
        (Crumb(gettext("Give notice")),), target(key, place(request, given.get("next", ""))), words.reasons(),
        {name: given.get(name, "") for name in GIVEN}, error,
    )  # fmt: skip
    return page(request, "voices/flag.html", context, status=400 if error else 200)


def place(request: HttpRequest, text: str) -> str:
    """An address of this portal, or nothing."""
    return text if text.startswith("/") and url_has_allowed_host_and_scheme(text, {request.get_host()}) else ""


@require_safe
def notice(request: HttpRequest, key: str) -> HttpResponse:
    found = voices.flag(key)
    state, tone = words.STATES[found.state]
    context = NoticePage(
        (Crumb(gettext("Your notice")),), found, words.reason(found.reason), str(state), tone,
        reverse("voices:decision", args=[found.decision]) if found.decision else "", "new" in request.GET,
    )  # fmt: skip
    response = page(request, "voices/notice.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """Why something was hidden or left, and the way to complain."""
    error = None
    if request.method == "POST":
        try:
            actions.appeal(
                decision=key, text=request.POST.get("text", ""), by=reader_of(request).person, at=city().now()
            )
            return redirect("voices:decision", key=key)
        except CivoraError as refused:
            if refused.code == "voices.unknown_decision":
                raise
            error = alert(refused)
    found = voices.decision(key)
    outcome = str(words.OUTCOMES[found.appeal.state]) if found.appeal else ""
    what = gettext("taken down everywhere, until further notice") if found.is_hiding else gettext("left as it is")
    if found.appeal and found.appeal.state is AppealState.REVERSED:
        what = gettext("taken down, and brought back after the appeal")
    context = DecisionPage(
        (Crumb(gettext("A decision of the moderators")),), found, words.reason(found.reason), str(words.GROUNDS[found.ground]), what,
        found.appeal is None and city().now() <= found.appealable_until, outcome, error,
    )  # fmt: skip
    return page(request, "voices/decision.html", context, status=400 if error else 200)


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The rules, and what was done by them in the past year."""
    until = city().now() + NOW_TOO
    counts = voices.transparency(until - PAST, until)
    hours = gettext("{n} hours").format(n=formats.number(counts.hours, 1)) if counts.hours is not None else ""
    context = ModerationPage(
        (Crumb(gettext("Moderation")),), until - PAST, until, counts, named(counts.notices_by_reason), named(counts.hidden_by_reason),
        tuple((str(label), str(rule)) for label, rule in words.REASONS.values()), hours,
    )  # fmt: skip
    return page(
        request, "voices/moderation.html", context, twins=(Twin(reverse("moderation-json"), "application/json"),)
    )


def named(counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    labels = dict(words.reasons())
    return tuple((labels.get(reason, reason), number) for reason, number in counts)


@require_safe
def moderation_json(request: HttpRequest) -> HttpResponse:
    until = city().now() + NOW_TOO
    counts = asdict(voices.transparency(until - PAST, until))
    counts |= {name: dict(counts[name]) for name in ("notices_by_reason", "hidden_by_reason")}
    return JsonResponse({"since": (until - PAST).isoformat(), "until": until.isoformat(), **counts})
