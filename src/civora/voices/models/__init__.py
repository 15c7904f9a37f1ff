"""Tables of voices. Subjects and targets are keys: no table of another room is referred to."""

from __future__ import annotations

from typing import Any

from django.db import models

from civora.voices import types


def choices(kind: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kind]


class Comment(models.Model):
    """What somebody says about a subject, or in answer to another comment.

    personal data: yes (the account that wrote, its name, its words)
    kept until: its author removes it, or the subject is removed
    erased by: people.actions.forget_person (the account becomes a pseudonym, the name goes)
    """

    key = models.CharField(max_length=20, unique=True)
    subject = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.CharField(max_length=254, blank=True, db_index=True)
    name = models.CharField(max_length=150, blank=True)
    text = models.TextField()
    stance = models.CharField(max_length=10, blank=True, choices=choices(types.Stance))
    lang = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, default=types.CommentState.VISIBLE.value, choices=choices(types.CommentState)
    )

    class Meta:
        indexes = (models.Index(fields=("subject", "at"), name="voices_comment_subject"),)


class Flag(models.Model):
    """A notice that something should not stand (DSA Article 16): by anybody, with explanation and good faith.

    personal data: yes (name and address of who gave notice)
    kept until: six months after the decision
    erased by: voices.actions.forget_notices, people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    target = models.CharField(max_length=200, db_index=True)
    url = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=20, choices=choices(types.Reason))
    explanation = models.TextField(blank=True)
    by = models.CharField(max_length=254, blank=True, db_index=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=types.FlagState.OPEN.value, choices=choices(types.FlagState), db_index=True
    )
    decision = models.ForeignKey("Decision", null=True, on_delete=models.SET_NULL, related_name="flags")


class Decision(models.Model):
    """What a moderator decided about a target, with the reasons that its author is told (DSA Article 17).

    personal data: yes (the moderator; the author who is told)
    kept until: three years after the decision
    erased by: people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    target = models.CharField(max_length=200, db_index=True)
    author = models.CharField(max_length=254, blank=True)
    is_hiding = models.BooleanField()
    reason = models.CharField(max_length=20, choices=choices(types.Reason))
    ground = models.CharField(max_length=10, choices=choices(types.Ground))
    explanation = models.TextField()
    is_on_notice = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    is_in_force = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("target",), condition=models.Q(is_in_force=True), name="voices_hidden_once"
            ),
        )


class Appeal(models.Model):
    """A complaint against a decision, decided by somebody else (DSA Article 20).

    personal data: yes (who complains, her words, who decided)
    kept until: three years after the decision
    erased by: people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    by = models.CharField(max_length=254, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default=types.AppealState.OPEN.value, choices=choices(types.AppealState))
    reasons = models.TextField(blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)


class Picture(models.Model):
    """A picture beside a subject. Its two files, whole and small, lie under HOME/attachments by key.

    personal data: yes (who sent it; what it shows)
    kept until: its subject is removed
    erased by: voices.actions.remove_picture, people.actions.forget_person (the sender becomes a pseudonym)
    """

    key = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=200, db_index=True)
    alt = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    by = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)


class Follow(models.Model):
    """Who wants to hear of a subject, and how often.

    personal data: yes (an address, and what it is interested in)
    kept until: the follower stops
    erased by: voices.actions.unfollow, people.actions.forget_person
    """

    subject = models.CharField(max_length=200)
    follower = models.CharField(max_length=254, db_index=True)
    cadence = models.CharField(max_length=10, default=types.Cadence.DAILY.value, choices=choices(types.Cadence))
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "follower"), name="voices_follow_once"),)


class Notice(models.Model):
    """One turn of a subject, told to one follower: once, whatever happens.

    personal data: yes (an address, and what it was told)
    kept until: two years after the turn
    erased by: voices.actions.unfollow, people.actions.forget_person
    """

    follower = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    turn = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    cadence = models.CharField(max_length=10, choices=choices(types.Cadence))
    seen_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("follower", "subject", "turn"), name="voices_notice_once"),)
        indexes = (models.Index(fields=("follower", "at"), name="voices_notice_follower"),)


class FeedAddress(models.Model):
    """The secret end of the address of somebody's feed: only its hash is kept, and a new one ends the old.

    personal data: yes (whose feed it is)
    kept until: its owner ends it or makes another
    erased by: voices.actions.end_feed, people.actions.forget_person
    """

    follower = models.CharField(max_length=254, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class Salt(models.Model):
    """The secret of one day under which addresses are counted; without it nobody can join them again.

    personal data: none
    """

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)


class Flood(models.Model):
    """How often one address did one kind of thing on one day. The address is a hash under the day's salt.

    personal data: none
    """

    day = models.DateField()
    kind = models.CharField(max_length=30)
    address = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "kind", "address"), name="voices_flood_once"),)


from civora.voices.models.contributing import Campaign, Correction, Submission  # noqa: E402 (they use `choices` above)

__all__ = [
    "Appeal", "Campaign", "Comment", "Correction", "Decision", "Flag", "Flood", "Follow", "Notice", "Picture", "Salt", "Submission",
]  # fmt: skip
