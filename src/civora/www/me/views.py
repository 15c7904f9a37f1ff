"""`/me/`: for the person herself, and a feed for whoever knows its secret address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.assembly import queries as assembly
from civora.community import queries as community
from civora.core import addresses
from civora.core.policy.types import Reader
from civora.ledger import queries as ledger
from civora.people import actions as people_actions
from civora.people import queries as people
from civora.reports import queries as reports
from civora.voices import actions
from civora.voices import queries as voices
from civora.voices.types import Cadence, NoticeCard
from civora.www import formats
from civora.www.city import city
from civora.www.me import deeds
from civora.www.me.pages import DeletePage, FeedEntry, FeedPage, Filter, Followed, MePage, News
from civora.www.pages import page

SHOWN = 12
CADENCES = (
    (Cadence.WEEKLY, gettext_lazy("Once a week, on Friday")), (Cadence.DAILY, gettext_lazy("Once a day")),
    (Cadence.AT_ONCE, gettext_lazy("At each turn")), (Cadence.NEVER, gettext_lazy("Only here")),
)  # fmt: skip
FILTERS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("", gettext_lazy("All"), ()), ("reports", gettext_lazy("Reports"), ("report",)),
    ("ideas", gettext_lazy("Ideas"), ("proposal", "backing")), ("votes", gettext_lazy("Votes"), ("vote",)), ("comments", gettext_lazy("Comments"), ("comment",)),
    ("data", gettext_lazy("For the data"), ("reuse", "wish")),
    ("near", gettext_lazy("In the neighbourhood"), ("listing",)),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What I did and what became of it; how I hear of it."""
    email, feed_url = request.user.get_username(), ""
    if request.method == "POST":
        feed_url = changed(request, email)
        if not feed_url:
            return redirect("me:home")
    notices = voices.notices(email, limit=SHOWN)
    made = my_page(request, email, notices, feed_url)
    actions.mark_seen(follower=email, at=timezone.now())
    return page(request, "me/home.html", made)


def changed(request: HttpRequest, email: str) -> str:
    """What the forms of the page ask for; the address of a feed that was just made."""
    do, at = request.POST.get("do", ""), timezone.now()
    if do == "cadence" and request.POST.get("cadence") in set(Cadence):
        actions.set_cadence(follower=email, cadence=Cadence(request.POST["cadence"]), at=at)
        messages.success(request, gettext("From now on you hear of it so."))
    elif do == "unfollow":
        actions.unfollow(subject=request.POST.get("subject", "")[:200], follower=email, at=at)
    elif do == "feed":
        secret = actions.make_feed(follower=email, at=at)
        return request.build_absolute_uri(reverse("me:feed", args=[secret]))
    elif do == "end-feed":
        actions.end_feed(follower=email, at=at)
        messages.success(request, gettext("The address is a feed no longer."))
    return ""


def my_page(request: HttpRequest, email: str, notices: tuple[NoticeCard, ...], feed_url: str) -> MePage:
    everything, wanted = deeds.deeds(email, city().now()), request.GET.get("show", "")
    kinds = next((kinds for key, _, kinds in FILTERS if key == wanted), ())
    shown = tuple(one for one in everything if not kinds or one.kind in kinds)
    follows = voices.follows(email)
    cadence = follows[0].cadence if follows else Cadence.DAILY
    return MePage(
        name=people.person(email).name or email, answered=sum(deeds.is_answered(one) for one in everything),
        under_way=sum(one.tone == "none" and one.kind not in ("comment", "vote") for one in everything), things=shown,
        filters=tuple(Filter(str(label), f"?show={key}" if key else "?", key == wanted) for key, label, _ in FILTERS),
        news=tuple(News(voices.sentence(one), addresses.path(one.subject), one.at, one.seen_at is None) for one in notices),
        follows=tuple(Followed(one.subject, name_of(one.subject, notices), addresses.path(one.subject), one.cadence.value) for one in follows),
        cadences=tuple((one.value, str(label), one is cadence) for one, label in CADENCES), feed_url=feed_url,
        has_feed=voices.has_feed(email),
    )  # fmt: skip


def name_of(subject: str, notices: tuple[NoticeCard, ...]) -> str:
    """Its title where a notice told it, else its key."""
    told = next((str(one.facts["title"]) for one in notices if one.subject == subject and one.facts.get("title")), "")
    return told or subject.partition(":")[2]


@require_POST
@login_required
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a thing from its page, or stop. Raises BadSubject."""
    email, subject, back = request.user.get_username(), request.POST.get("subject", ""), request.POST.get("next", "")
    if not addresses.path(subject):
        raise Http404
    if request.POST.get("do") == "unfollow":
        actions.unfollow(subject=subject, follower=email, at=timezone.now())
    else:
        actions.follow(subject=subject, follower=email, at=timezone.now())
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else addresses.path(subject))


@require_safe
@never_cache
@login_required
def everything(request: HttpRequest) -> HttpResponse:
    """All that the portal knows of the person, to take away (GDPR Articles 15 and 20)."""
    email = request.user.get_username()
    person = people.person(email)
    found = {
        "account": {"email": person.email, "name": person.name, "administrator": person.is_administrator, "roles": [list(one) for one in person.roles]},
        "api_keys": [{"begins": one.prefix, "label": one.label, "made_at": one.made_at, "used_at": one.used_at} for one in people.api_keys(email)],
        "reports": [{"key": one.key, "text": one.text, "address": one.address, "at": one.at, "status": one.status} for one in reports.mine(email)],
        "proposals": [{"process": one.process, "number": one.number, "title": one.title, "is_author": one.is_author, "at": one.at, "decision": one.decision} for one in assembly.mine(email)],
        "votes": [{"process": key, "day": day} for key, day in assembly.voted(email)],
        "comments": [{"about": one.subject, "text": one.text, "at": one.at, "state": one.state} for one in voices.comments_by(email)],
        "follows": [{"subject": one.subject, "since": one.at, "cadence": one.cadence} for one in voices.follows(email)],
        "told": [{"subject": one.subject, "what": voices.sentence(one), "at": one.at, "sent_at": one.sent_at} for one in voices.notices(email, limit=10_000)],
        **gathered(email),
        "acts": [{"at": one.at, "event": one.event, "facts": one.facts} for one in ledger.entries_by(email)],
    }  # fmt: skip
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="everything-about-me.json"'
    return response


def gathered(email: str) -> dict[str, list[dict[str, Any]]]:
    """What of `everything` the room `community` knows: of conversations only what she wrote herself."""
    reader, now, lang = Reader(email), city().now(), formats.language()
    keys = [one.key for one in community.conversations(reader, now)]
    said = [one for key in keys for one in community.conversation(key, reader, now).messages if one.is_mine]
    return {
        "reuses": [{"key": one.key, "title": one.title, "text": one.text, "url": one.url, "at": one.at} for one in community.reuses_by(email, lang)],
        "nominations": [{"key": one.key, "title": one.title, "is_mine": one.is_mine, "at": one.at} for one in community.nominations_by(email, lang)],
        "neighbourhoods": [{"key": one.key, "name": one.name} for one in community.neighbourhoods(reader, now) if one.is_member],
        "listings": [{"key": one.key, "title": one.title, "text": one.text, "at": one.at} for one in community.listings_by(email, now)],
        "messages": [{"text": one.text, "at": one.at} for one in said],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account, after its address was typed once more."""
    email = request.user.get_username()
    is_sure = request.POST.get("email", "").strip().lower() == email
    if request.method == "POST" and is_sure:
        people_actions.forget_person(email=email, by=email, at=timezone.now())
        logout(request)
        messages.success(request, gettext("Your account is deleted."))
        return redirect("home:home")
    stays = (
        gettext("Votes that you cast stay counted. How you voted was never stored with your name."),
        gettext("Proposals and comments that others have answered stay, without your name."),
        gettext("Reports stay until they are settled, without your name and your contact."),
        gettext("The record of what was done keeps the act under a random word in place of your address."),
    )
    goes = (
        gettext("Your address, name, password, keys and roles."),
        gettext("What you follow, what you were told, and your feed."),
    )
    shown = DeletePage(email, stays, goes, wrong=request.method == "POST")
    return page(request, "me/delete.html", shown, status=400 if shown.wrong else 200)


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The news of whoever made this address, as Atom. An address that nobody has is not there."""
    owner = voices.feed_owner(secret[:100])
    if not owner:
        raise Http404
    notices = voices.notices(owner, limit=50)
    entries = tuple(
        FeedEntry(f"urn:civora:notice:{one.id}", voices.sentence(one), request.build_absolute_uri(addresses.path(one.subject) or "/me/"), one.at.astimezone(UTC))
        for one in notices
    )  # fmt: skip
    updated = entries[0].at if entries else datetime(2025, 1, 1, tzinfo=UTC)
    made = FeedPage(gettext("What became of it"), request.build_absolute_uri(reverse("me:home")), updated, entries)
    return render(request, "me/feed.xml", {"page": made}, content_type="application/atom+xml; charset=utf-8")
