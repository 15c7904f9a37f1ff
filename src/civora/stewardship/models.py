"""Tables of stewardship."""

from __future__ import annotations

from django.db import models


class AccessPolicy(models.Model):
    """Who may see a dataset: audiences of card and rows, rules by audience. Absent: open to everyone.

    personal data: none
    """

    dataset = models.OneToOneField("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    cards = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    default = models.JSONField(default=dict)
    rules = models.JSONField(default=list)
    set_at = models.DateTimeField()


class Quota(models.Model):
    """Calls of one address or key on one day. The subject is a daily salted hash, or the key's own hash.

    personal data: none
    """

    subject = models.CharField(max_length=64)
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "day"), name="stewardship_quota_once"),)
