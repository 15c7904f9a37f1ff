"""What can go wrong with reuses, calls, nominations and neighbourhoods."""

from __future__ import annotations

from civora.core.errors import Conflict, NotAllowed, NotFound, Refused, TooMuch


class BadReuse(Refused):
    """A title, kind, address or dataset is missing or cannot be; `details["field"]` names which."""

    code = "community.bad_reuse"


class BadCall(Refused):
    """A call whose dates or texts cannot be."""

    code = "community.bad_call"


class BadNomination(Refused):
    """A nomination or its answer lacks what it needs; `details["field"]` names which."""

    code = "community.bad_nomination"


class BadListing(Refused):
    """An offer, a request or a meeting lacks what it needs; `details["field"]` names which."""

    code = "community.bad_listing"


class TooManyToday(TooMuch):
    """More of one kind from one account in a day than a person makes."""

    code = "community.too_many_today"


class NotOurs(NotAllowed):
    """Decided by the city's staff."""

    code = "community.not_staff"


class NotMine(NotAllowed):
    """Only who made it may change it."""

    code = "community.not_author"


class NotMember(NotAllowed):
    """Only who belongs to the neighbourhood may write there."""

    code = "community.not_member"


class UnknownReuse(NotFound):
    code = "community.unknown_reuse"


class UnknownCall(NotFound):
    code = "community.unknown_call"


class UnknownNomination(NotFound):
    code = "community.unknown_nomination"


class UnknownNeighbourhood(NotFound):
    code = "community.unknown_neighbourhood"


class UnknownListing(NotFound):
    code = "community.unknown_listing"


class CallShut(Conflict):
    """Before its opening, after its close, or decided already."""

    code = "community.call_shut"


class ListingOver(Conflict):
    """It has ended or expired: nobody writes about it any more."""

    code = "community.listing_over"
