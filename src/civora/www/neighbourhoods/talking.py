"""What two neighbours write to one another about a listing. Neither learns the other's address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.community import actions
from civora.community import queries as community
from civora.core.errors import CivoraError
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.neighbourhoods.forms import MessageForm
from civora.www.neighbourhoods.pages import MessagesPage, TalkPage
from civora.www.neighbourhoods.views import crumbs, line, shown_listing, talk
from civora.www.pages import page, reader_of
from civora.www.parts import Alert, Crumb, Empty, placed


@require_POST
@login_required
def write(request: HttpRequest, key: str) -> HttpResponse:
    """The first word to who posted a listing."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return shown_listing(request, key, form, status=400)
    given = form.cleaned_data
    try:
        made = actions.write_to_author(
            listing=key, text=given["text"], sent=given["sent"], reader=reader_of(request), at=city().now()
        )
    except CivoraError as error:
        return shown_listing(request, key, form, placed(form, error), 400)
    return redirect("neighbourhoods:conversation", made)


@require_safe
@login_required
def conversations(request: HttpRequest) -> HttpResponse:
    talks = tuple(talk(one) for one in community.conversations(reader_of(request), city().now()))
    empty = Empty(
        gettext("Nobody has written yet."),
        gettext("When a neighbour writes about something that you posted, or you write to one, it stands here."),
        ((gettext("Neighbourhoods"), reverse("neighbourhoods:neighbourhoods")),),
    )
    made = MessagesPage(crumbs(Crumb(gettext("Messages"))), talks, None if talks else empty)
    return page(request, "neighbourhoods/messages.html", made)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conversation(request: HttpRequest, key: str) -> HttpResponse:
    reader, now = reader_of(request), city().now()
    form, error = MessageForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.write_message(
                conversation=key, text=given["text"], sent=given["sent"], reader=reader, at=now
            )  # fmt: skip
            return redirect("neighbourhoods:conversation", key)
        except CivoraError as refused:
            error = placed(form, refused)
    made = shown(request, key, error)
    actions.mark_read(conversation=key, reader=reader, at=now)
    return page(request, "neighbourhoods/conversation.html", made, status=400 if form.is_bound else 200, form=form)


def shown(request: HttpRequest, key: str, error: Alert | None) -> TalkPage:
    """Raises UnknownListing for everybody but the two."""
    one = community.conversation(key, reader_of(request), city().now())
    here = reverse("neighbourhoods:conversation", args=[key])
    said = tuple(
        (each, "" if each.is_mine else reverse("voices:flag") + with_params({"target": f"message:{each.key}", "next": here}))
        for each in one.messages
    )  # fmt: skip
    back = Crumb(gettext("Messages"), reverse("neighbourhoods:messages"))
    return TalkPage(crumbs(back), one, line(one.listing), said, error)
