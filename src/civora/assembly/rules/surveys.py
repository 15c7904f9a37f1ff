"""Surveys: what a question may be, and what an answer to it.

    {"name": "mode", "kind": "one", "label": {"en": "How do you come?"}, "is_needed": true, "is_published": true,
     "options": [{"value": "bike", "label": {"en": "By bike"}}, …]}

`kind` is one, many, yes-no, scale (1 to `most`), number, date or text. Free text is published only where the question
says so, and is then announced beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from django.utils.translation import gettext

from civora.assembly.errors import AlreadyDecided, BadAnswer, BadSurvey
from civora.assembly.rules.words import check_text
from civora.assembly.types import QuestionKind

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_QUESTIONS, MOST_OPTIONS, LONGEST = 60, 60, 2_000
CHOICES = (QuestionKind.ONE, QuestionKind.MANY)


def check_questions(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As they are kept. Raises BadSurvey with the question's place."""
    if not 1 <= len(given) <= MOST_QUESTIONS:
        raise bad(gettext("A survey has 1 to {most} questions.").format(most=MOST_QUESTIONS))
    kept = [check_question(one, number) for number, one in enumerate(given, 1)]
    if len({one["name"] for one in kept}) < len(kept):
        raise bad(gettext("Two questions have the same name."))
    return kept


def check_question(given: Mapping[str, Any], number: int) -> dict[str, Any]:
    place = gettext("Question {n}").format(n=number)
    if not isinstance(given, Mapping) or not NAME.fullmatch(str(given.get("name", ""))):
        raise bad(gettext("{place} needs a name in small letters.").format(place=place))
    if given.get("kind") not in set(QuestionKind):
        raise bad(gettext("{place}: its kind is not known.").format(place=place))
    label = given.get("label")
    if not isinstance(label, Mapping) or not any(label.values()):
        raise bad(gettext("{place} asks nothing.").format(place=place))
    kind, options = QuestionKind(given["kind"]), given.get("options") or []
    if (kind in CHOICES) is not bool(options) or len(options) > MOST_OPTIONS:
        raise bad(gettext("{place}: choices need options, and only they.").format(place=place))
    return {
        "name": given["name"], "kind": kind.value, "label": {str(k): str(v)[:500] for k, v in label.items() if v},
        "is_needed": bool(given.get("is_needed")), "most": min(max(int(given.get("most") or 5), 2), 11),
        "is_published": bool(given.get("is_published", kind is not QuestionKind.TEXT)),
        "options": [option(one, place) for one in options],
    }  # fmt: skip


def option(given: Any, place: str) -> dict[str, Any]:
    if (
        not isinstance(given, Mapping)
        or not str(given.get("value", "")).strip()
        or not isinstance(given.get("label"), Mapping)
    ):
        raise bad(gettext("{place}: an option needs a value and a label.").format(place=place))
    return {"value": str(given["value"])[:60], "label": {str(k): str(v)[:200] for k, v in given["label"].items()}}


def bad(message: str) -> BadSurvey:
    return BadSurvey(message, next_step=gettext("Mend it and save again."))


def check_unanswered(count: int) -> None:
    if count:
        raise AlreadyDecided(
            gettext("{n} people have answered these questions.").format(n=count),
            next_step=gettext("Make another survey."),
        )


def check_answers(questions: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a form: name → value. Raises BadAnswer with the question's name."""
    found = {one["name"]: check_answer(one, given.get(one["name"])) for one in questions}
    return {name: value for name, value in found.items() if value not in (None, [], "")}


def check_answer(question: Mapping[str, Any], given: Any) -> Any:
    kind = QuestionKind(question["kind"])
    values = [str(one) for one in (given if isinstance(given, list | tuple) else [given]) if one not in (None, "")]
    if not values:
        if question["is_needed"]:
            raise BadAnswer(question["name"], gettext("Please answer this question."))
        return None
    if kind is QuestionKind.MANY:
        return [one_of(question, value) for value in dict.fromkeys(values)]
    return READ[kind](question, values[0])


def one_of(question: Mapping[str, Any], text: str) -> str:
    if text not in {one["value"] for one in question["options"]}:
        raise BadAnswer(question["name"], gettext("Choose one of the options."))
    return text


def yes_no(question: Mapping[str, Any], text: str) -> bool:
    if text not in ("yes", "no"):
        raise BadAnswer(question["name"], gettext("Choose yes or no."))
    return text == "yes"


def scale(question: Mapping[str, Any], text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:4]) <= question["most"]:
        raise BadAnswer(question["name"], gettext("Choose a step from 1 to {most}.").format(most=question["most"]))
    return int(text)


def number(question: Mapping[str, Any], text: str) -> float:
    try:
        value = float(text.replace(",", ".")[:40])
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > 1e12:  # noqa: PLR2004 (more than anything that is asked here)
        raise BadAnswer(question["name"], gettext("Write a number, such as 12 or 3.5."))
    return value


def day(question: Mapping[str, Any], text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadAnswer(question["name"], gettext("Write a date, such as 2025-05-15.")) from error


def free(question: Mapping[str, Any], text: str) -> str:
    return check_text(text, gettext("The answer"), most=LONGEST, is_needed=False)


READ = {
    QuestionKind.ONE: one_of, QuestionKind.YES_NO: yes_no, QuestionKind.SCALE: scale, QuestionKind.NUMBER: number,
    QuestionKind.DATE: day, QuestionKind.TEXT: free,
}  # fmt: skip
