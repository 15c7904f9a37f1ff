"""Making and changing a process."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, process_row, write_texts
from civora.assembly.errors import BadProcess, KeyTaken
from civora.assembly.models import Phase, Process
from civora.assembly.rules import words
from civora.assembly.rules.clock import check_phases
from civora.assembly.types import NewPhase, NewProcess
from civora.core.keys import dataset_key
from civora.ledger import actions as ledger

RESERVED = frozenset({"meetings", "new"})


@transaction.atomic
def set_process(*, key: str, process: NewProcess, is_new: bool = False, by: str, at: datetime) -> None:
    """Make a process, or change what is set of a known one (its phases are then those given, in order).

    A phase that is over keeps its dates. Raises BadKey, BadProcess, BadWords, KeyTaken.
    """
    check_key(key)
    check_phases(process.phases)
    row = Process.objects.select_for_update().filter(key=key).first()
    if row is not None and is_new:
        raise KeyTaken(
            gettext("There is a process {key} already.").format(key=key), next_step=gettext("Choose another key.")
        )
    plain = {
        "kind": process.kind.value, "organisation": process.organisation, "language": words.check_language(process.language),
        "is_example": process.is_example, "evidence_dataset": process.evidence_dataset,
    }  # fmt: skip
    if row is None:
        row = Process.objects.create(key=key, made_at=at, **plain)
    else:
        Process.objects.filter(pk=row.pk).update(**plain)
    write_texts(
        f"process:{row.pk}",
        title=words.check_texts(process.title, gettext("The title"), most=words.LINE),
        summary=words.check_texts(process.summary, gettext("The summary"), most=600),
        about=words.check_texts(process.about, gettext("The explanation"), is_needed=False),
        decides=words.check_texts(process.decides, gettext("Who decides"), most=300, is_needed=False),
    )
    write_phases(row, process.phases, at)
    ledger.record(events.ProcessSet(key), by=by, at=at)
    mark("processes")


def check_key(key: str) -> None:
    if dataset_key(key) in RESERVED or "@" in key or len(key) > 60:  # noqa: PLR2004 (the column's width)
        raise BadProcess(
            gettext("{key} cannot be the key of a process.").format(key=key[:80]),
            next_step=gettext("Use a few words in small letters, joined by -."),
        )


def write_phases(row: Process, phases: tuple[NewPhase, ...], at: datetime) -> None:
    known = {one.number: one for one in row.phases.all()}
    for number, one in enumerate(phases, 1):
        before = known.pop(number, None)
        if before and before.ends_at <= at and (before.starts_at, before.ends_at) != (one.starts_at, one.ends_at):
            raise BadProcess(
                gettext("Phase {n} is over; its dates stay.").format(n=number),
                next_step=gettext("Add another phase instead."),
            )
        made, _ = Phase.objects.update_or_create(
            process=row, number=number,
            defaults={"starts_at": one.starts_at, "ends_at": one.ends_at, "acts": sorted(one.acts)},
        )  # fmt: skip
        write_texts(
            f"phase:{made.pk}",
            title=words.check_texts(one.title, gettext("The name of phase {n}").format(n=number), most=words.LINE),
            about=words.check_texts(one.about, gettext("The explanation"), is_needed=False, most=2000),
        )
    for gone in known.values():
        if gone.starts_at <= at:
            raise BadProcess(
                gettext("Phase {n} has begun and cannot be taken away.").format(n=gone.number),
                next_step=gettext("Let it end earlier instead."),
            )
        gone.delete()


@transaction.atomic
def open_process(*, key: str, by: str, at: datetime) -> None:
    """From now on everyone sees it. Raises UnknownProcess."""
    row = process_row(key)
    if row.opened_at is None:
        Process.objects.filter(pk=row.pk).update(opened_at=at)
        ledger.record(events.ProcessOpened(key), by=by, at=at)
        mark("processes")
