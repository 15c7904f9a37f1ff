"""Statements, debates, surveys, meetings, as one reader sees them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from civora.assembly.errors import UnknownPart
from civora.assembly.models import Debate, Meeting, Registration, Stand, Statement, Survey, SurveyAnswer, Voice
from civora.assembly.queries.texts import ByField, said, texts
from civora.assembly.rules.clock import place
from civora.assembly.types import DebateCard, MeetingCard, QuestionCard, QuestionKind, Said, StatementCard, SurveyCard

# ---- statements --------------------------------------------------------------------------------------------------


def statements(process: str, reader: str = "", *, state: str = "shown") -> tuple[StatementCard, ...]:
    """All of one state, in their order, with counts and where the reader stands. Three queries."""
    rows = Statement.objects.filter(process__key=process, state=state).order_by("number")
    counted = rows.annotate(
        agree=Count("stand", filter=Q(stand__choice=1)), disagree=Count("stand", filter=Q(stand__choice=-1)),
        passed=Count("stand", filter=Q(stand__choice=0)),
    )  # fmt: skip
    mine = dict(stands(process, reader)) if reader else {}
    return tuple(
        StatementCard(one.number, one.text, one.language, one.state, one.reason, one.agree, one.disagree, one.passed, mine.get(one.number))
        for one in counted
    )  # fmt: skip


def stands(process: str, reader: str) -> Any:
    rows = Stand.objects.filter(
        voice__process__key=process, voice__person__email=reader, statement__process__key=process
    )
    return rows.values_list("statement__number", "choice")


def next_statement(process: str, reader: str) -> tuple[StatementCard | None, int, int]:
    """(the one to ask next, how many this reader has answered, how many there are): least answered ones first, and
    among equals another order for everybody, so that all are heard."""
    found = statements(process, reader)
    number = (
        Voice.objects.filter(process__key=process, person__email=reader).values_list("number", flat=True).first() or 0
    )
    left = [one for one in found if one.mine is None]

    def order(one: StatementCard) -> tuple[int, str]:
        return one.seen // 5, hashlib.sha256(f"{number} {one.number}".encode()).hexdigest()

    return (min(left, key=order) if left else None), len(found) - len(left), len(found)


def votes(process: str) -> dict[tuple[str, str], int]:
    """(voice, statement) → 1, 0 or -1, of shown statements: what is published, and what the map is made of."""
    rows = Stand.objects.filter(voice__process__key=process, statement__state="shown")
    found = rows.values_list("voice__number", "statement__number", "choice").order_by(
        "voice__number", "statement__number"
    )
    return {(str(voice), str(statement)): choice for voice, statement, choice in found.iterator(chunk_size=5000)}


def voice_number(process: str, reader: str) -> str:
    """The random number that this reader is published under here, shown to her alone; empty for none."""
    found = Voice.objects.filter(process__key=process, person__email=reader).values_list("number", flat=True).first() if reader else None  # fmt: skip
    return str(found or "")


# ---- debates -------------------------------------------------------------------------------------------------------


def debates(process: str) -> tuple[DebateCard, ...]:
    rows = Debate.objects.filter(process__key=process, is_hidden=False).order_by("-number")[:200]
    return tuple(debate_card(one) for one in rows)


def debate(process: str, number: int) -> DebateCard:
    """Raises UnknownPart."""
    row = Debate.objects.filter(process__key=process, number=number, is_hidden=False).first()
    if row is None:
        raise UnknownPart("There is no such debate.", next_step="The page of the process names those there are.")
    return debate_card(row)


def debate_card(row: Debate) -> DebateCard:
    return DebateCard(row.number, row.title, row.text, row.language, row.signature, row.at)


# ---- surveys -------------------------------------------------------------------------------------------------------


def surveys(process: str, lang: str, reader: str = "") -> tuple[SurveyCard, ...]:
    rows = list(Survey.objects.filter(process__key=process).order_by("key").annotate(count=Count("surveyanswer")))
    known = texts([f"survey:{one.pk}" for one in rows])
    mine = set(SurveyAnswer.objects.filter(survey__in=rows, person__email=reader).values_list("survey", flat=True)) if reader else set()  # fmt: skip
    return tuple(survey_card(one, lang, known, one.pk in mine) for one in rows)


def survey(process: str, key: str, lang: str, reader: str = "") -> SurveyCard:
    """Raises UnknownPart."""
    found = next((one for one in surveys(process, lang, reader) if one.key == key), None)
    if found is None:
        raise UnknownPart("There is no such survey.", next_step="The page of the process names those there are.")
    return found


def my_answers(process: str, survey: str, reader: str) -> dict[str, Any]:
    """What this reader answered, so that she can change it."""
    rows = SurveyAnswer.objects.filter(survey__process__key=process, survey__key=survey, person__email=reader)
    return dict(rows.values_list("answers", flat=True).first() or {}) if reader else {}


def survey_card(row: Any, lang: str, known: dict[str, ByField], is_mine: bool) -> SurveyCard:
    mine = f"survey:{row.pk}"
    questions = tuple(question_card(one, lang, row.language) for one in row.questions)
    title, intro = said(known, mine, "title", lang, row.language), said(known, mine, "intro", lang, row.language)
    return SurveyCard(row.key, title, intro, questions, row.count, is_mine)


def question_card(given: dict[str, Any], lang: str, original: str) -> QuestionCard:
    options = tuple((one["value"], in_language(one["label"], lang, original).text) for one in given["options"])
    return QuestionCard(
        given["name"], QuestionKind(given["kind"]), in_language(given["label"], lang, original), options, given["is_needed"],
        given["is_published"], given["most"],
    )  # fmt: skip


def in_language(by_language: dict[str, str], lang: str, original: str) -> Said:
    for code in (lang, original, *by_language):
        if by_language.get(code):
            return Said(by_language[code], "" if code == lang else code)
    return Said()


# ---- meetings ------------------------------------------------------------------------------------------------------


def meetings(at: datetime, lang: str, reader: str = "", *, process: str = "") -> tuple[MeetingCard, ...]:
    """Meetings of one process, or of all that are public, in the order of time. Four queries."""
    rows = Meeting.objects.exclude(process__opened_at=None).select_related("process").order_by("starts_at", "pk")
    found = list(rows.filter(process__key=process) if process else rows)
    return cards(found, at, lang, reader)


def meeting(process: str, number: int, at: datetime, lang: str, reader: str = "") -> MeetingCard:
    """Raises UnknownPart."""
    rows = list(Meeting.objects.filter(process__key=process, number=number).select_related("process"))
    if not rows:
        raise UnknownPart("There is no such meeting.", next_step="The page of the process names those there are.")
    return cards(rows, at, lang, reader)[0]


def cards(rows: Sequence[Meeting], at: datetime, lang: str, reader: str) -> tuple[MeetingCard, ...]:
    known = texts([f"meeting:{one.pk}" for one in rows])
    guests: dict[int, list[str]] = {one.pk: [] for one in rows}
    for meeting_id, email in Registration.objects.filter(meeting__in=rows).order_by("pk").values_list("meeting", "person__email"):  # fmt: skip
        guests[meeting_id].append(email)
    return tuple(card(one, at, lang, known, guests[one.pk], reader) for one in rows)


def card(
    row: Meeting, at: datetime, lang: str, known: dict[str, ByField], guests: list[str], reader: str
) -> MeetingCard:
    mine, point = f"meeting:{row.pk}", (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    turn = guests.index(reader) if reader in guests else -1
    has_seat = row.capacity is None or turn < row.capacity
    return MeetingCard(
        row.process.key, row.number, *(said(known, mine, name, lang, row.language) for name in ("title", "text", "minutes")),
        row.starts_at, row.ends_at, row.place, point, row.url, row.capacity, len(guests), row.attended, row.changed_at,
        row.sequence, row.is_cancelled, place(row, at), "" if turn < 0 else "seat" if has_seat else "waiting",
    )  # fmt: skip
