"""`/account/`: what a person can do about her account; keys for programs; links that sign in once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from civora.people import actions, queries
from civora.people.errors import LinkExpired
from civora.people.types import Role
from civora.www.account.forms import KeyForm
from civora.www.account.pages import AccountPage, KeysPage
from civora.www.errors import error_page
from civora.www.pages import page
from civora.www.shell import Shell

ROLES = {
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
    Role.PUBLISHER: gettext_lazy("publisher"),
    Role.REVIEWER: gettext_lazy("reviewer"),
    Role.MODERATOR: gettext_lazy("moderator"),
    Role.CASE_WORKER: gettext_lazy("case worker"),
    Role.ELECTION_OFFICER: gettext_lazy("election officer"),
    Role.VIEWER: gettext_lazy("viewer"),
}


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Who the reader is here, and links to what can be changed."""
    email = request.user.get_username()
    person = queries.person(email)
    names = {card.key: card.name for card in queries.organisations()}
    roles = tuple((names.get(key, key), str(ROLES[role])) for key, role in person.roles)
    return page(request, "account/home.html", AccountPage(person, roles, len(queries.api_keys(email))))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """List, make and revoke keys. A new key is in the answer to the form and nowhere else."""
    email = request.user.get_username()
    form = KeyForm(request.POST if "make" in request.POST else None)
    if "revoke" in request.POST:
        actions.revoke_api_key(email=email, prefix=request.POST["revoke"], by=email, at=timezone.now())
        messages.success(request, gettext("The key opens nothing from now on."))
        return redirect("account_keys")
    made = ""
    if form.is_bound and form.is_valid():
        made = actions.add_api_key(email=email, label=form.cleaned_data["label"], by=email, at=timezone.now())
        form = KeyForm()
    return page(request, "account/keys.html", KeysPage(queries.api_keys(email), made), form=form)


@require_GET
@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Signs in once, then leads to the desk or home."""
    try:
        person = actions.use_sign_in_link(secret=secret, at=timezone.now())
    except LinkExpired:
        message = gettext("This link was used before or is older than a day.")
        return error_page(
            request, 403, message=message, next_step=gettext("Ask for a new one."), code="www.link_expired"
        )
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, gettext("You are signed in as {email}.").format(email=person.email))
    return HttpResponseRedirect(Shell(request).desk_url or "/")
