"""Voting: boxes, what stands on the ballot, who may vote, who has voted, and (apart from all that) the ballots.

What is stored cannot be joined (ADR 0020): turnout holds a person and a day, a ballot choices and the hash of a receipt.
Both have random keys, so that their order says nothing; neither holds a time or the other's key.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q

from civora.assembly.models.processes import Process
from civora.assembly.types.ballots import BallotForm, Channel, Scope
from civora.people.models import Person


def random_key() -> int:
    """A key that says nothing of when the row was made; it is also the row's place in the table."""
    return secrets.randbits(61) + 1


class BallotBox(models.Model):
    """One vote: form and rule of the ballot, money, dates, and who may take part. Texts are in `Text`, as `box:ID`.

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="boxes")
    key = models.SlugField(max_length=40)
    scope = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Scope])
    district = models.CharField(max_length=100, blank=True)
    form = models.CharField(max_length=20, choices=[(one.value, one.value) for one in BallotForm])
    rule = models.CharField(max_length=40)
    budget = models.PositiveBigIntegerField()  # whole units of currency
    currency = models.CharField(max_length=3, default="EUR")
    threshold = models.PositiveIntegerField(default=0)
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=0)  # 0: no limit
    top = models.PositiveSmallIntegerField(default=0)  # highest score or grade
    ways = models.JSONField(default=list)
    group = models.CharField(max_length=100, blank=True)  # the group or attribute that a way asks for
    may_change = models.BooleanField(default=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    brought = models.JSONField(default=list)  # until the result is public: what the ages in files of ballots showed

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "key"), name="assembly_box_key_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="assembly_box_closes_later"),
        )


class RuleChoice(models.Model):
    """Why a vote is counted as it is, fixed before it opened, and the comparison of the rules that was looked at.

    personal data: none
    """

    box = models.OneToOneField(BallotBox, on_delete=models.CASCADE, related_name="rule_choice")
    rule = models.CharField(max_length=40)
    reasons = models.TextField()
    compared = models.JSONField()  # the shape is that of `rules.counting.compared`
    at = models.DateTimeField()


class BallotItem(models.Model):
    """One project on a ballot. Title and text are in `Text`, as `item:ID`.

    personal data: none
    """

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    cost = models.PositiveBigIntegerField()
    category = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=150, blank=True)
    proposal = models.PositiveIntegerField(null=True)  # number of the proposal that it came from
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("box", "number"), name="assembly_item_once"),)


class Electorate(models.Model):
    """The secret with which identities are hashed for one process, so that lists of two processes cannot be joined.

    personal data: none
    """

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="electorate")
    secret = models.CharField(max_length=64)


class Voter(models.Model):
    """One line of the register of residents: hashes of the identity and of the code letter, and coarse groups.

    personal data: yes (hash of an identity; district, age band, sex)
    kept until: 90 days after the result is published
    erased by: assembly.actions.forget_turnout
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=64, null=True)
    district = models.CharField(max_length=100, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "digest"), name="assembly_voter_once"),
            models.UniqueConstraint(fields=("process", "code"), name="assembly_voter_code_once"),
        )


class ContactCode(models.Model):
    """A code sent to an address, until it is used. The address itself is not kept.

    personal data: yes (hash of an address)
    kept until: used, or 20 minutes old
    erased by: assembly.actions.forget_turnout
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("process", "digest"), name="assembly_contactcode_once"),)


class Turnout(models.Model):
    """Who has voted, on which day and by which channel. Never how.

    personal data: yes (that a person took part)
    kept until: 90 days after the result is published
    erased by: assembly.actions.forget_turnout, people.actions.forget_person (the line stays, without the person)
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Scope])
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    day = models.DateField()
    channel = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Channel])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "scope", "digest"), name="assembly_one_person_one_vote"),
        )
        indexes = (models.Index(fields=("box", "day"), name="assembly_turnout_day"),)


class Ballot(models.Model):
    """What one ballot says: numbers of items (the order counts in a ranking), points, and the hash of its receipt.

    personal data: none (nothing in it leads to a person)
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="+")
    choices = models.CharField(max_length=2000, blank=True)
    points = models.CharField(max_length=2000, blank=True)
    receipt = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("box", "receipt"), name="assembly_receipt_once"),)


class HourTotal(models.Model):
    """How many ballots came in one hour, until the ledger has it. Spread over rows, so that voters do not queue for one.

    personal data: none
    """

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    part = models.PositiveSmallIntegerField()
    cast = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("box", "hour", "part"), name="assembly_hourtotal_once"),)


class PaperBatch(models.Model):
    """A bundle of paper ballots that two people enter, each without seeing what the other wrote.

    personal data: yes (which officers entered it)
    kept until: the result is published
    erased by: assembly.actions.publish_result
    """

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    sheets = models.PositiveSmallIntegerField()
    first_by = models.CharField(max_length=254, blank=True)
    second_by = models.CharField(max_length=254, blank=True)
    merged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("box", "number"), name="assembly_paperbatch_once"),)


class PaperSheet(models.Model):
    """What one person read from one sheet.

    personal data: none
    """

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="entries")
    sheet = models.PositiveSmallIntegerField()
    pass_number = models.PositiveSmallIntegerField()  # 1, 2; 3 settles a difference
    choices = models.CharField(max_length=2000, blank=True)
    points = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "sheet", "pass_number"), name="assembly_papersheet_once"),
        )


class BoxCount(models.Model):
    """The count of a closed box: outcomes by rule, what the screens found, and what was decided about it.

    personal data: none
    """

    box = models.OneToOneField(BallotBox, on_delete=models.CASCADE, related_name="count")
    at = models.DateTimeField()
    outcomes = models.JSONField()
    screens = models.JSONField(default=dict)
    uniqueness = models.JSONField(default=dict)
    decision = models.CharField(max_length=20, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
