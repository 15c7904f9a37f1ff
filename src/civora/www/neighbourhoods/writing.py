"""Joining and leaving; posting, renewing and ending; what staff and moderators decide."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from civora.community import actions
from civora.community import queries as community
from civora.community.rules import check_may_decide
from civora.community.types import ListingKind
from civora.core.errors import CivoraError
from civora.www.city import city
from civora.www.neighbourhoods.forms import JoinForm, ListingForm, MessageForm, NeighbourhoodForm, RenewForm
from civora.www.neighbourhoods.views import crumbs, group, shown_group, shown_listing
from civora.www.neighbourhoods.words import VERBS
from civora.www.pages import page, reader_of
from civora.www.parts import Alert, Crumb, WritePage, alert, placed


@require_POST
@login_required
def join(request: HttpRequest, key: str) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return shown_group(request, key, form, status=400)
    try:
        actions.join(neighbourhood=key, name=form.cleaned_data["name"], reader=reader_of(request), at=city().now())
    except CivoraError as error:
        return shown_group(request, key, form, placed(form, error), status=400)
    messages.success(request, gettext("Welcome. You can offer, ask and invite now, and write to your neighbours."))
    return redirect("neighbourhoods:neighbourhood", key)


@require_POST
@login_required
def leave(request: HttpRequest, key: str) -> HttpResponse:
    actions.leave(neighbourhood=key, reader=reader_of(request), at=city().now())
    messages.success(request, gettext("You have left. What you posted there has ended."))
    return redirect("neighbourhoods:neighbourhood", key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`kind` in the address says what is posted."""
    reader, now, wanted = reader_of(request), city().now(), request.GET.get("kind", "")
    kind = ListingKind(wanted) if wanted in set(ListingKind) else ListingKind.OFFER
    home = group(community.neighbourhood(key, reader, now))
    if not home.card.is_member:
        messages.warning(request, gettext("This is for those who belong to the neighbourhood. Join it first."))
        return redirect(home.url)
    form, error = ListingForm(kind, request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            listing = actions.post_listing(
                neighbourhood=key, listing=form.listing, sent=form.cleaned_data["sent"], reader=reader, at=now
            )
            return redirect("neighbourhoods:listing", listing)
        except CivoraError as refused:
            error = placed(form, refused)
    made = WritePage(
        crumbs(Crumb(home.card.district, home.url), Crumb(str(VERBS[kind]))), str(VERBS[kind]),
        gettext("For the neighbours of {district}. Everyone can read it; only members see your name.").format(district=home.card.district),
        gettext("Post it"), home.url, error,
    )  # fmt: skip
    return page(request, "neighbourhoods/form.html", made, status=400 if form.is_bound else 200, form=form)


@require_POST
@login_required
def renew(request: HttpRequest, key: str) -> HttpResponse:
    form = RenewForm(request.POST)
    if not form.is_valid():
        return shown_listing(request, key, MessageForm(), Alert(gettext("Choose how long it stands."), "", "bad"), 400)
    try:
        actions.renew_listing(
            listing=key, days=form.cleaned_data["days"], reader=reader_of(request), at=city().now()
        )  # fmt: skip
    except CivoraError as error:
        return shown_listing(request, key, MessageForm(), alert(error), 400)
    messages.success(request, gettext("It stands longer now."))
    return redirect("neighbourhoods:listing", key)


@require_POST
@login_required
def end(request: HttpRequest, key: str) -> HttpResponse:
    try:
        actions.end_listing(listing=key, reader=reader_of(request), at=city().now())
    except CivoraError as error:
        return shown_listing(request, key, MessageForm(), alert(error), 400)
    messages.success(request, gettext("It is over. Who wrote to you about it is told."))
    return redirect("neighbourhoods:listing", key)


@require_POST
@login_required
def release(request: HttpRequest, key: str) -> HttpResponse:
    actions.release_listing(listing=key, reader=reader_of(request), at=city().now())
    return redirect("neighbourhoods:listing", key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Staff open the neighbourhood of a district, or change its welcome (`key` in the address)."""
    reader, now, key = reader_of(request), city().now(), request.GET.get("key", "")
    check_may_decide(reader)
    initial = {}
    if key:
        one = community.neighbourhood(key, reader, now)
        initial = {"key": one.key, "district": one.district} | {f"text_{lang}": text for lang, text in one.text.items()}
    form, error = NeighbourhoodForm(request.POST if request.method == "POST" else None, initial=initial), None
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_neighbourhood(
                key=given["key"], district=given["district"], text=form.text, reader=reader, at=now
            )  # fmt: skip
            return redirect("neighbourhoods:neighbourhood", given["key"])
        except CivoraError as refused:
            error = placed(form, refused)
    title = gettext("Change the neighbourhood") if key else gettext("Open a neighbourhood")
    made = WritePage(
        crumbs(Crumb(title)), title, gettext("A place for the people of one district; they join it themselves."),
        gettext("Keep it"), reverse("neighbourhoods:neighbourhoods"), error,
    )  # fmt: skip
    return page(request, "neighbourhoods/form.html", made, status=400 if form.is_bound else 200, form=form)
