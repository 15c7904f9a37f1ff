"""Tables of the ledger: rows are only ever added."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act: who did what, when. Facts hold keys and numbers, never choices or secrets.

    personal data: yes (the account that acted)
    kept until: ten years after the act
    erased by: people.actions.forget_person (the address becomes a pseudonym)
    """

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    event = models.CharField(max_length=100, db_index=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)


class ReadCount(models.Model):
    """How often open data was read: dataset, door, hour. Nobody's name.

    personal data: none
    """

    dataset = models.CharField(max_length=200)
    door = models.CharField(max_length=40)
    hour = models.DateTimeField()
    reads = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dataset", "door", "hour"), name="ledger_readcount_once"),)


class AccessEvent(models.Model):
    """One read of data that is not open: who read what, through which door.

    personal data: yes (the account that read)
    kept until: two years after the read
    erased by: people.actions.forget_person
    """

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=254, blank=True)
    dataset = models.CharField(max_length=200, db_index=True)
    version = models.PositiveIntegerField()
    door = models.CharField(max_length=40)
