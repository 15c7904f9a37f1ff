"""Debates and surveys."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, open_row, person_row, process_row, write_texts
from civora.assembly.actions.proposals import A_DAY
from civora.assembly.actions.taking_part import check_pace, take_part
from civora.assembly.errors import UnknownPart
from civora.assembly.models import Debate, Survey, SurveyAnswer
from civora.assembly.rules import surveys, words
from civora.assembly.types import Act
from civora.core.keys import dataset_key
from civora.ledger import actions as ledger

MOST_DEBATES_A_DAY = 3


@transaction.atomic
def begin_debate(
    *, process: str, title: str, text: str, signature: str = "", language: str = "en", by: str, at: datetime
) -> int:
    """Begin to talk about something. Returns its number; the same title from the same person is the same debate.

    Raises UnknownProcess, NotOpen, NotYours, BadWords, TooMany.
    """
    row, person = open_row(process, Act.COMMENT, at), person_row(by)
    kept = words.check_text(title, gettext("The title"), most=words.LINE, is_line=True)
    mine = Debate.objects.filter(process=row, author=person)
    known = mine.filter(title=kept).first()
    if known is not None:
        return int(known.number)
    check_pace(mine.filter(at__gt=at - A_DAY).count(), MOST_DEBATES_A_DAY)
    number = (Debate.objects.filter(process=row).aggregate(last=Max("number"))["last"] or 0) + 1
    Debate.objects.create(
        process=row, number=number, author=person, at=at, title=kept, text=words.check_text(text, gettext("The text")),
        signature=words.check_text(signature, gettext("Your name"), most=words.SIGNATURE, is_line=True, is_needed=False),
        language=words.check_language(language),
    )  # fmt: skip
    take_part(row, person, at, f"debate:{process}/{number}")
    ledger.record(events.DebateBegun(process, number), by=by, at=at)
    return int(number)


@transaction.atomic
def set_survey(
    *, process: str, key: str, title: dict[str, str], questions: Sequence[Mapping[str, Any]], intro: dict[str, str] | None = None,
    language: str = "en", by: str, at: datetime,
) -> None:  # fmt: skip
    """Make a survey, or change it while nobody has answered. Raises UnknownProcess, BadKey, BadSurvey, BadWords."""
    row = process_row(process)
    kept = surveys.check_questions(questions)
    known = Survey.objects.filter(process=row, key=dataset_key(key)).first()
    if known is not None and known.questions != kept:
        surveys.check_unanswered(SurveyAnswer.objects.filter(survey=known).count())
    made, _ = Survey.objects.update_or_create(process=row, key=key, defaults={"questions": kept, "language": language})
    write_texts(
        f"survey:{made.pk}", title=words.check_texts(title, gettext("The title"), most=words.LINE),
        intro=words.check_texts(intro, gettext("The introduction"), most=2000, is_needed=False),
    )  # fmt: skip
    ledger.record(events.SurveySet(process, key), by=by, at=at)


@transaction.atomic
def answer_survey(*, process: str, survey: str, answers: Mapping[str, Any], by: str, at: datetime) -> None:
    """Answer all questions; another time changes one's answer until the phase closes.

    Raises UnknownProcess, NotOpen, NotYours, UnknownPart, BadAnswer with the question's name.
    """
    row, person = open_row(process, Act.ANSWER, at), person_row(by)
    found = Survey.objects.filter(process=row, key=survey).first()
    if found is None:
        raise UnknownPart("There is no such survey.", next_step="The page of the process names those there are.")
    kept = surveys.check_answers(found.questions, answers)
    given = {"answers": kept, "shuffle": secrets.token_hex(8)}
    SurveyAnswer.objects.update_or_create(survey=found, person=person, defaults=given)
    take_part(row, person, at)
    mark(f"survey-{process}-{survey}")
