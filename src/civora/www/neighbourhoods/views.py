"""The neighbourhoods, one of them, one listing; the same for machines."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.community import queries as community
from civora.community.types import ListingCard, ListingKind, ListingState, NeighbourhoodCard
from civora.core.policy.types import ANYONE, Reader
from civora.core.sheets import inert
from civora.voices.rules import may_moderate
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.neighbourhoods.forms import JoinForm, MessageForm, RenewForm
from civora.www.neighbourhoods.pages import Group, GroupPage, Line, ListingPage, ListPage, Talk
from civora.www.neighbourhoods.words import KINDS, MANY, VERBS
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Alert, Choice, Crumb, Empty

COLUMNS = (
    "key", "neighbourhood", "kind", "title", "text", "language", "posted", "until", "starts", "ends", "place", "example", "page",
)  # fmt: skip


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Neighbourhoods"), reverse("neighbourhoods:neighbourhoods") if more else ""), *more)


def group(card: NeighbourhoodCard) -> Group:
    welcome = card.text.get(formats.language()) or card.text.get("en") or next(iter(card.text.values()), "")
    return Group(card, reverse("neighbourhoods:neighbourhood", args=[card.key]), welcome)


def line(card: ListingCard) -> Line:
    url = reverse("neighbourhoods:listing", args=[card.key])
    return Line(card, url, str(KINDS[card.kind]), state_words(card))


def state_words(card: ListingCard) -> str:
    if card.is_hidden:
        return gettext("Hidden by a moderator")
    if card.state is ListingState.HELD:
        return gettext("Waits for a moderator: it has many links")
    return gettext("Over") if card.is_over else ""


@require_safe
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    reader, now = reader_of(request), city().now()
    found = tuple(group(one) for one in community.neighbourhoods(reader, now))
    may_set = community.may_decide(reader)
    empty = None
    if not found:
        links = ((gettext("Open the first one"), reverse("neighbourhoods:set")),) if may_set else ()
        empty = Empty(
            gettext("There are no neighbourhoods yet."), gettext("The city opens one for each district that wants it."), links
        )  # fmt: skip
    made = ListPage(
        tuple(one for one in found if one.card.is_member), tuple(one for one in found if not one.card.is_member),
        tuple(line(one) for one in community.held_listings(reader, now)), bool(reader.person), community.unread(reader), may_set, empty,
    )  # fmt: skip
    return page(
        request, "neighbourhoods/list.html", made, twins=(Twin(reverse("neighbourhoods-json"), "application/json"),)
    )


def waiting(reader: Reader) -> int:
    """How many listings wait for this moderator; for the menu of the desk."""
    return len(community.held_listings(reader, city().now()))


@require_safe
def neighbourhood(request: HttpRequest, key: str) -> HttpResponse:
    """Filters stand in the address: `q`, `kind`."""
    return shown_group(request, key, JoinForm())


def shown_group(
    request: HttpRequest, key: str, form: JoinForm, error: Alert | None = None, status: int = 200
) -> HttpResponse:
    reader, now, given = reader_of(request), city().now(), request.GET
    one = group(community.neighbourhood(key, reader, now))
    kind = given.get("kind", "") if given.get("kind", "") in set(ListingKind) else ""
    lines = tuple(line(each) for each in community.listings(key, reader, now, kind=kind, text=given.get("q", "")[:200]))
    kinds = [Choice(gettext("All"), with_params(given, kind=None), not kind)]
    kinds += [Choice(str(words), with_params(given, kind=value.value), kind == value) for value, words in MANY.items()]
    posts = tuple((str(words), new_url(key, value)) for value, words in VERBS.items()) if one.card.is_member else ()
    made = GroupPage(
        crumbs(Crumb(one.card.district)), one, given.get("q", ""), kind, tuple(kinds), lines, posts, bool(reader.person),
        community.unread(reader), community.may_decide(reader), None if lines else nothing(is_filtered=bool(given)), error,
    )  # fmt: skip
    query = with_params({"q": given.get("q", ""), "kind": kind}) if given else ""
    twins = tuple(
        Twin(reverse(f"neighbourhood-{form}", args=[key]) + query, kind)
        for form, kind in (("json", "application/json"), ("csv", "text/csv"))
    )
    return page(request, "neighbourhoods/group.html", made, status=status, twins=twins, form=form)


def new_url(key: str, kind: ListingKind) -> str:
    return reverse("neighbourhoods:new", args=[key]) + with_params({"kind": kind.value})


def nothing(*, is_filtered: bool) -> Empty:
    if is_filtered:
        return Empty(gettext("Nothing matches."), gettext("Take a filter away."))
    return Empty(
        gettext("Nothing stands here at the moment."),
        gettext("Who belongs to the neighbourhood can offer, ask and invite."),
    )


@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    return shown_listing(request, key, MessageForm())


def shown_listing(
    request: HttpRequest, key: str, form: MessageForm, error: Alert | None = None, status: int = 200
) -> HttpResponse:
    reader, now = reader_of(request), city().now()
    one = community.listing(key, reader, now)
    home = group(community.neighbourhood(one.neighbourhood, reader, now))
    stands = not one.is_over and not one.is_hidden and one.state is ListingState.VISIBLE
    talks = tuple(talk(each) for each in community.conversations(reader, now) if each.listing.key == key)
    flag = reverse("voices:flag") + with_params({"target": one.subject, "next": request.path})
    made = ListingPage(
        crumbs(Crumb(one.district, home.url)), line(one), home, talks, "" if one.is_mine else flag,
        reverse("voices:decision", args=[one.decision]) if one.decision and one.is_mine else "",
        stands and home.card.is_member and not one.is_mine, one.is_mine and one.kind is not ListingKind.MEETING,
        may_moderate(reader) and one.state is ListingState.HELD, bool(reader.person), error,
    )  # fmt: skip
    return page(request, "neighbourhoods/listing.html", made, status=status, form=form, renew=RenewForm())


def talk(one: Any) -> Talk:
    return Talk(one, reverse("neighbourhoods:conversation", args=[one.key]))


# ---- for machines ----------------------------------------------------------------------------------------------------


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    at = request.build_absolute_uri
    rows = [
        {
            "key": one.key, "district": one.district, "text": dict(one.text), "members": one.members, "listings": one.listings,
            "example": one.is_example, "url": at(reverse("neighbourhoods:neighbourhood", args=[one.key])),
        }
        for one in community.neighbourhoods(ANYONE, city().now())
    ]  # fmt: skip
    return JsonResponse({"total": len(rows), "neighbourhoods": rows})


def rows(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """What everyone reads, as everyone reads it: without names, whoever asks."""
    given, now = request.GET, city().now()
    community.neighbourhood(key, ANYONE, now)
    kind = given.get("kind", "") if given.get("kind", "") in set(ListingKind) else ""
    return [
        {
            "key": one.key, "neighbourhood": one.neighbourhood, "kind": one.kind.value, "title": one.title, "text": one.text, "language": one.lang,
            "posted": one.at.isoformat(), "until": one.expires_at.isoformat(), "starts": one.starts_at.isoformat() if one.starts_at else None,
            "ends": one.ends_at.isoformat() if one.ends_at else None, "place": one.place, "example": one.is_example,
            "page": request.build_absolute_uri(reverse("neighbourhoods:listing", args=[one.key])),
        }
        for one in community.listings(key, ANYONE, now, kind=kind, text=given.get("q", "")[:200])
    ]  # fmt: skip


@require_safe
def group_json(request: HttpRequest, key: str) -> JsonResponse:
    found = rows(request, key)
    return JsonResponse({"total": len(found), "listings": found})


@require_safe
def group_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Words that a spreadsheet would take for a formula begin with an apostrophe."""
    found = rows(request, key)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{key}.csv"'
    writer = csv.DictWriter(response, fieldnames=COLUMNS)
    writer.writeheader()
    for one in found:
        writer.writerow({name: inert(value) for name, value in one.items()})
    return response
