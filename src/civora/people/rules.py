"""Rules of accounts: addresses, roles, secrets."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from civora.core.keys import BadKey, dataset_key
from civora.people.errors import BadAddress, BadRole, BadUrl, LinkExpired
from civora.people.types import Role

ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")
URL = re.compile(r"https?://[^\s<>\"']{1,190}", re.IGNORECASE)
LINK_LIFE = timedelta(days=1)
KEY_USE_NOTED_EVERY = timedelta(hours=1)


def check_address(email: str) -> str:
    """The address in small letters. Raises BadAddress."""
    if not ADDRESS.fullmatch(email.strip()):
        raise BadAddress(f"{email[:100]!r} is not an e-mail address.", next_step="Write it like name@example.org.")
    return email.strip().lower()


def check_key(key: str) -> str:
    """The key of an organisation or group: as a dataset's, without a domain. Raises BadKey."""
    if "@" in key:
        raise BadKey(f"{key[:100]!r} cannot be a key.", next_step="Use small letters, digits, - and _.")
    return dataset_key(key)


def check_url(url: str) -> str:
    """An address on the web, or nothing. Pages make links of it, so no other scheme is taken. Raises BadUrl."""
    if url and not URL.fullmatch(url):
        raise BadUrl(f"{url[:100]!r} is not an address on the web.", next_step="Begin with https://.")
    return url


def check_role(role: str) -> Role:
    """Raises BadRole."""
    if role not in set(Role):
        raise BadRole(f"{role[:50]!r} is not a role.", next_step=f"Choose one of {', '.join(Role)}.")
    return Role(role)


def check_link_is_fresh(expires_at: datetime, at: datetime) -> None:
    """Raises LinkExpired."""
    if at > expires_at:
        raise LinkExpired("This sign-in link is too old.", next_step="Ask for a new one: civora user link EMAIL.")


def digest(secret: str) -> str:
    """What is kept of a key or link: secrets are long and random, so a plain hash holds."""
    return hashlib.sha256(secret.encode()).hexdigest()
