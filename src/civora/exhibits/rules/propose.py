"""Which charts suit a schema, best first."""

from __future__ import annotations

from datetime import datetime, timedelta

from civora.core.schema import NUMERIC, TEMPORAL, Field, FieldType, Schema
from civora.exhibits.types import Aggregate, Choice, Form, Step

STEPS = (
    (timedelta(days=3), Step.HOUR),
    (timedelta(days=120), Step.DAY),
    (timedelta(days=3 * 366), Step.MONTH),
)
RATES = ("%", "µg", "ug", "°", "per ", "/", "€/", "index", "mean", "average", "share")
CODES = (
    "id",
    "code",
    "number",
    "nummer",
    "lat",
    "lon",
    "longitude",
    "latitude",
    "postleitzahl",
    "plz",
    "year",
    "jahr",
)


def proposals(schema: Schema, extent: tuple[datetime, datetime] | None = None) -> tuple[Choice, ...]:
    """Up to three different charts for these columns; none for a dataset of shapes or free text alone.

    `extent` is the first and last instant of the data; it sets the width of the time steps.
    """
    found: list[Choice] = []
    when, kinds, measures = moment(schema), categories(schema), quantities(schema)
    if when:
        found.append(over_time(when, measures[0] if measures else None, kinds, extent))
    if kinds and measures:
        found.append(Choice(kinds[0].name, sensible(measures[0]), measures[0].name))
    found += [Choice(kind.name) for kind in kinds]
    if when and measures:
        found.append(over_time(when, None, (), extent))
    return tuple(dict.fromkeys(found))[:3]


def over_time(
    when: Field,
    measure: Field | None,
    kinds: tuple[Field, ...],
    extent: tuple[datetime, datetime] | None,
) -> Choice:
    """A line of the measure, or columns of the number of rows, along the date field."""
    step = step_for(extent)
    if measure:
        return Choice(when.name, sensible(measure), measure.name, step=step, form=Form.LINE)
    return Choice(when.name, step=step, split=kinds[0].name if kinds else "")


def step_for(extent: tuple[datetime, datetime] | None) -> Step:
    """The widest step that still shows how the time went: hours for days, days for months, months for years."""
    if extent is None:
        return Step.YEAR
    length = extent[1] - extent[0]
    return next((step for limit, step in STEPS if length <= limit), Step.YEAR)


def moment(schema: Schema) -> Field | None:
    return schema.first(*TEMPORAL)


def categories(schema: Schema) -> tuple[Field, ...]:
    """Fields whose values repeat: declared facets, dates aside."""
    kinds = (FieldType.TEXT, FieldType.BOOLEAN, FieldType.INT)
    return tuple(field for field in schema.facets if field.type in kinds)


def quantities(schema: Schema) -> tuple[Field, ...]:
    """Numbers that can be added or averaged: not keys, codes or coordinates. Those with a unit come first."""
    found = [field for field in schema.fields if field.type in NUMERIC and not is_code(field)]
    return tuple(sorted(found, key=lambda field: not field.unit))


def is_code(field: Field) -> bool:
    words = field.name.lower().replace("-", "_").split("_")
    return field.is_key or field.is_facet or any(word in CODES for word in words)


def sensible(measure: Field) -> Aggregate:
    """Rates, shares and concentrations are averaged; amounts are added."""
    text = f"{measure.unit} {measure.label}".lower()
    return Aggregate.MEAN if any(mark in text for mark in RATES) else Aggregate.SUM
