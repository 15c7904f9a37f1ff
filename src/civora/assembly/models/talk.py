"""What people say to one another: statements, debates, surveys, meetings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from civora.assembly.models.processes import Process
from civora.people.models import Person


class Voice(models.Model):
    """One person in one process, under a random number: what is published names the number only.

    personal data: yes (which number is whose)
    kept until: the process is deleted
    erased by: people.actions.forget_person (the number stays, nobody's)
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "person"), name="assembly_voice_once"),
            models.UniqueConstraint(fields=("process", "number"), name="assembly_voice_number_once"),
        )


class Statement(models.Model):
    """One sentence that others agree or disagree with. Shown once it is let through.

    personal data: yes (who wrote it)
    kept until: the process is deleted
    erased by: people.actions.forget_person (the sentence stays, without a name)
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=280)
    state = models.CharField(max_length=10, choices=[(s, s) for s in ("waiting", "shown", "hidden")], default="waiting")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("process", "number"), name="assembly_statement_once"),)


class Stand(models.Model):
    """Where one voice stands on one statement: 1 agrees, -1 disagrees, 0 passes.

    personal data: yes (through the voice's number)
    kept until: the process is deleted
    erased by: people.actions.forget_person (the number becomes nobody's)
    """

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE)
    choice = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("voice", "statement"), name="assembly_stand_once"),
            models.CheckConstraint(condition=Q(choice__in=(-1, 0, 1)), name="assembly_stand_known"),
        )


class Debate(models.Model):
    """A question to talk about; what is said to it is a thread.

    personal data: yes (who began it, the name that it is signed with)
    kept until: the process is deleted
    erased by: people.actions.forget_person (it stays, without a name)
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    signature = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=150)
    text = models.TextField()
    is_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("process", "number"), name="assembly_debate_once"),)


class Survey(models.Model):
    """A form (title and introduction are texts). `questions` is its schema; see rules.surveys.

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    questions = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("process", "key"), name="assembly_survey_once"),)


class SurveyAnswer(models.Model):
    """What one person answered. Published without person and time, in another order.

    personal data: yes (who answered what)
    kept until: the process is deleted
    erased by: people.actions.forget_person (it stays counted, without a person)
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    answers = models.JSONField(default=dict)
    shuffle = models.CharField(max_length=16)  # the order of publication tells nothing

    class Meta:
        constraints = (models.UniqueConstraint(fields=("survey", "person"), name="assembly_surveyanswer_once"),)


class Meeting(models.Model):
    """A meeting (title, text, minutes are texts). Without `capacity` everyone finds a seat.

    personal data: none
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10, default="en")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    url = models.URLField(blank=True)
    capacity = models.PositiveIntegerField(null=True)
    attended = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)  # of its calendar entry
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="assembly_meeting_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="assembly_meeting_ends_later"),
        )


class Registration(models.Model):
    """A person comes to a meeting; beyond its capacity, she waits in the order of arrival.

    personal data: yes (who comes)
    kept until: 30 days after the meeting
    erased by: people.actions.forget_person (the seat is free again)
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="assembly_registration_once"),)
