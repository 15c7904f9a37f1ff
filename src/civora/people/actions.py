"""What is done to accounts. The command line and the desk call these; each is recorded."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.people import events, queries, rules
from civora.people.errors import LinkExpired, UnknownApiKey, UnknownGroup, UnknownPerson, UnknownRole
from civora.people.models import ApiKey, Group, Membership, Organisation, Person, SignInLink

Eraser: TypeAlias = Callable[[str, str], object]
_erasers: list[Eraser] = []


def when_forgotten(eraser: Eraser) -> None:
    """A room above registers here what puts a pseudonym in the place of an address: eraser(address, pseudonym)."""
    if eraser not in _erasers:
        _erasers.append(eraser)


@transaction.atomic
def add_organisation(*, key: str, name: str = "", url: str = "", by: str, at: datetime) -> None:
    """Add an organisation, or give a known one its name and address. Raises BadKey, BadUrl."""
    made, is_new = Organisation.objects.get_or_create(
        key=rules.check_key(key), defaults={"name": (name or own_name(key) or key)[:200], "url": rules.check_url(url)}
    )
    told = {"name": (name or made.name)[:200], "url": rules.check_url(url) or made.url}
    if is_new:
        ledger.record(events.OrganisationAdded(key), by=by, at=at)
    elif told != {"name": made.name, "url": made.url}:
        Organisation.objects.filter(pk=made.pk).update(**told)
        ledger.record(events.OrganisationChanged(key), by=by, at=at)


def own_name(key: str) -> str:
    """What the city's own organisation is called where nobody gave it a name: as the city of the pack."""
    return str(settings.CITY.get("city", {}).get("name", "")) if key == settings.CIVORA_OWN_ORGANISATION else ""


@transaction.atomic
def add_person(
    *, email: str, role: str = "viewer", organisation: str = "", name: str = "", by: str, at: datetime
) -> None:
    """Add an account, or a role to a known one.

    Without an organisation an administrator administers the portal, a viewer is an account and no more, and any other
    role is held in the city's own organisation. Raises BadAddress, BadRole, BadKey.
    """
    address, wanted = rules.check_address(email), rules.check_role(role)
    person, is_new = Person.objects.get_or_create(email=address, defaults={"name": name[:150]})
    if is_new:
        person.set_unusable_password()
        person.save()
        ledger.record(events.PersonAdded(address), by=by, at=at)
    if wanted == "administrator" and not organisation:
        Person.objects.filter(pk=person.pk).update(is_administrator=True)
    elif wanted != "viewer" and not organisation:
        organisation = settings.CIVORA_OWN_ORGANISATION
    if organisation:
        add_organisation(key=organisation, by=by, at=at)
        Membership.objects.get_or_create(
            person=person, organisation=Organisation.objects.get(key=organisation), role=wanted.value
        )
    ledger.record(events.RoleGiven(address, organisation, wanted.value), by=by, at=at)


@transaction.atomic
def take_role(*, email: str, role: str, organisation: str = "", by: str, at: datetime) -> None:
    """End a role; `administrator` without organisation ends the administration of the portal.

    Raises UnknownPerson, BadRole, UnknownRole.
    """
    person, wanted = known(email), rules.check_role(role)
    if wanted == "administrator" and not organisation:
        ended = Person.objects.filter(pk=person.pk, is_administrator=True).update(is_administrator=False)
    else:
        of = organisation or settings.CIVORA_OWN_ORGANISATION
        ended = Membership.objects.filter(person=person, organisation__key=of, role=wanted.value).delete()[0]
    if not ended:
        raise UnknownRole(f"{person.email} is not {wanted}.", next_step="See who is what: civora user list.")
    ledger.record(events.RoleTaken(person.email, organisation, wanted.value), by=by, at=at)


@transaction.atomic
def make_sign_in_link(*, email: str, by: str, at: datetime) -> str:
    """A secret that signs this account in once, within a day. Raises UnknownPerson. Links too old are removed."""
    SignInLink.objects.filter(expires_at__lt=at).delete()
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.create(person=known(email), digest=rules.digest(secret), expires_at=at + rules.LINK_LIFE)
    ledger.record(events.LinkMade(email.lower()), by=by, at=at)
    return secret


@transaction.atomic
def use_sign_in_link(*, secret: str, at: datetime) -> Any:
    """The account behind the link, which is used up by this. Raises LinkExpired."""
    link = SignInLink.objects.select_related("person").filter(digest=rules.digest(secret)).first()
    if link is None:
        raise LinkExpired("This sign-in link was used already.", next_step="Ask for a new one: civora user link EMAIL.")
    person = link.person
    expires_at = link.expires_at
    link.delete()
    rules.check_link_is_fresh(expires_at, at)
    return person


@transaction.atomic
def add_api_key(*, email: str, label: str = "", by: str, at: datetime) -> str:
    """A new key for programs, shown this once. Raises UnknownPerson."""
    secret = "civ_" + secrets.token_urlsafe(32)
    ApiKey.objects.create(person=known(email), prefix=secret[:12], digest=rules.digest(secret), label=label, made_at=at)
    ledger.record(events.KeyAdded(email.lower(), secret[:12]), by=by, at=at)
    return secret


def use_api_key(*, secret: str, at: datetime) -> Reader | None:
    """The reader behind a key, or None for a key that nobody has. Notes, once an hour, that it was used."""
    found = queries.reader_for_key(secret)
    if found is not None:
        stale = Q(used_at=None) | Q(used_at__lt=at - rules.KEY_USE_NOTED_EVERY)
        ApiKey.objects.filter(stale, digest=rules.digest(secret)).update(used_at=at)
    return found


@transaction.atomic
def revoke_api_key(*, email: str, prefix: str, by: str, at: datetime) -> None:
    """The key opens nothing from now on. Raises UnknownPerson, UnknownApiKey."""
    if not ApiKey.objects.filter(person=known(email), prefix=prefix).delete()[0]:
        raise UnknownApiKey(
            f"{email[:100]} has no key {prefix[:12]}.", next_step=f"See which: civora key list {email[:100]}."
        )
    ledger.record(events.KeyRevoked(email.lower(), prefix), by=by, at=at)


@transaction.atomic
def add_group(*, key: str, name: str = "", by: str, at: datetime) -> None:
    """Add a group, or do nothing if it is there. Raises BadKey."""
    _, is_new = Group.objects.get_or_create(key=rules.check_key(key), defaults={"name": (name or key)[:200]})
    if is_new:
        ledger.record(events.GroupAdded(key), by=by, at=at)


@transaction.atomic
def join_group(*, key: str, email: str, by: str, at: datetime) -> None:
    """Raises UnknownGroup, UnknownPerson."""
    known_group(key).members.add(known(email))
    ledger.record(events.GroupJoined(key, email.lower()), by=by, at=at)


@transaction.atomic
def leave_group(*, key: str, email: str, by: str, at: datetime) -> None:
    """Raises UnknownGroup, UnknownPerson."""
    known_group(key).members.remove(known(email))
    ledger.record(events.GroupLeft(key, email.lower()), by=by, at=at)


@transaction.atomic
def forget_person(*, email: str, by: str, at: datetime) -> None:
    """Delete the account; wherever it is named, a pseudonym stands in its place. Raises UnknownPerson."""
    person = known(email)
    pseudonym = "forgotten-" + hashlib.sha256(secrets.token_bytes(16)).hexdigest()[:12]
    ledger.rename_actor(old=person.email, new=pseudonym)
    for erase in _erasers:
        erase(person.email, pseudonym)
    is_self = by.strip().lower() == person.email
    person.delete()
    ledger.record(events.PersonForgotten(pseudonym), by=pseudonym if is_self else by, at=at)


def known(email: str) -> Person:
    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise UnknownPerson(f"There is no account {email[:100]}.", next_step=f"Add it: civora user add {email[:100]}.")
    return found


def known_group(key: str) -> Group:
    found = Group.objects.filter(key=key).first()
    if found is None:
        raise UnknownGroup(f"There is no group {key[:100]}.", next_step=f"Add it: civora group add {key[:100]}.")
    return found
