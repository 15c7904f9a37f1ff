"""What a new story begins with, for each kind: headings and empty places that its writer fills."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS = [
    ("theme", _("Theme dashboard")),
    ("crisis", _("Crisis dashboard")),
    ("district", _("District profile")),
    ("project", _("Project")),
    ("news", _("News")),
    ("report", _("Annual report")),
]


def beginning(kind: str) -> list[tuple[str, Any]]:
    """Blocks as Wagtail takes them: (name, value). Only texts, so that nothing invented stands in a figure."""
    return [("heading", str(heading)) for heading in headings(kind)]


def headings(kind: str) -> tuple[str, ...]:
    return {
        "theme": (gettext("Where we stand"), gettext("What changed"), gettext("What you can do")),
        "crisis": (
            gettext("Now"),
            gettext("What to do"),
            gettext("Where to get help"),
            gettext("What happened so far"),
        ),
        "district": (
            gettext("Who lives here"),
            gettext("How we get around"),
            gettext("Green and quiet"),
            gettext("What is planned"),
        ),
        "project": (
            gettext("What will change"),
            gettext("Time and money"),
            gettext("Before and after"),
            gettext("Have your say"),
        ),
        "news": (gettext("What is new"),),
        "report": (
            gettext("The year in numbers"),
            gettext("What we promised"),
            gettext("What we learned"),
            gettext("Next year"),
        ),
    }[kind]
