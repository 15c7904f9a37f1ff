"""Tables of the card index."""

from __future__ import annotations

import uuid

from django.db import models


def new_uid() -> str:
    return "da_" + uuid.uuid4().hex[:10]


class Dataset(models.Model):
    """One dataset: its description, and a pointer at its current version.

    `notes` hold what publishers say of columns, by column name. Texts stand in `Text`.

    personal data: none
    """

    key = models.CharField(max_length=150, unique=True)
    uid = models.CharField(max_length=20, unique=True, default=new_uid)
    publisher = models.CharField(max_length=100, blank=True, db_index=True)
    licence = models.CharField(max_length=40, blank=True)
    themes = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    frequency = models.CharField(max_length=40, blank=True)
    source_name = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    territory = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, default="en")
    is_example = models.BooleanField(default=False)
    notes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    metadata_modified_at = models.DateTimeField()
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)


class Version(models.Model):
    """One version of a dataset: an immutable snapshot of its table in the lake.

    personal data: yes (the account that published)
    kept until: the dataset is removed
    erased by: people.actions.forget_person
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    table = models.CharField(max_length=60)
    snapshot = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    set_aside = models.PositiveBigIntegerField(default=0)
    schema = models.JSONField()
    coverage = models.JSONField(default=dict)
    delivery = models.CharField(max_length=60, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=500, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dataset", "number"), name="catalog_version_once"),)


class Text(models.Model):
    """One text of a dataset in one language; `source` says whether a person or a machine wrote it.

    personal data: none
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="texts")
    field = models.CharField(max_length=30)
    language = models.CharField(max_length=5)
    source = models.CharField(max_length=10, default="human")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dataset", "field", "language", "source"), name="catalog_text_once"),
        )


class OldKey(models.Model):
    """A key that a dataset once had: its addresses lead to the new one.

    personal data: none
    """

    key = models.CharField(max_length=150, unique=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="old_keys")


class Attachment(models.Model):
    """A file beside the rows: a manual, a picture, a form. Bytes lie under HOME/dataset-files, by checksum.

    personal data: none
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    checksum = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dataset", "key"), name="catalog_attachment_once"),)


class Revision(models.Model):
    """A single row that counts changes of the catalogue, so that caches know when to look again.

    personal data: none
    """

    number = models.PositiveBigIntegerField(default=0)
