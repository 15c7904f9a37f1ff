"""`/reports/KEY/`: one report for everybody; `/reports/mine/CODE/`: the same for who sent it, with what only she may do."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.reading import queries as reading
from civora.reports import actions
from civora.reports import queries as reports
from civora.reports.types import Category, ReportCard, Status, Turn, Update
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.www.city import city
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Alert, Crumb, alert
from civora.www.reports import ground, words
from civora.www.reports.caller import address_of
from civora.www.reports.pages import Ground, Mark, Moment, ReportPage
from civora.www.reports.views.lines import known, line
from civora.www.reports.views.listing import row

KM = 1.0
REOPENABLE = (Status.FIXED, Status.NOT_FIXED, Status.NOT_OURS, Status.DUPLICATE)


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    card = reports.report(key)
    twins = (Twin(reverse("reports:report-json", args=[key]), "application/json"),)
    return page(request, "reports/report.html", context(request, card), twins=twins)


@require_safe
def report_json(request: HttpRequest, key: str) -> HttpResponse:
    card = reports.report(key)
    lines = [
        {"at": one.at.isoformat(), "turn": one.turn.value, "status": one.status.value, "who": one.who.value, "text": one.text or None}
        for one in reports.timeline(key)
    ]  # fmt: skip
    return JsonResponse(
        row(request, card) | {"timeline": lines, "photos": [request.build_absolute_uri(one[0]) for one in photos(card)]}
    )


def context(request: HttpRequest, card: ReportCard, *, code: str = "", note: Alert | None = None) -> ReportPage:
    services, reader = known(), reader_of(request)
    category = services[card.category]
    shown = line(card, services, reports.area_names())
    title = words.said(category.name)
    return ReportPage(
        crumbs=(Crumb(gettext("Reports"), reverse("reports:index")), Crumb(title)), line=shown, category=title,
        body=words.bodies().get(card.body, card.body), area=reports.area_names().get(card.area, ""), answers=answers(card, category),
        photos=photos(card), moments=tuple(moment(one) for one in reports.timeline(card.key)), ground=drawn(card, shown.title),
        duplicate_url=reverse("reports:report", args=[card.duplicate_of]) if card.duplicate_of else "", asset_url=asset_url(card),
        channel=str(words.CHANNELS.get(card.channel, card.channel)), expected=card.expected_at if card.is_open else None,
        flag_url=reverse("voices:flag") + f"?target=report:{card.key}&next={reverse('reports:report', args=[card.key])}",
        is_mine=bool(code), code=code, can_reopen=bool(code) and card.status in REOPENABLE, is_asked=bool(code) and card.is_open,
        is_following=said.is_following(card.subject, reader.person), sent=secrets.token_urlsafe(24),
        can_claim=bool(code) and bool(reader.person) and card.key not in {one.key for one in reports.mine(reader.person)}, note=note,
        has_more=bool(card.text) and card.text != shown.title,
    )  # fmt: skip


def answers(card: ReportCard, category: Category) -> tuple[tuple[str, str], ...]:
    labels = {
        one.code: (words.said(one.label), {key: words.said(name) for key, name in one.values})
        for one in category.questions
    }
    return tuple(
        (
            labels.get(code, (code, {}))[0],
            ", ".join(labels.get(code, ("", {}))[1].get(value, value) for value in values),
        )
        for code, values in card.answers
    )


def photos(card: ReportCard) -> tuple[tuple[str, str, str, int, int], ...]:
    return tuple(
        (
            reverse("reports:photo", args=[one.key]),
            reverse("reports:photo-small", args=[one.key]),
            one.alt,
            one.width,
            one.height,
        )
        for one in said.pictures(card.subject)
    )


def moment(one: Update) -> Moment:
    tone = {Turn.REOPENED: "warn", Turn.CONFIRMED: "done"}.get(one.turn, "done" if one.status is Status.FIXED else "")
    return Moment(one.at, words.line(one), one.text if words.has_text(one) else "", words.who(one), tone)


def drawn(card: ReportCard, title: str) -> Ground | None:
    if card.lat is None or card.lon is None:
        return None
    shown = ground.window(card.lon, card.lat, KM, 560, 320)
    return ground.drawn(
        shown, (Mark(shown.x, shown.y, title, "", "open" if card.is_open else "closed"),), gettext("Map of the place")
    )


def asset_url(card: ReportCard) -> str:
    """The thing's own row, where its dataset is open."""
    if not card.asset_dataset:
        return ""
    try:
        reading.card(card.asset_dataset, ANYONE)
    except CivoraError:
        return ""
    return reverse("datasets:table", args=[card.asset_dataset])


# ---- for everybody -------------------------------------------------------------------------------------------------


@require_POST
def join(request: HttpRequest, key: str) -> HttpResponse:
    """I saw it too."""
    reader, post = reader_of(request), request.POST
    actions.join(
        key=key, sent=post.get("sent", ""), email=post.get("email", ""), by=reader.person, address=address_of(request), at=city().now()
    )  # fmt: skip
    card = reports.report(key)
    note = Alert(
        gettext("Counted. It stands here once more."),
        gettext("You hear of it where you left an address or are signed in."),
        "good",
    )
    return page(request, "reports/report.html", context(request, card, note=note))


@require_POST
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """Hear of it, or no more; with an account."""
    reader, card = reader_of(request), reports.report(key)
    if not reader.person:
        return redirect(f"{reverse('account_login')}?next={reverse('reports:report', args=[key])}")
    if said.is_following(card.subject, reader.person):
        voices.unfollow(subject=card.subject, follower=reader.person, at=city().now())
    else:
        voices.follow(subject=card.subject, follower=reader.person, at=city().now())
    return redirect("reports:report", key=key)


# ---- for who sent it -------------------------------------------------------------------------------------------------


def private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is kept nowhere and told to no other server.

    `same-origin`, not `no-referrer`: under the latter browsers send the page's own forms with `Origin: null`, which is refused.
    """
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, code: str) -> HttpResponse:
    card = reports.by_code(code)
    if request.method != "POST":
        return private(page(request, "reports/report.html", context(request, card, code=code)))
    do = DOES.get(request.POST.get("do", ""))
    try:
        if do is None:
            raise CivoraError(gettext("This form is not known."), next_step=gettext("Load the page again."))
        do(request, code)
    except CivoraError as error:
        note = alert(error)
        return private(page(request, "reports/report.html", context(request, card, code=code, note=note), status=400))
    if request.POST.get("do") == "erase":
        return private(page(request, "reports/erased.html", None))
    return private(redirect("reports:mine", code=code))


def reopen(request: HttpRequest, code: str) -> None:
    actions.reopen(code=code, text=request.POST.get("text", ""), at=city().now())


def confirm(_: HttpRequest, code: str) -> None:
    actions.confirm(code=code, at=city().now())


def say(request: HttpRequest, code: str) -> None:
    actions.say(code=code, text=request.POST.get("text", ""), at=city().now())


def add_photo(request: HttpRequest, code: str) -> None:
    file = request.FILES.get("photo")
    if file:
        actions.check_photo(address=address_of(request), at=city().now())
        actions.attach_photo(code=code, photo=file.read(), at=city().now())


def erase(_: HttpRequest, code: str) -> None:
    actions.erase(code=code, at=city().now())


def claim(request: HttpRequest, code: str) -> None:
    actions.claim(code=code, by=reader_of(request).person, at=city().now())


DOES: dict[str, Callable[[HttpRequest, str], None]] = {
    "reopen": reopen, "confirm": confirm, "say": say, "photo": add_photo, "erase": erase, "claim": claim,
}  # fmt: skip
