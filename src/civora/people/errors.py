"""What can go wrong with accounts."""

from __future__ import annotations

from civora.core.errors import NotFound, Refused


class UnknownPerson(NotFound):
    code = "people.unknown_person"


class UnknownGroup(NotFound):
    code = "people.unknown_group"


class BadAddress(Refused):
    """Not an e-mail address."""

    code = "people.bad_address"


class BadRole(Refused):
    code = "people.bad_role"


class LinkExpired(Refused):
    """A sign-in link that was used or is too old."""

    code = "people.link_expired"
