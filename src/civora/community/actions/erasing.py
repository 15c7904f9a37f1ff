"""Forgetting a person: a pseudonym takes the place of the account, its names are gone, what was private goes."""

from __future__ import annotations

from civora.community.models import Backing, Conversation, Listing, Member, Message, Nomination, Reuse


def erase_person(address: str, pseudonym: str) -> None:
    """Reuses and nominations stay for those who use and back them, without a name. Offers, requests and messages go."""
    Reuse.objects.filter(by=address).update(by=pseudonym, author="", organisation="")
    Nomination.objects.filter(by=address).update(by=pseudonym, author="")
    Nomination.objects.filter(answered_by=address).update(answered_by=pseudonym)
    Backing.objects.filter(by=address).update(by=pseudonym)
    Message.objects.filter(by=address).delete()
    Conversation.objects.filter(person=address).delete()
    Listing.objects.filter(by=address).delete()
    Member.objects.filter(person=address).delete()
