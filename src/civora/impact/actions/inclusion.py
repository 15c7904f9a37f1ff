"""Asking who takes part, counting the answers apart from the persons, and freezing the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE, Reader
from civora.impact import events
from civora.impact.errors import AlreadyFrozen, AnsweredAlready, BadAnswer
from civora.impact.models import InclusionAnswered, InclusionCount, InclusionQuestion
from civora.impact.queries.inclusion import census, question
from civora.impact.rules import keepers, representation, words
from civora.ledger import actions as ledger

DIMENSIONS_AT_MOST, GROUPS_AT_MOST = 6, 100


@transaction.atomic
def ask_inclusion(
    *, about: str, dimensions: Mapping[str, Mapping[str, str]], reader: Reader, at: datetime, owner: str = "", k: int = representation.LEAST_K, is_example: bool = False
) -> None:  # fmt: skip
    """Ask the people who take part in something about themselves: dimension → {dataset, group, people} of a census that is
    open. Raises BadAnswer, NotOwner, AlreadyFrozen, and what the census' dataset raises."""
    whose = owner or settings.CIVORA_OWN_ORGANISATION
    keepers.check_may_change(reader, whose)
    known = InclusionQuestion.objects.filter(about=about).first()
    if known and (known.frozen is not None or known.counts.exists()):
        raise AlreadyFrozen(
            "People have answered already.", next_step="Questions do not change after the first answer."
        )
    kept = {words.short(name, "dimension", 40): dict(said) for name, said in dimensions.items()}
    if not 0 < len(kept) <= DIMENSIONS_AT_MOST or k < representation.LEAST_K:
        raise BadAnswer("These are no questions.", next_step=f"Ask one to {DIMENSIONS_AT_MOST}, with k of at least 5.")
    for name, said in kept.items():
        groups, _ = checked(name, said)
        if not 1 < len(groups) <= GROUPS_AT_MOST:
            raise BadAnswer(f"{name}: the census has {len(groups)} groups.", next_step="Two to 100 can be chosen from.")
    columns = {"dimensions": kept, "owner": whose, "k": k, "is_example": is_example, "asked_at": at}
    InclusionQuestion.objects.update_or_create(about=about, defaults=columns)
    ledger.record(events.InclusionAsked(about), by=reader.person, at=at)


def checked(name: str, said: Mapping[str, Any]) -> tuple[dict[str, float], int]:
    try:
        return census(dict(said), ANYONE)
    except (CivoraError, KeyError) as error:
        message = error.message if isinstance(error, CivoraError) else "dataset, group and people are needed"
        raise BadAnswer(f"{name}: {message}", next_step="Name an open dataset with people by group.") from error


@transaction.atomic
def answer_inclusion(*, about: str, person: str, answers: Mapping[str, str], at: datetime) -> None:
    """Count what somebody says of herself, each question by itself; none must be answered. Kept of the person is that she
    answered, never what. Raises UnknownInclusion, AnsweredAlready, AlreadyFrozen, BadAnswer."""
    asked = question(about)
    if asked.frozen is not None:
        raise AlreadyFrozen("This is settled.", next_step="See who took part.")
    given = {name: group for name, group in answers.items() if name in asked.dimensions and group}
    for name, group in given.items():
        if group not in census(asked.dimensions[name], ANYONE)[0]:
            raise BadAnswer(f"{group[:60]!r} is not offered.", next_step="Choose one of the groups, or leave it open.")
    try:
        with transaction.atomic():
            InclusionAnswered.objects.create(question=asked, person=person)
    except IntegrityError as error:
        raise AnsweredAlready("You have answered already. Thank you.", next_step="Each person answers once.") from error
    for name, group in sorted(given.items()):
        row, _ = InclusionCount.objects.get_or_create(question=asked, dimension=name, group=group)
        InclusionCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    ledger.record(events.InclusionAnswered(about), by="", at=at)


@transaction.atomic
def freeze_inclusion(*, about: str, participants: int, reader: Reader, at: datetime) -> None:
    """Settle who took part, once, against the census as it is now. Small groups are hidden, and the counts and the list
    of who answered are deleted with it, so that nothing finer can be asked later. Raises UnknownInclusion, AlreadyFrozen,
    NotOwner."""
    asked = InclusionQuestion.objects.select_for_update().filter(pk=question(about).pk).get()
    keepers.check_may_change(reader, asked.owner)
    if asked.frozen is not None:
        raise AlreadyFrozen("This is settled already.", next_step="See who took part.")
    tables = []
    for name, said in asked.dimensions.items():
        people, version = census(said, ANYONE)
        counts = dict(asked.counts.filter(dimension=name).values_list("group", "count"))
        made = representation.table(name, counts, people, asked.k, (said["dataset"], version))
        if made:
            tables.append(representation.written(made))
    shown = participants if participants >= asked.k else None
    frozen = {"participants": shown, "tables": tables}
    InclusionQuestion.objects.filter(pk=asked.pk).update(frozen=frozen, frozen_at=at)
    asked.counts.all().delete()
    asked.answered.all().delete()
    ledger.record(events.InclusionFrozen(about), by=reader.person, at=at)
