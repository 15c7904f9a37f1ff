"""What can go wrong with accounts."""

from __future__ import annotations

from civora.core.errors import NotFound, Refused


class UnknownPerson(NotFound):
    code = "people.unknown_person"


class UnknownGroup(NotFound):
    code = "people.unknown_group"


class UnknownRole(NotFound):
    """A role that this person does not have."""

    code = "people.unknown_role"


class UnknownApiKey(NotFound):
    code = "people.unknown_api_key"


class BadUrl(Refused):
    """Not an address on the web."""

    code = "people.bad_url"


class BadAddress(Refused):
    """Not an e-mail address."""

    code = "people.bad_address"


class BadRole(Refused):
    code = "people.bad_role"


class LinkExpired(Refused):
    """A sign-in link that was used or is too old."""

    code = "people.link_expired"
