"""Tables of what residents contribute to the city's data: corrections of rows, and rows that a campaign asks for."""

from __future__ import annotations

from django.db import models

from civora.voices import types


class Correction(models.Model):
    """An error in one row of a dataset, with what it should say where somebody knows. `row` is what was seen then.

    personal data: yes (the account that wrote, its words)
    kept until: two years after the decision
    erased by: people.actions.forget_person (the account becomes a pseudonym)
    """

    key = models.CharField(max_length=20, unique=True)
    dataset = models.CharField(max_length=200, db_index=True)
    version = models.PositiveIntegerField()
    record_id = models.CharField(max_length=50)
    row = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open", choices=[(one.value, one.value) for one in types.Verdict])
    answer = models.TextField(blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    result = models.PositiveIntegerField(null=True)


class Campaign(models.Model):
    """The city asks residents for rows of one kind. `form` holds the questions, `review` how a row becomes public.

    personal data: none
    """

    key = models.CharField(max_length=60, unique=True)
    dataset = models.CharField(max_length=200)
    owner = models.CharField(max_length=100, blank=True)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    form = models.JSONField(default=list)
    review = models.CharField(max_length=10, choices=[(one.value, one.value) for one in types.Review])
    observers = models.PositiveSmallIntegerField(default=2)
    radius_m = models.PositiveIntegerField(default=25)
    trusted_after = models.PositiveSmallIntegerField(default=0)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Submission(models.Model):
    """One contribution to a campaign. `sent` is the client's own key: what arrives twice is one. `observer` tells observers
    apart without naming them: a hash under the campaign's own secret.

    personal data: yes (the account that sent it, a pseudonym of who observed, where and when)
    kept until: the account is forgotten; the pseudonym until the campaign has been closed for 30 days
    erased by: people.actions.forget_person, voices.actions.forget_observers
    """

    key = models.CharField(max_length=20, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="submissions")
    sent = models.CharField(max_length=64)
    answers = models.JSONField(default=list)  # one row, or several where the form repeats
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    picture = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    observer = models.CharField(max_length=64, blank=True)
    observed_at = models.DateTimeField()
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default="open", choices=[(one.value, one.value) for one in types.Verdict], db_index=True
    )
    how = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True)
    same_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="confirmations")
    is_landed = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign", "sent"), name="voices_submission_once"),)
        indexes = (models.Index(fields=("campaign", "state", "is_landed"), name="voices_submission_state"),)
