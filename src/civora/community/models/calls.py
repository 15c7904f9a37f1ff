"""Calls for reuse: a hackathon, a prize."""

from __future__ import annotations

from django.db import models

from civora.community.models.reuses import Reuse


class Call(models.Model):
    """The city asks for reuses until a day, and a jury decides. Texts are by language.

    personal data: none
    """

    key = models.CharField(max_length=60, unique=True)
    owner = models.CharField(max_length=100, blank=True)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    prize = models.JSONField(default=dict)
    jury = models.JSONField(default=dict)
    datasets = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decides_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Entry(models.Model):
    """A reuse that takes part in a call.

    personal data: none
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="entries")
    reuse = models.ForeignKey(Reuse, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("call", "reuse"), name="community_entry_once"),)


class Award(models.Model):
    """A prize, with the jury's reasons. `rank` orders them, the first prize first.

    personal data: none
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="award")
    rank = models.PositiveSmallIntegerField(default=1)
    place = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)

    class Meta:
        ordering = ("rank",)
