"""Tables of exhibits."""

from __future__ import annotations

from django.db import models


class Exhibit(models.Model):
    """A chart or map that is kept: who owns it, whether it is shown, which version is the current one.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=12, db_index=True)
    owner = models.CharField(max_length=100, db_index=True)
    current = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)


class ExhibitVersion(models.Model):
    """One version: its questions as text, its spec, its texts by language.

    personal data: yes (the account that saved it)
    kept until: the exhibit is removed
    erased by: people.actions.forget_person
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    note = models.CharField(max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("exhibit", "number"), name="exhibits_version_once"),)
