"""What the templates of `/account/` are given."""

from __future__ import annotations

from dataclasses import dataclass

from civora.people.types import KeyCard, PersonCard


@dataclass(frozen=True, slots=True)
class AccountPage:
    person: PersonCard
    roles: tuple[tuple[str, str], ...]  # organisation, role in words
    keys: int


@dataclass(frozen=True, slots=True)
class KeysPage:
    """`new_key` is shown this once."""

    keys: tuple[KeyCard, ...]
    new_key: str = ""
