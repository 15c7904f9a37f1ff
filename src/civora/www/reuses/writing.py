"""Showing a reuse, changing it, taking it back; what staff decide about it."""

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
from civora.community.errors import NotMine
from civora.core.errors import CivoraError
from civora.people import queries as people
from civora.www import formats
from civora.www.city import city
from civora.www.pages import page, reader_of
from civora.www.parts import Crumb, WritePage, placed
from civora.www.reuses.forms import ReuseForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if request.method != "POST":
        initial = {"datasets": request.GET.get("dataset", ""), "author": people.person(reader.person).name}
        return written(request, ReuseForm(None, None, reader, initial=initial))
    form = ReuseForm(request.POST, request.FILES, reader)
    if not form.is_valid():
        return written(request, form, status=400)
    try:
        key = actions.show_reuse(
            reuse=form.reuse, sent=form.cleaned_data["sent"], reader=reader, at=city().now(), picture=form.image
        )
    except CivoraError as error:
        return written(request, form, error=error, status=400)
    messages.success(request, gettext("It is shown. Thank you for making something of it."))
    return redirect("reuses:reuse", key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, key: str) -> HttpResponse:
    reader = reader_of(request)
    one = community.reuse(key, reader, formats.language())
    if not one.is_mine:
        raise NotMine(
            gettext("Only who made it may change it."), next_step=gettext("Sign in with the account that made it.")
        )
    if request.method != "POST":
        initial = {
            "title": one.title, "kind": one.kind.value, "url": one.url, "text": one.text, "theme": one.theme, "author": one.author,
            "organisation": one.organisation, "alt": one.alt, "lang": one.lang, "datasets": ", ".join(each.key for each in one.datasets),
        }  # fmt: skip
        return written(request, ReuseForm(None, None, reader, initial=initial), key=key)
    form = ReuseForm(request.POST, request.FILES, reader)
    if not form.is_valid():
        return written(request, form, key=key, status=400)
    try:
        actions.change_reuse(reuse=key, given=form.reuse, reader=reader, at=city().now())
        if image := form.image:
            actions.replace_picture(
                reuse=key, picture=image, alt=form.cleaned_data["alt"], reader=reader, at=city().now()
            )
    except CivoraError as error:
        return written(request, form, key=key, error=error, status=400)
    return redirect("reuses:reuse", key)


def written(
    request: HttpRequest, form: ReuseForm, *, key: str = "", error: CivoraError | None = None, status: int = 200
) -> HttpResponse:
    title = gettext("Change what you show") if key else gettext("Show what you made")
    back = reverse("reuses:reuse", args=[key]) if key else reverse("reuses:gallery")
    made = WritePage(
        (Crumb(gettext("Reuses"), reverse("reuses:gallery")), Crumb(title)), title,
        gettext("An app, a map, an article, a lesson, a device: others see what the data are good for, and the city learns which of them count."),
        gettext("Change it") if key else gettext("Show it"), back,
        placed(form, error) if error else None,
    )  # fmt: skip
    return page(request, "reuses/form.html", made, status=status, form=form)


@require_POST
@login_required
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    actions.withdraw_reuse(reuse=key, reader=reader_of(request), at=city().now())
    messages.success(request, gettext("It is taken back, with its words and its picture."))
    return redirect("reuses:gallery")


@require_POST
@login_required
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """`do` is highlight, lower or release."""
    act, reader, at = request.POST.get("do", ""), reader_of(request), city().now()
    if act == "release":
        actions.release_reuse(reuse=key, reader=reader, at=at)
    else:
        actions.highlight_reuse(reuse=key, is_highlighted=act == "highlight", reader=reader, at=at)
    return redirect("reuses:reuse", key)
