"""What those who run a process see of it: all languages side by side, drafts, and who comes to a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civora.assembly.errors import UnknownPart
from civora.assembly.models import Meeting, Process, Registration, Survey
from civora.assembly.queries.talk import cards
from civora.assembly.queries.texts import ByField, in_all_languages
from civora.assembly.types import MeetingCard


def process_texts(key: str) -> dict[str, ByField]:
    """`process` and `phase-1`… → field → language → text."""
    row = Process.objects.filter(key=key).prefetch_related("phases").first()
    if row is None:
        return {}
    found = {"process": in_all_languages(f"process:{row.pk}")}
    return found | {f"phase-{one.number}": in_all_languages(f"phase:{one.pk}") for one in row.phases.all()}


def meetings_of(process: str, at: datetime, lang: str) -> tuple[MeetingCard, ...]:
    """All meetings of a process, of a draft too, newest first."""
    rows = Meeting.objects.filter(process__key=process).select_related("process").order_by("-starts_at", "-pk")
    return cards(list(rows), at, lang, "")


def meeting_texts(process: str, number: int) -> ByField:
    row = Meeting.objects.filter(process__key=process, number=number).first()
    return in_all_languages(f"meeting:{row.pk}") if row else {}


def guests(process: str, number: int) -> tuple[tuple[str, str], ...]:
    """(name or address, `seat` or `waiting`) in the order of arrival. For the organisers only."""
    row = Meeting.objects.filter(process__key=process, number=number).first()
    found = Registration.objects.filter(meeting=row).order_by("pk").values_list("person__name", "person__email")
    capacity = row.capacity if row and row.capacity is not None else len(found)
    return tuple(
        (name or email, "seat" if place < capacity else "waiting") for place, (name, email) in enumerate(found)
    )


def survey_words(process: str, key: str) -> tuple[ByField, list[dict[str, Any]]]:
    """Texts in all languages, and the questions as they are kept. Raises UnknownPart."""
    row = Survey.objects.filter(process__key=process, key=key).first()
    if row is None:
        raise UnknownPart("There is no such survey.", next_step="The desk lists those there are.")
    return in_all_languages(f"survey:{row.pk}"), list(row.questions)
