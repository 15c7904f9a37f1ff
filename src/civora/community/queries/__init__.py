"""What stands in the gallery, which calls run, what is asked for, and what neighbours offer."""

from civora.community.queries.calls import call, calls, reach, reads_of
from civora.community.queries.neighbours import (
    conversation,
    conversations,
    flagged_message,
    held_listings,
    listing,
    listings,
    listings_by,
    neighbourhood,
    neighbourhoods,
    unread,
)
from civora.community.queries.nominations import (
    nomination,
    nomination_counts,
    nominations,
    nominations_by,
    similar_nominations,
)
from civora.community.queries.reuses import held_reuses, highlighted, reuse, reuses, reuses_by, reuses_of
from civora.community.rules import may_decide

__all__ = [
    "call", "calls", "conversation", "conversations", "flagged_message", "held_listings", "held_reuses", "highlighted", "listing", "listings", "listings_by",
    "may_decide", "neighbourhood", "neighbourhoods", "nomination", "nomination_counts", "nominations", "nominations_by",
    "reach", "reads_of", "reuse", "reuses", "reuses_by", "reuses_of", "similar_nominations", "unread",
]  # fmt: skip
