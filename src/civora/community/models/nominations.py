"""Datasets that people miss."""

from __future__ import annotations

from django.db import models

from civora.community import types


class Nomination(models.Model):
    """A dataset that somebody asks for, and what the city answers. `sent` is the form's own key.

    personal data: yes (the account that asks, the name it gives)
    kept until: its author withdraws it
    erased by: people.actions.forget_person (the account becomes a pseudonym, the name goes)
    """

    key = models.CharField(max_length=20, unique=True)
    sent = models.CharField(max_length=64)
    title = models.CharField(max_length=150)
    text = models.TextField()
    use = models.TextField(blank=True)
    author = models.CharField(max_length=100, blank=True)
    lang = models.CharField(max_length=5)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    state = models.CharField(
        max_length=10,
        default=types.NominationState.OPEN.value,
        choices=[(one.value, one.value) for one in types.NominationState],
        db_index=True,
    )
    answer = models.TextField(blank=True)
    answer_lang = models.CharField(max_length=5, blank=True)
    answered_by = models.CharField(max_length=254, blank=True)
    answered_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    planned_for = models.DateField(null=True)
    dataset = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "sent"), name="community_nomination_once"),)


class Backing(models.Model):
    """Somebody else needs this dataset too.

    personal data: yes (the account that backs)
    kept until: it takes its backing back
    erased by: people.actions.forget_person (the account becomes a pseudonym, the backing counts on)
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="backings")
    by = models.CharField(max_length=254, db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("nomination", "by"), name="community_backing_once"),)
