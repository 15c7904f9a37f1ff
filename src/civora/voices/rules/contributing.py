"""Rules of contributions: what a campaign may ask, what an answer may be, and when observers agree."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from civora.core.policy.types import Reader
from civora.voices.errors import BadAnswer, BadForm, CampaignShut, NotKeeper
from civora.voices.rules import check_text
from civora.voices.types import CampaignCard, Question

KINDS = frozenset({"text", "number", "choice", "choices", "date", "yes-no"})
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESERVED = frozenset({"contribution", "observed_at", "review", "observers", "geo_point", "picture", "campaign"})
QUESTIONS_AT_MOST, ROWS_AT_MOST, TEXT_AT_MOST = 40, 50, 2_000
KEEPERS = frozenset({"administrator", "publisher", "moderator"})
EARTH_M = 6_371_000.0


def check_is_keeper(reader: Reader, owner: str) -> None:
    """Raises NotKeeper."""
    if not is_keeper(reader, owner):
        raise NotKeeper(
            gettext("Only the organisation that keeps these data decides about contributions to them."),
            next_step=gettext("Ask it for the role of publisher or moderator."),
        )


def is_keeper(reader: Reader, owner: str) -> bool:
    """May decide about contributions to data of `owner`."""
    return reader.is_administrator or any((owner, role) in reader.roles for role in KEEPERS if owner)


def form(given: Any) -> tuple[tuple[Question, ...], bool, bool]:
    """(questions, asks for a place, asks for a picture) of a form as it is kept. Raises BadForm with the place."""
    if not isinstance(given, list) or not 0 < len(given) <= QUESTIONS_AT_MOST:
        raise BadForm(gettext("A form has 1 to {n} questions.").format(n=QUESTIONS_AT_MOST))
    kinds = [one.get("kind") for one in given if isinstance(one, dict)]
    asked = tuple(
        question(one, number) for number, one in enumerate(given, 1) if one.get("kind") not in ("place", "photo")
    )
    names = [one.name for one in asked]
    for one in asked:
        if names.count(one.name) > 1 or one.name in RESERVED:
            raise BadForm(gettext("The name {name} is taken.").format(name=one.name))
        if one.only_if[0] and one.only_if[0] not in names:
            raise BadForm(gettext("{name} depends on a question that is not there.").format(name=one.name))
    return asked, "place" in kinds, "photo" in kinds


def question(given: Any, number: int) -> Question:
    """Raises BadForm."""
    name = str(given.get("name", "")) if isinstance(given, dict) else ""
    kind = given.get("kind", "text") if name else ""
    if not NAME.fullmatch(name) or kind not in KINDS:
        raise BadForm(gettext("Question {n} has no proper name or kind.").format(n=number))
    options = tuple((str(one["value"]), told(one.get("label", one["value"]))) for one in given.get("options", ()))
    if kind in ("choice", "choices") and not options:
        raise BadForm(gettext("{name} offers nothing to choose.").format(name=name))
    other, answers = given.get("only_if", ("", ()))
    return Question(
        name, told(given.get("label", name)), kind, options, told(given.get("hint", {})), bool(given.get("required")),
        given.get("low"), given.get("high"), str(given.get("unit", ""))[:40], (str(other), tuple(map(str, answers))), bool(given.get("repeat")),
    )  # fmt: skip


def told(words: Any) -> dict[str, str]:
    return {str(lang): str(text) for lang, text in words.items()} if isinstance(words, Mapping) else {"en": str(words)}


def check_is_open(campaign: CampaignCard, at: Any) -> None:
    """Raises CampaignShut."""
    if not campaign.is_open(at):
        raise CampaignShut(
            gettext("This campaign takes no contributions now."), next_step=gettext("See what it has found so far.")
        )


def rows(campaign: CampaignCard, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Answers as rows: one, or one for each repetition. Raises BadAnswer with the question."""
    if not 0 < len(given) <= ROWS_AT_MOST:
        raise BadAnswer(gettext("Between 1 and {n} things at a time.").format(n=ROWS_AT_MOST))
    shared = [one for one in campaign.questions if not one.is_repeated]
    repeated = [one for one in campaign.questions if one.is_repeated]
    first = answers(shared, given[0])
    return [first | answers(repeated, one, first) for one in given] if repeated else [first]


def answers(
    asked: Sequence[Question], given: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in asked:
        other, wanted = one.only_if
        seen = {**(before or {}), **found}.get(other)
        is_asked = not other or str(seen).lower() in [text.lower() for text in wanted]
        value = answer(one, given.get(one.name)) if is_asked else None
        if is_asked and one.is_required and value in (None, "", []):
            raise BadAnswer(gettext("“{label}” needs an answer.").format(label=label(one)), question=one.name)
        found[one.name] = value
    return found


def label(one: Question) -> str:
    return one.label.get("en") or next(iter(one.label.values()), one.name)


def answer(one: Question, given: Any) -> Any:
    """The value that is kept, None for no answer. Raises BadAnswer."""
    if given is None or given in ("", []):
        return None
    try:
        return READ[one.kind](one, given)
    except (ValueError, TypeError, KeyError) as error:
        raise BadAnswer(
            gettext("“{label}”: {given} is no answer to it.").format(label=label(one), given=str(given)[:60]),
            question=one.name,
        ) from error


def number(one: Question, given: Any) -> float | int:
    value = float(str(given).replace(",", "."))
    low, high = one.low if one.low is not None else -math.inf, one.high if one.high is not None else math.inf
    if not math.isfinite(value) or not low <= value <= high:
        raise ValueError(given)
    return int(value) if value.is_integer() else value


def choice(one: Question, given: Any) -> str:
    if str(given) not in dict(one.options):
        raise ValueError(given)
    return str(given)


def choices(one: Question, given: Any) -> list[str]:
    chosen = given if isinstance(given, list | tuple) else [given]
    return list(dict.fromkeys(choice(one, each) for each in chosen))


READ = {
    "text": lambda _, given: check_text(str(given), TEXT_AT_MOST),
    "number": number,
    "choice": choice,
    "choices": choices,
    "date": lambda _, given: date.fromisoformat(str(given)).isoformat(),
    "yes-no": lambda _, given: {"yes": True, "true": True, "on": True, "no": False, "false": False}[str(given).lower()],
}


def place(lon: Any, lat: Any) -> tuple[float, float]:
    """Raises BadAnswer for what is no place on earth."""
    try:
        found = float(lon), float(lat)
    except (TypeError, ValueError):
        found = (math.nan, math.nan)
    if not (-180 <= found[0] <= 180 and -90 <= found[1] <= 90):
        raise BadAnswer(
            gettext("The place is missing."),
            next_step=gettext("Put a point on the map, or write latitude and longitude."),
            question="place",
        )
    return found


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two places (longitude, latitude), on the sphere."""
    (lon1, lat1), (lon2, lat2) = one, other
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def agree(campaign: CampaignCard, one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Two contributions say the same where every choice and yes or no that both answered is equal; free words do not count."""
    telling = [each.name for each in campaign.questions if each.kind in ("choice", "choices", "yes-no")]
    pairs = [(a.get(name), b.get(name)) for a, b in zip(one, other, strict=False) for name in telling]
    return len(one) == len(other) and all(
        left == right for left, right in pairs if left is not None and right is not None
    )
