"""An exhibit's questions asked for one reader: what they give, or what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from civora.core.errors import NotAllowed, NotFound, Refused
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.exhibits.queries.words import words
from civora.exhibits.rules import values
from civora.exhibits.types import Answer, ExhibitCard, Figure, Gone, Kind
from civora.reading import queries as reading

DOOR = "exhibit"


def figure(card: ExhibitCard, reader: Reader, *, lang: str = "en") -> Figure:
    """Every question is asked as this reader. A dataset that is withdrawn or hidden from her, or that has lost a column,
    leaves a note, never an error. Raises the lake's errors (busy, too much)."""
    answers, gone = [], []
    for name, query in card.content.queries.items():
        try:
            answers.append(answer(name, query, reader, lang=lang, rows=card.kind is Kind.CHART))
        except (NotFound, NotAllowed):
            gone.append(Gone(name, query.dataset, "hidden"))
        except Refused as error:
            gone.append(Gone(name, query.dataset, error.message, is_hidden=False))
    tag = hashlib.sha256(
        repr((card.key, card.version, card.status, [one.etag for one in answers], gone)).encode()
    ).hexdigest()[:24]
    return Figure(card, tuple(answers), tuple(gone), f'"{tag}"')


def answer(name: str, query: Query, reader: Reader, *, lang: str = "en", rows: bool = True, door: str = DOOR) -> Answer:
    """One question. Raises what `reading.rows` raises. Without `rows` (a map's, which comes as tiles) it is only held
    against the dataset: the answer then has the number of its rows, and columns."""
    asked = replace(query, lang=lang) if rows else replace(query, lang=lang, limit=1)
    found = reading.rows(asked, reader, total=True, door=door)
    columns = tuple((one.name, heading(one), one.field.unit if one.field else "") for one in found.columns)
    given = (
        values.rows(asked, [one.name for one in found.columns], found.rows, rest=words(lang)["rest"], lang=lang)
        if rows
        else ()
    )
    card = reading.card(query.dataset, reader, query.version, lang)
    return Answer(name, query, columns, given, card, found.total or 0, found.etag)


def heading(column: Any) -> str:
    return (column.field.label or column.field.name) if column.field else column.name


def scouted(scouts: Mapping[str, Query], reader: Reader) -> dict[str, list[tuple[Any, ...]]]:
    """The answers to what a chart must know before it is asked."""
    return {name: reading.rows(query, reader, total=False, door="chart").rows for name, query in scouts.items()}


def note_for(figure: Figure, lang: str) -> str:
    """What is said in the place of a figure that cannot be shown."""
    with translation.override(lang):
        if not figure.may_tell:
            return gettext("This figure cannot be shown. Data that it uses has been withdrawn, or is not open to you.")
        lost = figure.gone[0]
        return gettext("This figure cannot be shown. The data “{dataset}” has changed: {reason}").format(
            dataset=lost.dataset, reason=lost.reason
        )
