"""What people propose."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from civora.assembly.models.processes import DECISIONS, Process
from civora.people.models import Person

PROPOSAL_STATES = [(one, one) for one in ("open", "withdrawn", "merged", "hidden")]


class Proposal(models.Model):
    """A proposal, or an entry of a challenge.

    personal data: yes (who wrote it, the name that it is signed with)
    kept until: the process is deleted
    erased by: people.actions.forget_person (the proposal stays, without a name)
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    signature = models.CharField(max_length=80, blank=True)
    token = models.CharField(max_length=64)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=150)
    text = models.TextField()
    place = models.CharField(max_length=150, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    cost = models.PositiveBigIntegerField(null=True)  # whole units of the city's currency
    state = models.CharField(max_length=12, choices=PROPOSAL_STATES, default="open")
    decision = models.CharField(max_length=20, choices=DECISIONS, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="merged_from", null=True)
    supports = models.PositiveIntegerField(default=0)
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="assembly_proposal_number_once"),
            models.UniqueConstraint(fields=("process", "token"), name="assembly_proposal_sent_once"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="assembly_proposal_on_earth",
            ),
        )
        indexes = (
            models.Index(fields=("process", "state", "-supports", "number"), name="assembly_proposal_liked"),
            models.Index(fields=("process", "state", "-number"), name="assembly_proposal_newest"),
        )


class Revision(models.Model):
    """The words of a proposal as they stood before. `why` says what changed them: author, amendment 3, merge.

    personal data: none
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    title = models.CharField(max_length=150)
    text = models.TextField()
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "number"), name="assembly_revision_once"),)


class Support(models.Model):
    """One person backs one proposal, once.

    personal data: yes (who backs what)
    kept until: the person takes it back, or the process is deleted
    erased by: people.actions.forget_person (it stays counted, without a person)
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    at = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "person"), name="assembly_support_once"),)


class Evidence(models.Model):
    """A view of a dataset that a proposal rests on, pinned to the version: `params` as the view's address has them.

    personal data: none
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="evidence")
    dataset = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    view = models.CharField(max_length=10, choices=[(one, one) for one in ("table", "map", "chart")])
    params = models.CharField(max_length=2000, blank=True)
    caption = models.CharField(max_length=200, blank=True)


class Amendment(models.Model):
    """Other words for a proposal, from anyone; its author decides.

    personal data: yes (who wrote it)
    kept until: the process is deleted
    erased by: people.actions.forget_person (the words stay, without a name)
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=10)
    text = models.TextField()
    reason = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in ("open", "taken", "declined")], default="open")
    answer = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveSmallIntegerField()  # of the proposal that it was written against

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "number"), name="assembly_amendment_once"),)


class Merge(models.Model):
    """The offer to make several proposals one: done when every author has agreed.

    personal data: yes (who offered it)
    kept until: the process is deleted
    erased by: people.actions.forget_person
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    offered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=150)
    text = models.TextField()


class MergeConsent(models.Model):
    """One of the proposals that are to become one; `given_at` is when its author agreed.

    personal data: none
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="consents")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("merge", "proposal"), name="assembly_mergeconsent_once"),)
