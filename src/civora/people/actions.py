"""What is done to accounts. The command line and the desk call these; each is recorded."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from civora.ledger import actions as ledger
from civora.ledger.models import AccessEvent, Entry
from civora.people import events, rules
from civora.people.errors import LinkExpired, UnknownGroup, UnknownPerson
from civora.people.models import ApiKey, Group, Membership, Organisation, Person, SignInLink


@transaction.atomic
def add_organisation(*, key: str, name: str = "", url: str = "", by: str, at: datetime) -> None:
    """Add an organisation, or give a known one its name and address."""
    made, is_new = Organisation.objects.get_or_create(key=key, defaults={"name": name or key, "url": url})
    if is_new:
        ledger.record(events.OrganisationAdded(key), by=by, at=at)
    elif name or url:
        Organisation.objects.filter(pk=made.pk).update(name=name or made.name, url=url or made.url)


@transaction.atomic
def add_person(
    *, email: str, role: str = "viewer", organisation: str = "", name: str = "", by: str, at: datetime
) -> None:
    """Add an account, or a role to a known one. An administrator without organisation administers the portal.

    Raises BadAddress, BadRole.
    """
    address, wanted = rules.check_address(email), rules.check_role(role)
    person, is_new = Person.objects.get_or_create(email=address, defaults={"name": name})
    if is_new:
        person.set_unusable_password()
        person.save()
        ledger.record(events.PersonAdded(address), by=by, at=at)
    if wanted == "administrator" and not organisation:
        Person.objects.filter(pk=person.pk).update(is_administrator=True)
    if organisation:
        add_organisation(key=organisation, by=by, at=at)
        Membership.objects.get_or_create(
            person=person, organisation=Organisation.objects.get(key=organisation), role=wanted.value
        )
    ledger.record(events.RoleGiven(address, organisation, wanted.value), by=by, at=at)


@transaction.atomic
def make_sign_in_link(*, email: str, by: str, at: datetime) -> str:
    """A secret that signs this account in once, within a day. Raises UnknownPerson."""
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


@transaction.atomic
def revoke_api_key(*, email: str, prefix: str, by: str, at: datetime) -> None:
    """The key opens nothing from now on."""
    ApiKey.objects.filter(person=known(email), prefix=prefix).delete()
    ledger.record(events.KeyRevoked(email.lower(), prefix), by=by, at=at)


@transaction.atomic
def add_group(*, key: str, name: str = "", by: str, at: datetime) -> None:
    """Add a group, or do nothing if it is there."""
    _, is_new = Group.objects.get_or_create(key=key, defaults={"name": name or key})
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
    """Delete the account; in the record a pseudonym stands in its place. Raises UnknownPerson."""
    person = known(email)
    pseudonym = "forgotten-" + hashlib.sha256(secrets.token_bytes(16)).hexdigest()[:12]
    Entry.objects.filter(by=person.email).update(by=pseudonym)
    AccessEvent.objects.filter(by=person.email).update(by=pseudonym)
    for entry in Entry.objects.filter(facts__email=person.email):
        Entry.objects.filter(pk=entry.pk).update(facts=entry.facts | {"email": pseudonym})
    person.delete()
    ledger.record(events.PersonForgotten(pseudonym), by=by if by != email else pseudonym, at=at)


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
