"""`/desk/voices/`: what waits for a moderator: notices, held words, appeals."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from civora.core.errors import CivoraError, Refused
from civora.core.policy.types import Reader
from civora.voices import actions
from civora.voices import queries as voices
from civora.www.city import city
from civora.www.desk.access import desk
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Crumb, alert
from civora.www.voices import words
from civora.www.voices.pages import QueuePage, Waiting
from civora.www.voices.targets import heed, target


def waiting(reader: Reader) -> int:
    """For the desk's menu."""
    return len(voices.open_flags()) + len(voices.held_comments()) + len(voices.open_appeals())


@require_http_methods(["GET", "HEAD", "POST"])
@desk("moderator")
def queue(request: HttpRequest, reader: Reader) -> HttpResponse:
    error = None
    if request.method == "POST":
        try:
            act = DOES.get(request.POST.get("do", ""))
            if act is None:
                raise Refused(gettext("This form is not known."), next_step=gettext("Load the page again."))
            act(request, reader)
            return redirect("desk-voices:queue")
        except CivoraError as refused:
            error = alert(refused)
    flags = sorted(voices.open_flags(), key=lambda one: one.target)
    groups = tuple(
        Waiting(target(key, found[0].url, is_moderator=True), tuple((one, words.reason(one.reason)) for one in found))
        for key, found in ((key, list(some)) for key, some in groupby(flags, key=lambda one: one.target))
    )
    appeals = tuple(
        (one, decision, target(decision.target, is_moderator=True), words.reason(decision.reason))
        for one, decision in voices.open_appeals()
    )
    context = QueuePage(
        crumbs(Crumb(gettext("Moderation"))), groups, voices.held_comments(), appeals, words.reasons(), error
    )
    return page(request, "desk/voices/queue.html", context, status=400 if error else 200)


def hide(request: HttpRequest, reader: Reader) -> None:
    post, key = request.POST, request.POST.get("target", "")
    actions.hide(
        target=key, reason=post.get("reason", ""), ground=post.get("ground", ""), explanation=post.get("explanation", ""),
        is_erased="erase" in post, reader=reader, at=city().now(),
    )  # fmt: skip
    heed(key, city().now())


def keep(request: HttpRequest, reader: Reader) -> None:
    post = request.POST
    actions.keep(
        target=post.get("target", ""),
        reason=post.get("reason", ""),
        explanation=post.get("explanation", ""),
        reader=reader,
        at=city().now(),
    )


def release(request: HttpRequest, reader: Reader) -> None:
    actions.release_comment(key=request.POST.get("comment", ""), reader=reader, at=city().now())


def settle(request: HttpRequest, reader: Reader) -> None:
    post = request.POST
    actions.decide_appeal(
        appeal=post.get("appeal", ""), is_reversed=post.get("outcome") == "reverse", reasons=post.get("reasons", ""), reader=reader, at=city().now()
    )  # fmt: skip
    heed(post.get("target", ""), city().now())


DOES: dict[str, Callable[[HttpRequest, Reader], None]] = {
    "hide": hide,
    "keep": keep,
    "release": release,
    "settle": settle,
}
