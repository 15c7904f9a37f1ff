"""The editor as part of Civora: every act in the ledger, a menu without what this portal does elsewhere, our own look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import PageLogEntry

from civora.ledger import actions as ledger
from civora.stories import events

ELSEWHERE = {"settings", "reports", "help", "explorer-users", "users", "groups", "sites", "redirects"}


def noted(act: str, page: Any, request: HttpRequest) -> None:
    who = getattr(request.user, "email", "") or "stories"
    ledger.record(events.StoryChanged(act, page.pk, page.slug, page.title[:200]), by=who, at=timezone.now())


@hooks.register("after_create_page")
def created(request: HttpRequest, page: Any) -> None:
    noted("created", page, request)


@hooks.register("after_edit_page")
def edited(request: HttpRequest, page: Any) -> None:
    noted("edited", page, request)


@hooks.register("after_publish_page")
def published(request: HttpRequest, page: Any) -> None:
    noted("published", page, request)


@hooks.register("after_unpublish_page")
def unpublished(request: HttpRequest, page: Any) -> None:
    noted("unpublished", page, request)


@hooks.register("after_move_page")
def moved(request: HttpRequest, page: Any) -> None:
    noted("moved", page, request)


@hooks.register("after_delete_page")
def deleted(request: HttpRequest, page: Any) -> None:
    noted("deleted", page, request)


SCHEDULED = {"wagtail.publish.scheduled": "published", "wagtail.unpublish.scheduled": "unpublished"}


def note_scheduled(since: datetime) -> int:
    """Publications by the clock leave no hook, only a line in Wagtail's own log: they are entered from there."""
    lines = PageLogEntry.objects.filter(timestamp__gt=since, action__in=SCHEDULED).select_related("page")
    for line in lines:
        slug = line.page.slug if line.page else ""
        event = events.StoryChanged(SCHEDULED[line.action], line.page_id or 0, slug, line.label[:200])
        ledger.record(event, by="stories", at=line.timestamp)
    return len(lines)


@hooks.register("construct_main_menu")
def without_what_is_elsewhere(request: HttpRequest, items: list[Any]) -> None:
    """Accounts, sites and settings are Civora's own."""
    items[:] = [
        item
        for item in items
        if item.name not in ELSEWHERE or (item.name == "reports" and request.user.is_administrator)
    ]


@hooks.register("insert_global_admin_css")
def look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/stories-desk.css"))


@hooks.register("construct_homepage_panels")
def only_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """No welcome of another product: what waits for review, and what somebody worked on."""
    panels[:] = [
        panel
        for panel in panels
        if panel.name not in ("site_summary", "upgrade_notification", "whats_new_in_wagtail_version")
    ]
