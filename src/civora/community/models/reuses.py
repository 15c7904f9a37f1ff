"""What people made of datasets."""

from __future__ import annotations

from django.db import models

from civora.community import types


class Reuse(models.Model):
    """Something that somebody made of one or more datasets. `sent` is the form's own key: what arrives twice is one.

    personal data: yes (the account that shows it, the name it gives)
    kept until: its author withdraws it
    erased by: people.actions.forget_person (the account becomes a pseudonym, the name goes)
    """

    key = models.CharField(max_length=20, unique=True)
    sent = models.CharField(max_length=64)
    title = models.CharField(max_length=150)
    text = models.TextField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in types.ReuseKind], db_index=True)
    theme = models.CharField(max_length=20, blank=True, db_index=True)
    url = models.CharField(max_length=500)
    author = models.CharField(max_length=100, blank=True)
    organisation = models.CharField(max_length=100, blank=True)
    lang = models.CharField(max_length=5)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        default=types.ShownState.VISIBLE.value,
        choices=[(one.value, one.value) for one in types.ShownState],
        db_index=True,
    )
    highlighted_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "sent"), name="community_reuse_once"),)


class ReuseDataset(models.Model):
    """A dataset that a reuse is made of, by its key.

    personal data: none
    """

    reuse = models.ForeignKey(Reuse, on_delete=models.CASCADE, related_name="made_of")
    dataset = models.CharField(max_length=200, db_index=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reuse", "dataset"), name="community_reuse_dataset_once"),)
        ordering = ("place",)
