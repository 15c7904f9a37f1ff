"""Tables of intake."""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """Bytes as somebody delivered them, kept under HOME/deliveries/UID with their checksum.

    personal data: yes (the account that delivered)
    kept until: the dataset is removed
    erased by: people.actions.forget_person
    """

    uid = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    file_name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    checksum = models.CharField(max_length=64)
    source = models.CharField(max_length=1000, blank=True)
    dataset = models.CharField(max_length=150, blank=True)
