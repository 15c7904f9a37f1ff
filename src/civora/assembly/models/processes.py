"""What the city asks, and what it answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from civora.assembly.types import Decision, Kind

KINDS = [(one.value, one.value) for one in Kind]
DECISIONS = [(one.value, one.value) for one in Decision]


class Process(models.Model):
    """A consultation, budget, plan or co-design challenge. Its state follows from its phases and the clock.

    personal data: none
    """

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    organisation = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10, default="en")
    evidence_dataset = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    proposals = models.PositiveIntegerField(default=0)  # the last number given


class Phase(models.Model):
    """One stretch of a process. What it opens is open from `starts_at` until just before `ends_at`.

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    acts = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="assembly_phase_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="assembly_phase_ends_later"),
        )


class Text(models.Model):
    """One text of the city's own (title, explanation, reasons) in one language. `subject` names its row: `phase:7`.

    personal data: none
    """

    subject = models.CharField(max_length=60)
    field = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=10, default="human")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "field", "language", "source"), name="assembly_text_once"),
        )


class Answer(models.Model):
    """What the city decided, with reasons (texts): on a proposal, or on the process where `proposal` is empty.

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="answers")
    proposal = models.ForeignKey("assembly.Proposal", on_delete=models.CASCADE, related_name="answers", null=True)
    at = models.DateTimeField()
    organisation = models.CharField(max_length=100, blank=True)
    decision = models.CharField(max_length=20, choices=DECISIONS)
    language = models.CharField(max_length=10, default="en")
    project = models.CharField(max_length=100, blank=True)  # key of a Project of room impact


class News(models.Model):
    """What became of it, step by step (texts).

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="news")
    proposal = models.ForeignKey("assembly.Proposal", on_delete=models.CASCADE, related_name="news", null=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=10, default="en")


class Projection(models.Model):
    """A dataset that holds what was done here, and how far it lags behind: changed since it was last published or not.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    changes = models.PositiveBigIntegerField(default=0)
    published = models.PositiveBigIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
