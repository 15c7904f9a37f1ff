"""`/desk/people/`: accounts, roles, organisations and groups. The same actions as `civora user` and `civora group`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.people import actions, queries
from civora.people.types import PersonCard, Role
from civora.www.addresses import with_params
from civora.www.desk import forms
from civora.www.desk.access import desk
from civora.www.desk.pages import GroupLine, PeoplePage, PersonLine, PersonPage
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert, pager

PER_PAGE = 50
ROLES: dict[Role, Any] = {
    Role.ADMINISTRATOR: gettext_lazy("administrator"), Role.PUBLISHER: gettext_lazy("publisher"), Role.REVIEWER: gettext_lazy("reviewer"),
    Role.MODERATOR: gettext_lazy("moderator"), Role.CASE_WORKER: gettext_lazy("case worker"),
    Role.ELECTION_OFFICER: gettext_lazy("election officer"), Role.VIEWER: gettext_lazy("viewer"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk()
def people(request: HttpRequest, reader: Reader) -> HttpResponse:
    """All accounts, searched and paged; new accounts, organisations and groups are made here."""
    try:
        if request.method == "POST":
            return made(request, reader)
        return page(request, "desk/people.html", people_page(request))
    except CivoraError as error:
        return page(request, "desk/people.html", people_page(request, alert(error)), status=400)


def made(request: HttpRequest, reader: Reader) -> HttpResponse:
    """One of the page's forms, by its `do`."""
    post, who, at = request.POST, reader.person, timezone.now()
    match post.get("do"):
        case "person":
            email = post.get("email", "")
            actions.add_person(
                email=email,
                role=post.get("role", "viewer"),
                organisation=post.get("organisation", ""),
                name=post.get("name", ""),
                by=who,
                at=at,
            )
            return redirect(person_url(email.strip().lower()))
        case "organisation":
            actions.add_organisation(
                key=post.get("key", ""), name=post.get("name", ""), url=post.get("url", ""), by=who, at=at
            )
        case "group":
            actions.add_group(key=post.get("key", ""), name=post.get("name", ""), by=who, at=at)
        case _:
            raise forms.BadForm(gettext("This form is not known."), next_step=gettext("Load the page again."))
    return redirect("desk:people")


def people_page(request: HttpRequest, error: Alert | None = None) -> PeoplePage:
    wanted = request.GET.get("q", "").strip().lower()
    found = [one for one in queries.people() if wanted in one.email.lower() or wanted in one.name.lower()]
    number = request.GET.get("page", "1")
    pages = max(1, -(-len(found) // PER_PAGE))
    current = min(int(number), pages) if number.isdecimal() and int(number) > 0 else 1
    names = {one.key: one.name for one in queries.organisations()}
    shown = found[(current - 1) * PER_PAGE : current * PER_PAGE]
    return PeoplePage(
        crumbs=crumbs(Crumb(gettext("People and roles"))),
        people=tuple(PersonLine(one.email, one.name, role_words(one, names), person_url(one.email)) for one in shown),
        total=len(found), q=wanted, pager=pager(request.GET, page=current, pages=pages), roles=role_choices(),
        organisations=tuple(names.items()), groups=tuple(GroupLine(key, name, count) for key, name, count in queries.groups()),
        error=error,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk()
def person(request: HttpRequest, reader: Reader) -> HttpResponse:
    """One account: its roles and groups, a sign-in link, and being forgotten. Raises UnknownPerson."""
    email = request.GET.get("email", "")
    card = queries.person(email)
    link, error = "", None
    if request.method == "POST":
        try:
            link = changed(request, reader, card)
            if not link:
                known = request.POST.get("do") != "forget"
                return redirect(person_url(email) if known else reverse("desk:people"))
        except CivoraError as wrong:
            error = alert(wrong)
    context = person_page(queries.person(email), link, error)
    response = page(request, "desk/person.html", context, status=400 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def changed(request: HttpRequest, reader: Reader, card: PersonCard) -> str:
    """What the form asks; the address of a sign-in link where one was made."""
    post, who, at = request.POST, reader.person, timezone.now()
    match post.get("do"):
        case "give":
            actions.add_person(
                email=card.email, role=post.get("role", ""), organisation=post.get("organisation", ""), by=who, at=at
            )
        case "take":
            check_stays(reader, card, post.get("role", ""), post.get("organisation", ""))
            actions.take_role(
                email=card.email, role=post.get("role", ""), organisation=post.get("organisation", ""), by=who, at=at
            )
        case "join":
            actions.join_group(key=post.get("group", ""), email=card.email, by=who, at=at)
        case "leave":
            actions.leave_group(key=post.get("group", ""), email=card.email, by=who, at=at)
        case "link":
            secret = actions.make_sign_in_link(email=card.email, by=who, at=at)
            return request.build_absolute_uri(f"/account/link/{secret}/")
        case "forget":
            check_stays(reader, card, "administrator", "")
            actions.forget_person(email=card.email, by=who, at=at)
            messages.success(request, gettext("The account is deleted; where it was named stands a pseudonym."))
        case _:
            raise forms.BadForm(gettext("This form is not known."), next_step=gettext("Load the page again."))
    return ""


def check_stays(reader: Reader, card: PersonCard, role: str, organisation: str) -> None:
    """Nobody locks herself out: an administrator does not end her own administration. Raises BadForm."""
    if card.email == reader.person and role == "administrator" and not organisation:
        raise forms.BadForm(
            gettext("You cannot take your own administration away."),
            next_step=gettext("Ask another administrator to do it."),
        )


def person_page(card: PersonCard, link: str, error: Alert | None) -> PersonPage:
    names = {one.key: one.name for one in queries.organisations()}
    groups = queries.groups()
    mine = {key for key, _, _ in groups if card.email in queries.members(key)}
    return PersonPage(
        crumbs=crumbs(Crumb(gettext("People and roles"), reverse("desk:people")), Crumb(card.email)),
        email=card.email, name=card.name, is_administrator=card.is_administrator,
        roles=tuple((key, names.get(key, key), role.value, str(ROLES[role])) for key, role in card.roles),
        groups=tuple((key, name, key in mine) for key, name, _ in groups), choices=role_choices(),
        organisations=tuple(names.items()), own=settings.CIVORA_OWN_ORGANISATION, link=link, error=error,
    )  # fmt: skip


def role_words(card: PersonCard, names: dict[str, str]) -> tuple[str, ...]:
    portal = (gettext("administrator of the portal"),) if card.is_administrator else ()
    held = tuple(
        gettext("{role}, {organisation}").format(role=ROLES[role], organisation=names.get(key, key))
        for key, role in card.roles
    )
    return portal + held


def role_choices() -> tuple[tuple[str, str], ...]:
    return tuple((role.value, str(label)) for role, label in ROLES.items())


def person_url(email: str) -> str:
    return reverse("desk:person") + with_params({"email": email})
