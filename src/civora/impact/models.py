"""Tables of impact."""

from __future__ import annotations

from django.db import models

from civora.impact.types import Kind, MoneyKind, Stage


class Indicator(models.Model):
    """A question to a dataset with unit, direction and targets. Its values are asked each time, never kept.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    definition = models.JSONField()
    owner = models.CharField(max_length=100, db_index=True)
    theme = models.CharField(max_length=40, blank=True, db_index=True)
    area = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "key")


class Definition(models.Model):
    """An indicator as it was defined before and is now: each change adds one.

    personal data: none
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("indicator", "number"), name="impact_definition_once"),)


class Statement(models.Model):
    """A sentence of the person responsible, with her name and office.

    personal data: yes (the name of who speaks for the office)
    kept until: the indicator is deleted
    erased by: impact.actions.erase_person (the name becomes the office's)
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="statements")
    texts = models.JSONField()
    name = models.CharField(max_length=150)
    by = models.CharField(max_length=254, blank=True)
    said_on = models.DateField()
    at = models.DateTimeField()
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("-said_on", "-id")


class Project(models.Model):
    """A promise, a budget line, a ballot winner or a project: what was promised and what became of it.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Kind])
    stage = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Stage])
    title = models.JSONField()
    summary = models.JSONField(default=dict)
    reason = models.JSONField(default=dict)
    owner = models.CharField(max_length=100, db_index=True)
    theme = models.CharField(max_length=40, blank=True, db_index=True)
    area = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=300, blank=True, db_index=True)
    promised_on = models.DateField(null=True)
    promised_by = models.DateField(null=True)
    done_on = models.DateField(null=True)
    promised_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="EUR")
    indicators = models.JSONField(default=list)  # keys, in order
    effects = models.JSONField(default=list)  # {indicator, since, others}
    assessment = models.CharField(max_length=10, blank=True)  # good, warn or bad, by whoever follows the project
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)


class Milestone(models.Model):
    """A step of a project, with the day it was promised for and the day it was reached.

    personal data: none
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.JSONField()
    note = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    tone = models.CharField(max_length=10, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")


class Money(models.Model):
    """An amount that a project was planned to cost or did cost.

    personal data: none
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="money")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in MoneyKind])
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)

    class Meta:
        ordering = ("on", "id")


class Document(models.Model):
    """A decision, plan or report about a project, by its address.

    personal data: none
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=1000)
    on = models.DateField(null=True)

    class Meta:
        ordering = ("-on", "id")


class InclusionQuestion(models.Model):
    """What the people who take part in something are asked about themselves, and against which census it is held.
    `frozen` is the result: groups large enough that nobody stands out; the counts behind it are gone by then.

    personal data: none
    """

    about = models.CharField(max_length=200, unique=True)
    dimensions = models.JSONField()  # dimension → {dataset, group, people}
    owner = models.CharField(max_length=100)
    k = models.PositiveSmallIntegerField(default=5)
    is_example = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    frozen = models.JSONField(null=True)
    frozen_at = models.DateTimeField(null=True)


class InclusionCount(models.Model):
    """How many named one group of one dimension. Dimensions are never joined, not even here.

    personal data: none
    """

    question = models.ForeignKey(InclusionQuestion, on_delete=models.CASCADE, related_name="counts")
    dimension = models.CharField(max_length=40)
    group = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("question", "dimension", "group"), name="impact_inclusion_once"),
        )


class InclusionAnswered(models.Model):
    """That a person has answered, so that nobody answers twice. Never what.

    personal data: yes (that a person answered)
    kept until: the result is frozen
    erased by: impact.actions.erase_person
    """

    question = models.ForeignKey(InclusionQuestion, on_delete=models.CASCADE, related_name="answered")
    person = models.CharField(max_length=254)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("question", "person"), name="impact_answered_once"),)
