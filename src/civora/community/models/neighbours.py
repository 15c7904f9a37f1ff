"""Neighbourhoods: who belongs to them, what is offered and asked, and what neighbours write to one another."""

from __future__ import annotations

from django.db import models

from civora.community import types


class Neighbourhood(models.Model):
    """The neighbours of one district.

    personal data: none
    """

    key = models.CharField(max_length=60, unique=True)
    district = models.CharField(max_length=100)
    text = models.JSONField(default=dict)
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Member(models.Model):
    """Who belongs to a neighbourhood, under the name that the neighbours see.

    personal data: yes (the account, a name, the district it says it lives in)
    kept until: the member leaves
    erased by: community.actions.leave, people.actions.forget_person
    """

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="members")
    person = models.CharField(max_length=254, db_index=True)
    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("neighbourhood", "person"), name="community_member_once"),)


class Listing(models.Model):
    """An offer, a request or a meeting. It stands until `expires_at`; a meeting until it has ended.

    personal data: yes (the account, the name, where and when neighbours meet)
    kept until: 90 days after it is over
    erased by: community.actions.forget_listings, people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    sent = models.CharField(max_length=64)
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in types.ListingKind])
    title = models.CharField(max_length=120)
    text = models.TextField()
    name = models.CharField(max_length=60, blank=True)
    lang = models.CharField(max_length=5)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10,
        default=types.ListingState.VISIBLE.value,
        choices=[(one.value, one.value) for one in types.ListingState],
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "sent"), name="community_listing_once"),)


class Conversation(models.Model):
    """What one neighbour and the author of a listing write to one another.

    personal data: yes (two accounts)
    kept until: 90 days after the listing is over
    erased by: community.actions.forget_listings, people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="conversations")
    person = models.CharField(max_length=254, db_index=True)
    name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    seen_by_author_at = models.DateTimeField(null=True)
    seen_by_person_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("listing", "person"), name="community_conversation_once"),)


class Message(models.Model):
    """One message. Only its two readers see it; a moderator where one of them gives notice of it.

    personal data: yes (the account that wrote, its words)
    kept until: 90 days after the listing is over
    erased by: community.actions.forget_listings, people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    sent = models.CharField(max_length=64)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    by = models.CharField(max_length=254, db_index=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "sent"), name="community_message_once"),)
