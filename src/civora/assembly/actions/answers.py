"""The city answers, and tells what became of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, process_row, proposal_row, write_texts
from civora.assembly.models import Answer, News, Proposal
from civora.assembly.rules import words
from civora.assembly.types import Decision, subject_of
from civora.ledger import actions as ledger
from civora.voices import actions as voices


@transaction.atomic
def answer(
    *,
    process: str,
    number: int = 0,
    decision: Decision,
    reasons: dict[str, str],
    project: str = "",
    by: str,
    at: datetime,
) -> None:
    """Decide on one proposal, or (number 0) on the process, with reasons. A later answer takes the place of an earlier
    one, which stays on record. Raises UnknownProcess, UnknownProposal, BadWords."""
    row = process_row(process)
    proposal = proposal_row(process, number) if number else None
    kept = words.check_texts(reasons, gettext("The reasons"))
    made = Answer.objects.create(
        process=row, proposal=proposal, at=at, organisation=row.organisation, decision=decision.value,
        language=next(iter(kept)), project=project[:100],
    )  # fmt: skip
    write_texts(f"answer:{made.pk}", reasons=kept)
    if proposal:
        Proposal.objects.filter(pk=proposal.pk).update(decision=decision.value, changed_at=at)
    facts = {"decision": decision.value, "title": proposal.title if proposal else ""}
    voices.announce(subject=subject(process, number), turn=f"answer-{made.pk}", facts=facts, at=at, by=by)
    ledger.record(events.AnswerGiven(process, number, decision.value), by=by, at=at)
    mark("proposals" if number else "processes")


@transaction.atomic
def tell(*, process: str, number: int = 0, text: dict[str, str], by: str, at: datetime) -> None:
    """One step of what became of a proposal or (number 0) of the process. Raises UnknownProcess, UnknownProposal, BadWords."""
    row = process_row(process)
    proposal = proposal_row(process, number) if number else None
    kept = words.check_texts(text, gettext("The news"), most=2000)
    made = News.objects.create(process=row, proposal=proposal, at=at, language=next(iter(kept)))
    write_texts(f"news:{made.pk}", text=kept)
    facts = {"title": proposal.title if proposal else ""}
    voices.announce(subject=subject(process, number), turn=f"news-{made.pk}", facts=facts, at=at, by=by)
    ledger.record(events.NewsTold(process, number), by=by, at=at)
    mark("processes")


def subject(process: str, number: int) -> str:
    return subject_of(process, number) if number else f"process:{process}"
