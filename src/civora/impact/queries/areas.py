"""The places of one indicator side by side."""

from __future__ import annotations

import math

from django.conf import settings

from civora.catalog.types import DatasetCard
from civora.core.appraisal.rates import common_rate, rates
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.impact.queries.indicators import in_language
from civora.impact.rules import questions
from civora.impact.types import Area, Areas, IndicatorCard
from civora.reading import queries as reading


def areas(card: IndicatorCard, reader: Reader, lang: str = "en") -> Areas | None:
    """Rates per head with their intervals; None where the indicator is not asked by area, or its data are not here.
    A place without a known number of people is named, not guessed."""
    source = card.draft.by_area
    if source is None or not source.people_dataset:
        return None
    question = questions.areas(source, settings.CITY_ZONE, lang)
    asked = questions.people(source, settings.CITY_ZONE, lang)
    try:
        counts, dataset = by_area(question, reader)
        sizes, people_dataset = by_area(asked, reader)
    except CivoraError:
        return None
    made = rates(counts, sizes)
    without = tuple(sorted(name for name in counts if not sizes.get(name)))
    ordered = sorted(made, key=lambda one: -one.drawn)
    return Areas(
        question, asked, tuple(Area(one.place, one) for one in ordered), common_rate(made), source.per,
        in_language(source.per_unit, lang)[0], dataset, people_dataset, without,
    )  # fmt: skip


def by_area(query: Query, reader: Reader) -> tuple[dict[str, float], DatasetCard]:
    """Raises what `reading.rows` raises."""
    answer = reading.rows(query, reader, total=False)
    found = {
        str(place): float(value)
        for place, value in answer.rows
        if place not in (None, "") and isinstance(value, (int, float)) and math.isfinite(value)
    }
    return found, answer.card
