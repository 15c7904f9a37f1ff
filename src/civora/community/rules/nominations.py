"""What a nomination may be, which answers lead on from which, and what is similar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from statistics import median

from django.utils.translation import gettext

from civora.community.errors import BadNomination
from civora.community.types import NominationState

NEXT = {
    NominationState.OPEN: {NominationState.PLANNED, NominationState.PUBLISHED, NominationState.REFUSED, NominationState.WITHDRAWN},
    NominationState.PLANNED: {NominationState.PLANNED, NominationState.PUBLISHED, NominationState.REFUSED},
    NominationState.REFUSED: {NominationState.PLANNED, NominationState.PUBLISHED},
    NominationState.PUBLISHED: set(),
    NominationState.WITHDRAWN: set(),
}  # fmt: skip
ALIVE = (NominationState.OPEN, NominationState.PLANNED, NominationState.PUBLISHED, NominationState.REFUSED)
LEAST_ANSWERS = 3
LIKE = 0.3
PIECE = 3
SMALL = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "city",
        "data",
        "dataset",
        "datasets",
        "for",
        "from",
        "in",
        "list",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "au",
        "aux",
        "avec",
        "dans",
        "de",
        "des",
        "donnees",
        "du",
        "en",
        "et",
        "jeu",
        "la",
        "le",
        "les",
        "liste",
        "par",
        "pour",
        "sur",
        "une",
        "ville",
        "aller",
        "alle",
        "aus",
        "daten",
        "datensatz",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "fur",
        "im",
        "in",
        "je",
        "liste",
        "mit",
        "nach",
        "pro",
        "stadt",
        "und",
        "von",
        "zu",
    ]
)


def check_answer(
    state: NominationState, wanted: NominationState, *, answer: str, planned_for: date | None, dataset: str, today: date
) -> None:
    """Raises BadNomination with the field: an answer that does not lead on, no reason, no day, no dataset."""
    if wanted not in NEXT[state] or wanted is NominationState.WITHDRAWN:
        raise BadNomination(
            gettext("This answer does not follow the one before."),
            next_step=gettext("Load the page again."),
            field="state",
        )
    if wanted is NominationState.REFUSED and not answer.strip():
        raise BadNomination(
            gettext("A refusal needs its reasons."),
            next_step=gettext("Say why, and what would change it."),
            field="answer",
        )
    if wanted is NominationState.PLANNED and (planned_for is None or planned_for < today):
        raise BadNomination(
            gettext("A plan needs the day by which it is there."),
            next_step=gettext("Name a day to come."),
            field="planned_for",
        )
    if wanted is NominationState.PUBLISHED and not dataset.strip():
        raise BadNomination(
            gettext("Which dataset is it?"),
            next_step=gettext("Name it by the last part of its address."),
            field="dataset",
        )


def typical_days(days: Iterable[int]) -> int | None:
    """The median from asking to the first answer; None below three answers, which would promise too much."""
    known = sorted(days)
    return round(median(known)) if len(known) >= LEAST_ANSWERS else None


# ---- what is similar ------------------------------------------------------------------------------------------------


def telling(text: str) -> tuple[str, ...]:
    """The words that say what it is about: folded, without small ones."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    folded = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(dict.fromkeys(word for word in re.findall(r"[a-z0-9]{2,}", folded) if word not in SMALL))[:20]


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how many pieces of three letters of the shorter text the other has too. A typing error costs three of them."""
    left, right = pieces(one), pieces(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def pieces(text: str) -> frozenset[str]:
    return frozenset(
        padded[at : at + PIECE]
        for word in telling(text)
        for padded in (f" {word} ",)
        for at in range(len(padded) - PIECE + 1)
    )
