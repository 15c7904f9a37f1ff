"""Making projects and writing down how they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from civora.core.policy.types import Reader
from civora.impact import events
from civora.impact.errors import BadIndicator, BadProject, KeyTaken, UnknownPart
from civora.impact.models import Document, Milestone, Money, Project
from civora.impact.queries.projects import row
from civora.impact.rules import keepers, promises, words
from civora.impact.types import MoneyKind, ProjectDraft, Stage, subject_of
from civora.ledger import actions as ledger
from civora.voices import actions as voices

PARTS = {"milestone": Milestone, "money": Money, "document": Document}


@transaction.atomic
def save_project(*, given: Mapping[str, Any], reader: Reader, at: datetime, is_new: bool | None = None) -> None:
    """Make a project or change what is known of it. Raises BadProject, BadKey, KeyTaken, NotOwner, UnknownProject."""
    draft = promises.draft(given)
    known = Project.objects.select_for_update().filter(key=draft.key).first()
    owner = draft.owner or (known.owner if known else settings.CIVORA_OWN_ORGANISATION)
    if known:
        keepers.check_may_change(reader, known.owner)
        promises.check_move(Stage(known.stage), draft.stage)
    keepers.check_may_change(reader, owner)
    if is_new and known:
        raise KeyTaken(f"There is a project {draft.key} already.", next_step="Choose another key.")
    if is_new is False:
        row(draft.key)
    columns = {name: getattr(draft, name) for name in promises.written(draft) if name not in ("key", "effects")}
    columns |= {
        "owner": owner, "indicators": list(draft.indicators), "effects": promises.written(draft)["effects"], "changed_at": at,
        "kind": draft.kind.value, "stage": draft.stage.value,
    }  # fmt: skip
    Project.objects.update_or_create(key=draft.key, defaults=columns, create_defaults=columns | {"made_at": at})
    ledger.record(events.ProjectSaved(draft.key, draft.stage.value), by=reader.person, at=at)
    tell(draft, known.stage if known else "", reader, at)
    if known and known.stage != draft.stage.value:
        ledger.record(events.ProjectMoved(draft.key, known.stage, draft.stage.value), by=reader.person, at=at)


def tell(draft: ProjectDraft, old: str, reader: Reader, at: datetime) -> None:
    """Who took part in what it came from follows it from its first day; each new stage is told once."""
    subject = subject_of(draft.key)
    if not old and ":" in draft.source:
        voices.move_followers(old=draft.source, new=subject, at=at)
    if draft.stage.value != old:
        facts = {"title": words.in_any(draft.title), "stage": draft.stage.value}
        voices.announce(
            subject=subject, turn=f"stage-{draft.stage.value}-{at:%Y%m%d}", facts=facts, at=at, by=reader.person
        )


@transaction.atomic
def move_project(
    *, key: str, stage: str, reader: Reader, at: datetime, on: date | None = None, reason: Mapping[str, str] | None = None
) -> None:  # fmt: skip
    """Bring a project to its next stage: done on a day, stopped for a reason. Raises BadProject, NotOwner."""
    found = row(key)
    draft = promises.read(found)
    wanted = words.word(Stage, stage, "stage") if stage in set(Stage) else draft.stage
    if stage not in set(Stage):
        raise BadProject(f"{stage[:40]!r} is no stage.", next_step=f"Choose {', '.join(Stage)}.")
    moved = replace(
        draft,
        stage=wanted,
        done_on=on if wanted is Stage.DONE else None,
        reason=dict(reason) if reason else draft.reason,
    )
    save_project(given=promises.written(moved), reader=reader, at=at, is_new=False)


@transaction.atomic
def set_milestone(
    *, project: str, title: Mapping[str, str], reader: Reader, at: datetime, id: int | None = None, note: Mapping[str, str] | None = None,
    due_on: date | None = None, done_on: date | None = None, tone: str = "",
) -> int:  # fmt: skip
    """Add a milestone, or change the one with this id. Returns its id. Raises UnknownProject, UnknownPart, BadProject."""
    found = kept(project, reader)
    columns = {"title": texts(title, "title", needed=True), "note": texts(note or {}, "note"), "due_on": due_on, "done_on": done_on, "tone": promises.tone(tone)}  # fmt: skip
    was_done = False
    if id is None:
        made = Milestone.objects.create(project=found, position=found.milestones.count(), **columns)
        number = made.pk
    else:
        before = part(found, "milestone", id)
        number, was_done = before.pk, getattr(before, "done_on", None) is not None
        Milestone.objects.filter(pk=number).update(**columns)
    Project.objects.filter(pk=found.pk).update(changed_at=at)
    if done_on and not was_done:
        facts = {"title": words.in_any(found.title), "step": words.in_any(columns["title"])}
        voices.announce(subject=subject_of(project), turn=f"milestone-{number}", facts=facts, at=at, by=reader.person)
    ledger.record(events.MilestoneSet(project, number, done_on is not None), by=reader.person, at=at)
    return int(number)


@transaction.atomic
def enter_money(
    *, project: str, kind: str, amount: Any, on: date, reader: Reader, at: datetime, note: str = "", url: str = ""
) -> int:  # fmt: skip
    """Write down money planned or spent. Returns the entry's id. Raises UnknownProject, BadProject, NotOwner."""
    found = kept(project, reader)
    sum_ = promises.amount(amount, "amount")
    if sum_ is None or kind not in set(MoneyKind):
        raise BadProject("This is no entry.", next_step="Give an amount, and planned or spent.")
    made = Money.objects.create(
        project=found,
        kind=kind,
        amount=sum_,
        on=on,
        note=words.short(note, "note", 300),
        url=promises.address(url, "url"),
    )
    Project.objects.filter(pk=found.pk).update(changed_at=at)
    ledger.record(events.MoneyEntered(project, kind, str(sum_)), by=reader.person, at=at)
    return int(made.pk)


@transaction.atomic
def add_document(*, project: str, title: str, url: str, reader: Reader, at: datetime, on: date | None = None) -> int:
    """A decision, plan or report by its address. Returns its id. Raises UnknownProject, BadProject, NotOwner."""
    found = kept(project, reader)
    name = words.short(title, "title", 300)
    if not name:
        raise BadProject("title: there are no words.", next_step="Say what the document is.")
    made = Document.objects.create(project=found, title=name, url=promises.address(url, "url", needed=True), on=on)
    Project.objects.filter(pk=found.pk).update(changed_at=at)
    ledger.record(events.DocumentAdded(project, name), by=reader.person, at=at)
    return int(made.pk)


@transaction.atomic
def remove_part(*, project: str, kind: str, id: int, reader: Reader, at: datetime) -> None:
    """Take a milestone, entry or document away that was written by mistake. Raises UnknownProject, UnknownPart."""
    found = kept(project, reader)
    part(found, kind, id).delete()
    Project.objects.filter(pk=found.pk).update(changed_at=at)
    ledger.record(events.PartRemoved(project, kind, id), by=reader.person, at=at)


def kept(project: str, reader: Reader) -> Project:
    """Raises UnknownProject, NotOwner."""
    found = row(project)
    keepers.check_may_change(reader, found.owner)
    return found


def part(project: Project, kind: str, id: int) -> Milestone | Money | Document:
    model = PARTS.get(kind)
    found = model.objects.filter(project=project, pk=id).first() if model else None
    if found is None:
        raise UnknownPart(f"There is no such {kind[:20]} in {project.key}.", next_step="Load the page again.")
    return found


def texts(given: Mapping[str, str], place: str, *, needed: bool = False) -> dict[str, str]:
    """Raises BadProject."""
    try:
        return words.texts(given, place, words.TEXT_AT_MOST, needed=needed)
    except BadIndicator as error:
        raise BadProject(error.message, next_step=error.next_step) from error
