"""What happened to accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PersonAdded:
    name: ClassVar[str] = "people.person.added"
    email: str


@dataclass(frozen=True, slots=True)
class RoleGiven:
    name: ClassVar[str] = "people.role.given"
    email: str
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class RoleTaken:
    name: ClassVar[str] = "people.role.taken"
    email: str
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class OrganisationAdded:
    name: ClassVar[str] = "people.organisation.added"
    key: str


@dataclass(frozen=True, slots=True)
class OrganisationChanged:
    name: ClassVar[str] = "people.organisation.changed"
    key: str


@dataclass(frozen=True, slots=True)
class GroupAdded:
    name: ClassVar[str] = "people.group.added"
    key: str


@dataclass(frozen=True, slots=True)
class GroupJoined:
    name: ClassVar[str] = "people.group.joined"
    key: str
    email: str


@dataclass(frozen=True, slots=True)
class GroupLeft:
    name: ClassVar[str] = "people.group.left"
    key: str
    email: str


@dataclass(frozen=True, slots=True)
class KeyAdded:
    name: ClassVar[str] = "people.key.added"
    email: str
    prefix: str


@dataclass(frozen=True, slots=True)
class KeyRevoked:
    name: ClassVar[str] = "people.key.revoked"
    email: str
    prefix: str


@dataclass(frozen=True, slots=True)
class LinkMade:
    name: ClassVar[str] = "people.link.made"
    email: str


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    name: ClassVar[str] = "people.person.forgotten"
    pseudonym: str
