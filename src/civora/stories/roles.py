"""Who may write stories. Wagtail asks Django's groups; these follow the roles that people have in Civora.

administrator of the portal: everything · administrator or publisher of an organisation: write and publish · reviewer: write, and approve what waits for review.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from civora.people import queries as people

CHIEF, EDITOR, REVIEWER = "stories: administrators", "stories: publishers", "stories: reviewers"
PAGE = {
    CHIEF: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    EDITOR: ("add", "change", "publish", "lock"),
    REVIEWER: ("add", "change"),
}
ADMIN_ONLY = (
    "add_locale",
    "change_locale",
    "add_workflow",
    "change_workflow",
    "delete_workflow",
    "add_task",
    "change_task",
)


def lay() -> None:
    """Make the groups and what they may. Idempotent."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    access = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    )
    for name, verbs in PAGE.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*access)
        if name == CHIEF:
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ADMIN_ONLY)
            )
        for verb in verbs:
            granted = Permission.objects.filter(content_type__app_label="wagtailcore", codename=f"{verb}_page")
            for permission in granted:  # none yet where tables have just been emptied
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for permission in files:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def wanted(user: Any) -> set[str]:
    """The groups that somebody's roles give."""
    reader = people.reader(user)
    roles = {role for _, role in reader.roles}
    found = {CHIEF} if reader.is_administrator else set()
    found |= {EDITOR} if roles & {"administrator", "publisher"} else set()
    return found | ({REVIEWER} if "reviewer" in roles else set())


def follow(user: Any) -> bool:
    """Bring somebody's groups in line with the roles of today. Says whether there are any."""
    want = wanted(user)
    have = set(user.groups.filter(name__in=PAGE).values_list("name", flat=True))
    if want != have:
        user.groups.remove(*Group.objects.filter(name__in=have - want))
        user.groups.add(*Group.objects.filter(name__in=want - have))
        for kept in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
            user.__dict__.pop(kept, None)
    return bool(want)
