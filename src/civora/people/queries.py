"""Who somebody is."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from civora.core.policy.types import ANYONE, Reader
from civora.people import rules
from civora.people.errors import UnknownPerson
from civora.people.models import ApiKey, Group, Organisation, Person
from civora.people.types import KeyCard, OrganisationCard, PersonCard, Role


def reader(user: Any) -> Reader:
    """The reader that an account is; anonymous for none. One query per kind, kept on the user for the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ANYONE
    kept: Reader | None = getattr(user, "_civora_reader", None)
    if kept is None:
        roles = frozenset(user.memberships.values_list("organisation__key", "role"))
        groups = frozenset(user.reading_groups.values_list("key", flat=True))
        kept = Reader(user.email, user.is_administrator, frozenset(key for key, _ in roles), groups, roles)
        user._civora_reader = kept  # noqa: SLF001 (a cache on the request's own user)
    return kept


def reader_for_key(secret: str) -> Reader | None:
    """The reader behind an API key, or None for a key that nobody has."""
    found = ApiKey.objects.select_related("person").filter(digest=rules.digest(secret)).first()
    return reader(found.person) if found and found.person.is_active else None


def person(email: str) -> PersonCard:
    """Raises UnknownPerson."""
    found = Person.objects.filter(email=email.strip().lower()).prefetch_related("memberships__organisation").first()
    if found is None:
        raise UnknownPerson(f"There is no account {email[:100]}.", next_step=f"Add it: civora user add {email[:100]}.")
    return card(found)


def card(row: Person) -> PersonCard:
    roles = tuple(sorted((one.organisation.key, Role(one.role)) for one in row.memberships.all()))
    return PersonCard(row.email, row.name, row.is_administrator, roles)


def people() -> tuple[PersonCard, ...]:
    """All accounts, in three queries whatever their number."""
    rows = Person.objects.order_by("email").prefetch_related("memberships__organisation")
    return tuple(card(row) for row in rows)


def organisations() -> tuple[OrganisationCard, ...]:
    return tuple(OrganisationCard(row.key, row.name, row.url) for row in Organisation.objects.order_by("name"))


def groups() -> tuple[tuple[str, str, int], ...]:
    """(key, name, members) of each group."""
    rows = Group.objects.annotate(count=Count("members")).order_by("key")
    return tuple((row.key, row.name, row.count) for row in rows)


def members(group: str) -> tuple[str, ...]:
    """The addresses of those in a group."""
    return tuple(Person.objects.filter(reading_groups__key=group).order_by("email").values_list("email", flat=True))


def api_keys(email: str) -> tuple[KeyCard, ...]:
    rows = ApiKey.objects.filter(person__email=email.lower()).order_by("-made_at")
    return tuple(KeyCard(row.prefix, row.label, row.made_at, row.used_at) for row in rows)
