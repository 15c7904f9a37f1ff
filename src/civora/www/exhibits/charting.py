"""A choice over a dataset becomes a figure that is not kept: what the chart tab shows, and what "save this chart" begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from civora.catalog.types import DatasetCard
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.exhibits import queries as exhibits
from civora.exhibits.queries.words import in_all_languages
from civora.exhibits.rules import compose, question
from civora.exhibits.types import (
    LANGUAGES,
    Aggregate,
    Choice,
    Content,
    Draft,
    ExhibitCard,
    Figure,
    Form,
    Kind,
    Status,
)
from civora.reading import queries as reading
from civora.www import formats
from civora.www.city import city
from civora.www.datasets.forms import BadState
from civora.www.exhibits import choosing, telling


def warned(code: str) -> str:
    """A word of caution about the form chosen, or nothing."""
    return {
        "negative-slices": gettext("A pie cannot show values below zero: they are missing here. Columns show them."),
        "slices-do-not-add": gettext(
            "The slices of a pie must add up to a whole; means and highest values do not. Use columns."
        ),
        "many-slices": gettext("More than five slices are hard to compare. Columns are read at a glance."),
        "slices": gettext("Angles are hard to compare. Columns show the same more exactly."),
        "two-axes": gettext("Two axes can suggest a link that is none: where the lines cross means nothing."),
        "log": gettext("Logarithmic scale: each step up multiplies."),
    }.get(code, "")


def draft(choice: Choice, base: Query, card: DatasetCard, reader: Reader, also: Sequence[str] = ()) -> Draft:
    """Raises ChartRefused, BadState and what reading raises."""
    if also:
        parts = {"s1": (choice, base, card.schema)}
        for number, text in enumerate(also[: choosing.ALSO_AT_MOST], 2):
            parts[f"s{number}"] = another(text, choice, base, reader)
        return compose.together(parts)
    scouted = exhibits.scouted(question.scouts(choice, base, card.schema), reader)
    return compose.compose(choice, base, card.schema, scouted)


def another(text: str, choice: Choice, base: Query, reader: Reader) -> tuple[Choice, Query, Any]:
    """`DATASET:how:FIELD:DATE`: a series of another dataset. Raises BadState, UnknownDataset."""
    key, how, measure, along = (*text.split(":"), "", "", "")[:4]
    other = reading.card(key, reader, None, formats.language())
    date = along or next((one.name for one in other.schema.fields if one.type.value in ("date", "datetime")), "")
    try:
        made = Choice(date, Aggregate(how or "count"), measure, choice.step, form=Form.LINE, smooth=choice.smooth)
    except ValueError as error:
        raise BadState(
            gettext("This series cannot be read."), next_step=gettext("Write also=dataset:avg:field:date.")
        ) from error
    return made, Query(other.key, limit=None, zone=base.zone), other.schema


def labels(choice: Choice, base: Query, card: DatasetCard, reader: Reader, made: Draft) -> dict[str, dict[str, str]]:
    """The words of the spec in every language, from the columns' own labels."""
    found = in_all_languages()
    used = str(made.spec)
    for lang in LANGUAGES:
        with translation.override(lang):
            own = reading.card(card.key, reader, base.version, lang)
            words = choosing.titles(own.schema, choice) | telling.target_word(choice)
            if choice.form is Form.PYRAMID:
                words |= dict(zip(("left", "right"), sides(made), strict=False))
            words |= series_words(made, choice, lang, reader)
        for name, text in words.items():
            found.setdefault(name, {})[lang] = text
    return {name: texts for name, texts in found.items() if f"{{{{{name}}}}}" in used or name == "rest"}


def sides(made: Draft) -> list[str]:
    """The two values that a pyramid's questions compare with."""
    found = []
    for query in made.queries.values():
        last = getattr(query.where, "items", (query.where,))[-1]
        found.append(str(getattr(getattr(last, "right", None), "value", "")))
    return found


def series_words(made: Draft, choice: Choice, lang: str, reader: Reader) -> dict[str, str]:
    """Names of series from several datasets: what is shown, and of which dataset."""
    if "s1" not in made.queries:
        return {}
    found = {}
    for name, query in made.queries.items():
        other = reading.card(query.dataset, reader, query.version, lang)
        shown = next((one.expr for one in query.select if getattr(one, "name", "") == question.VALUE), None)
        args = getattr(shown, "args", ())
        field = other.schema.field(args[0].name) if args and hasattr(args[0], "name") else None
        words = (
            choosing.label(field) + (f" ({field.unit})" if field.unit else "") if field else gettext("Number of rows")
        )
        found[name] = f"{words}: {other.title}"
    return found | {"value": ""}


def figure(
    choice: Choice, base: Query, card: DatasetCard, reader: Reader, also: Sequence[str] = ()
) -> tuple[Figure, Draft]:
    """The figure of a choice, as this reader may see it. Raises what `draft` raises."""
    lang = formats.language()
    base = replace(base, zone=str(city().zone), lang=lang)
    made = draft(choice, base, card, reader, also)
    answers = tuple(
        exhibits.answer(name, query, reader, lang=lang, door="chart") for name, query in made.queries.items()
    )
    name = choosing.title(card.schema, choice)
    content = Content(
        Kind.CHART, made.queries, made.spec, {lang: name}, labels=labels(choice, base, card, reader, made)
    )
    told = telling.finding(choice, answers, card.schema)
    now = card.modified_at
    shown = ExhibitCard(
        card.key, 0, 0, Kind.CHART, Status.DRAFT, "", card.is_example, now, now, name, told, "",
        telling.alternative(choice, answers, card.schema), content,
    )  # fmt: skip
    return Figure(shown, answers, (), "".join(one.etag for one in answers) + repr(choice) + "".join(also)), made
