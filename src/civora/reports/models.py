"""Tables of reports. What is known of persons stands in `Contact` and nowhere else."""

from __future__ import annotations

from typing import Any

from django.db import models

from civora.reports import types


def choices(kind: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kind]


class Category(models.Model):
    """A service of the city that can be asked for.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    name = models.JSONField()
    description = models.JSONField(default=dict)
    group = models.JSONField(default=dict)
    keywords = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    body = models.CharField(max_length=100)
    radius_m = models.PositiveIntegerField(default=100)
    areas = models.JSONField(default=list)
    assets = models.CharField(max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "key")


class Area(models.Model):
    """A part of the city with its outline, and how many live there.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    population = models.PositiveIntegerField(null=True)
    is_boundary = models.BooleanField(default=False)
    geometry = models.JSONField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)


class Route(models.Model):
    """Who looks after a category in one area, where it is not the category's own body.

    personal data: none
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="routes")
    area = models.CharField(max_length=100)
    body = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("category", "area"), name="reports_route_once"),)


class Template(models.Model):
    """Words that staff use often.

    personal data: none
    """

    key = models.CharField(max_length=100, unique=True)
    name = models.JSONField()
    text = models.JSONField()
    status = models.CharField(max_length=30, blank=True)


class Report(models.Model):
    """One problem, where it is, what became of it. `text` is public, `description` is what was written.

    personal data: yes (what a person wrote of herself or others; the account that claimed it, who works on it)
    kept until: 90 days after closing for `description`; the rest is public and stays
    erased by: reports.actions.erase, reports.actions.forget_contacts, people.actions.forget_person
    """

    key = models.CharField(max_length=20, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=30, default=types.Status.OPEN.value, choices=choices(types.Status))
    reason = models.TextField(blank=True)
    text = models.TextField(blank=True)
    description = models.TextField(blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=100, blank=True)
    asset_dataset = models.CharField(max_length=150, blank=True)
    asset_id = models.CharField(max_length=100, blank=True)
    asset_label = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=dict)
    body = models.CharField(max_length=100)
    assignee = models.CharField(max_length=254, blank=True)
    owner = models.CharField(max_length=254, blank=True, db_index=True)
    channel = models.CharField(max_length=20, default=types.Channel.WEB.value, choices=choices(types.Channel))
    lang = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="duplicates")
    code = models.CharField(max_length=64, unique=True)
    sent = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=64, blank=True, db_index=True)
    external = models.CharField(max_length=100, blank=True)
    forwarded_at = models.DateTimeField(null=True)
    is_public = models.BooleanField(default=True)
    is_hidden = models.BooleanField(default=False)
    is_erased = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    is_dirty = models.BooleanField(default=True)
    is_projected = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("is_public", "is_hidden", "-at", "-id"), name="reports_ix_newest"),
            models.Index(fields=("is_public", "is_hidden", "closed_at", "-at", "-id"), name="reports_ix_open"),
            models.Index(fields=("category", "-at"), name="reports_ix_category"),
            models.Index(fields=("body", "closed_at", "-at"), name="reports_ix_body"),
            models.Index(fields=("area", "-at"), name="reports_ix_area"),
            models.Index(fields=("changed_at",), name="reports_ix_changed"),
            models.Index(fields=("lat", "lon"), condition=models.Q(closed_at=None), name="reports_ix_place"),
            models.Index(fields=("is_dirty",), condition=models.Q(is_dirty=True), name="reports_ix_dirty"),
        )


class Contact(models.Model):
    """How a reporter can be reached: apart from all else, so that it can go when its time is over.

    personal data: yes (e-mail address, name, telephone)
    kept until: 90 days after the report is closed
    erased by: reports.actions.forget_contacts, reports.actions.erase
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=50, blank=True)


class Joining(models.Model):
    """Somebody else saw the same. Once for each key of a form.

    personal data: none
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="joinings")
    sent = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class Update(models.Model):
    """One line of a report's timeline.

    personal data: yes (the account of who wrote it for the city)
    kept until: the report is removed
    erased by: people.actions.forget_person (the account becomes a pseudonym)
    """

    key = models.CharField(max_length=20, unique=True)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=254, blank=True)
    who = models.CharField(max_length=10, choices=choices(types.Who))
    turn = models.CharField(max_length=10, choices=choices(types.Turn))
    status = models.CharField(max_length=30, choices=choices(types.Status))
    text = models.TextField(blank=True)
    external = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "external"), condition=~models.Q(external=""), name="reports_update_external_once"
            ),
        )


class Note(models.Model):
    """An internal note on a report.

    personal data: yes (the account that wrote it)
    kept until: 90 days after the report is closed
    erased by: reports.actions.forget_contacts, people.actions.forget_person
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    text = models.TextField()


class Endpoint(models.Model):
    """Another Open311 server that the reports of one body go to.

    personal data: none
    """

    body = models.CharField(max_length=100, unique=True)
    url = models.CharField(max_length=500)
    jurisdiction = models.CharField(max_length=100, blank=True)
    api_key = models.CharField(max_length=200, blank=True)
    services = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
