"""Kinds of listings in words: as a heading, as a button, as a question for its first line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from civora.community.types import ListingKind

KINDS = {
    ListingKind.OFFER: gettext_lazy("Offer"),
    ListingKind.REQUEST: gettext_lazy("Request"),
    ListingKind.MEETING: gettext_lazy("Meeting"),
}
MANY = {
    ListingKind.OFFER: gettext_lazy("Offers"),
    ListingKind.REQUEST: gettext_lazy("Requests"),
    ListingKind.MEETING: gettext_lazy("Meetings"),
}
VERBS = {
    ListingKind.OFFER: gettext_lazy("Offer something"),
    ListingKind.REQUEST: gettext_lazy("Ask for something"),
    ListingKind.MEETING: gettext_lazy("Invite to a meeting"),
}
