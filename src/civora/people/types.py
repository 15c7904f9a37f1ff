"""What crosses the door of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person does for an organisation."""

    ADMINISTRATOR = "administrator"
    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"
    CASE_WORKER = "case-worker"
    ELECTION_OFFICER = "election-officer"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class PersonCard:
    email: str
    name: str
    is_administrator: bool
    roles: tuple[tuple[str, Role], ...]


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    key: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class KeyCard:
    """An API key as its owner sees it later: never the key itself."""

    prefix: str
    label: str
    made_at: datetime
    used_at: datetime | None
