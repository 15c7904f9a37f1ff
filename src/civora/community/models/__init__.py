"""Tables of community. Datasets, organisations and accounts are referred to by key and address, never by a foreign key."""

from __future__ import annotations

from civora.community.models.calls import Award, Call, Entry
from civora.community.models.neighbours import Conversation, Listing, Member, Message, Neighbourhood
from civora.community.models.nominations import Backing, Nomination
from civora.community.models.reuses import Reuse, ReuseDataset

__all__ = [
    "Award", "Backing", "Call", "Conversation", "Entry", "Listing", "Member", "Message", "Neighbourhood", "Nomination",
    "Reuse", "ReuseDataset",
]  # fmt: skip
