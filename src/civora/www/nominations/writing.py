"""Asking for data, backing a wish, answering it."""

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
from civora.community.types import NominationState
from civora.core.errors import CivoraError
from civora.people import queries as people
from civora.www import formats
from civora.www.city import city
from civora.www.nominations.forms import AnswerForm, NominationForm
from civora.www.nominations.pages import Line, WritePage
from civora.www.nominations.views import line, shown
from civora.www.pages import page, reader_of
from civora.www.parts import Crumb, alert, placed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form; then, where something like it was asked for, that; then it stands."""
    reader = reader_of(request)
    if request.method != "POST":
        return written(
            request,
            NominationForm(
                initial={"title": request.GET.get("title", "")[:150], "author": people.person(reader.person).name}
            ),
        )
    form = NominationForm(request.POST)
    if not form.is_valid():
        return written(request, form, status=400)
    given = form.cleaned_data
    alike = (
        ()
        if "sure" in request.POST
        else community.similar_nominations(given["title"], given["text"], reader, formats.language())
    )
    if alike:
        return written(request, form, similar=tuple(line(one) for one in alike))
    try:
        key = actions.nominate(**given, reader=reader, at=city().now())
    except CivoraError as error:
        return written(request, form, error=error, status=400)
    messages.success(request, gettext("It stands. You will hear what the city answers."))
    return redirect("nominations:nomination", key)


def written(
    request: HttpRequest, form: NominationForm, *, similar: tuple[Line, ...] = (), error: CivoraError | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    made = WritePage(
        (Crumb(gettext("Wishes for data"), reverse("nominations:nominations")), Crumb(gettext("Ask for data"))), similar,
        placed(form, error) if error else None,
        gettext("Ask for mine all the same") if similar else gettext("Ask for data"),
    )  # fmt: skip
    return page(request, "nominations/form.html", made, status=status, form=form)


@require_POST
@login_required
def back(request: HttpRequest, key: str) -> HttpResponse:
    """I need it too, or no longer."""
    actions.back_nomination(
        nomination=key, is_backed=request.POST.get("do") != "unback", reader=reader_of(request), at=city().now()
    )
    return redirect("nominations:nomination", key)


@require_POST
@login_required
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    try:
        actions.withdraw_nomination(nomination=key, reader=reader_of(request), at=city().now())
    except CivoraError as error:
        return shown(request, key, AnswerForm(), alert(error))
    messages.success(request, gettext("It is withdrawn."))
    return redirect("nominations:nominations")


@require_POST
@login_required
def answer(request: HttpRequest, key: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, key, form)
    given = form.cleaned_data
    try:
        actions.answer_nomination(
            nomination=key, state=NominationState(given["state"]), answer=given["answer"], lang=formats.language(), reader=reader_of(request),
            at=city().now(), planned_for=given["planned_for"], dataset=given["dataset"],
        )  # fmt: skip
    except CivoraError as error:
        return shown(request, key, form, placed(form, error))
    messages.success(request, gettext("Answered. Everyone who backs it is told."))
    return redirect("nominations:nomination", key)
