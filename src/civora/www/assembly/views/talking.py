"""Saying something, adding a picture, following."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.core.errors import Refused
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.voices.errors import UnknownPicture
from civora.www import formats
from civora.www.assembly.framing import Seen, signed_in, view
from civora.www.assembly.talk import name_of
from civora.www.assembly.views.proposal import came_from

MOST_PICTURES = 6


class BadPost(Refused):
    code = "www.bad_post"


@require_POST
@view
@signed_in
def comment(seen: Seen, number: int) -> HttpResponse:
    """On a proposal: a comment with its stance, or an answer to one; or a picture, from its author."""
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    page = seen.url("proposal", number)
    if "picture" in seen.request.FILES:
        return picture(seen, card.line.subject, page, is_mine=card.is_mine)
    return say(seen, card.line.subject, page)


def say(seen: Seen, subject: str, page: str) -> HttpResponse:
    post = seen.request.POST
    key = actions.comment(
        process=seen.key, subject=subject, text=post.get("text", ""), stance=post.get("stance", ""),
        parent=post.get("parent", ""), lang=formats.language(), name=name_of(seen), by=seen.by, at=seen.at,
    )  # fmt: skip
    if said.comment(key, seen.by).state.value == "held":
        messages.info(seen.request, gettext("A moderator looks at it first, because it holds several links."))
    return redirect(f"{page}#c-{key}")


def picture(seen: Seen, subject: str, page: str, *, is_mine: bool) -> HttpResponse:
    if not is_mine:
        raise BadPost(gettext("Only its author adds pictures."), next_step=gettext("Describe it in a comment."))
    if len(said.pictures(subject)) >= MOST_PICTURES:
        raise BadPost(gettext("There are {n} pictures already.").format(n=MOST_PICTURES), next_step=gettext("Choose the best ones."))  # fmt: skip
    file = seen.request.FILES["picture"]
    voices.attach(
        subject=subject, data=b"".join(file.chunks()), alt=seen.request.POST.get("alt", ""), by=seen.by, at=seen.at
    )  # fmt: skip
    return redirect(page)


@require_POST
@view
@signed_in
def follow(seen: Seen) -> HttpResponse:
    """Hear of it from now on, or no more."""
    subject = seen.request.POST.get("subject", "")
    known = {f"process:{seen.key}"}
    is_here = subject in known or subject.partition(":")[2].startswith(f"{seen.key}/")
    if not is_here:
        raise BadPost(gettext("There is nothing of this name to follow."), next_step=gettext("Load the page again."))
    if seen.request.POST.get("do") == "unfollow":
        voices.unfollow(subject=subject, follower=seen.by, at=seen.at)
    else:
        voices.follow(subject=subject, follower=seen.by, at=seen.at)
    return redirect(came_from(seen.request, seen.url()))


@require_safe
def picture_file(request: HttpRequest, key: str) -> HttpResponse:
    """A picture beside a proposal, made anew when it was sent; gone where its proposal is hidden. Raises UnknownPicture."""
    found = said.picture(key)
    if said.is_hidden(found.subject) or said.is_hidden(f"picture:{key}"):
        raise UnknownPicture("There is no such picture.", next_step="It may have been removed.")
    response = HttpResponse(said.picture_file(key), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=3600"
    return response
