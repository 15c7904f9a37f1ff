"""A chart as the address says it, the options of its form, and its titles.

| parameter | means |
|---|---|
| `show` | `count`, or `sum:FIELD`, `avg:FIELD`, `median:FIELD`, `min:FIELD`, `max:FIELD` |
| `along` | `FIELD`, or `FIELD:year` … `FIELD:hour` for dates |
| `split` | a field for series |
| `form` | `bar`, `grouped`, `percent`, `line`, `area`, `point`, `bubble`, `histogram`, `box`, `week`, `calendar`, `pie`, `donut`, `pyramid`, `slope`, `multiples`, `combined` |
| `second` | another measure, as `show`: of bubbles and of combined axes |
| `scale` | `linear`, `log`, `percent` |
| `smooth` | a moving average over so many steps |
| `target` | a number to reach |
| `note` | `PLACE:TEXT`, repeated: a word at a place of the axis |
| `also` | `DATASET:how:FIELD:DATE`, repeated: a series of another dataset on the same time axis |
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from civora.catalog.types import DatasetCard
from civora.core.query.functions import FUNCTIONS
from civora.core.schema import NUMERIC, TEMPORAL, Field, FieldType, Schema
from civora.exhibits.rules.propose import categories, is_code, quantities, step_for
from civora.exhibits.types import Aggregate, Choice, Form, Note, Scale, Step
from civora.www import formats
from civora.www.datasets.forms import BadState
from civora.www.datasets.pages import Option

AGGREGATES: dict[str, Any] = {
    "sum": gettext_lazy("{field}, total"), "avg": gettext_lazy("{field}, mean"), "median": gettext_lazy("{field}, median"),
    "min": gettext_lazy("{field}, lowest"), "max": gettext_lazy("{field}, highest"),
}  # fmt: skip
STEPS: dict[str, Any] = {
    "year": gettext_lazy("{field}, by year"), "quarter": gettext_lazy("{field}, by quarter"), "month": gettext_lazy("{field}, by month"),
    "week": gettext_lazy("{field}, by week"), "day": gettext_lazy("{field}, by day"), "hour": gettext_lazy("{field}, by hour"),
}  # fmt: skip
FORMS: dict[str, Any] = {
    "bar": gettext_lazy("Columns"), "line": gettext_lazy("Line"), "area": gettext_lazy("Area"), "point": gettext_lazy("Points"),
    "grouped": gettext_lazy("Columns side by side"), "percent": gettext_lazy("Columns to 100 %"), "multiples": gettext_lazy("Small multiples"),
    "slope": gettext_lazy("Before and after"), "histogram": gettext_lazy("Histogram"), "box": gettext_lazy("Boxes"),
    "week": gettext_lazy("Weekday and hour"), "calendar": gettext_lazy("Calendar"), "bubble": gettext_lazy("Bubbles"),
    "combined": gettext_lazy("Columns and line"), "pyramid": gettext_lazy("Pyramid"), "pie": gettext_lazy("Pie"), "donut": gettext_lazy("Donut"),
}  # fmt: skip
SCALES: dict[str, Any] = {
    "linear": gettext_lazy("Linear"),
    "log": gettext_lazy("Logarithmic"),
    "percent": gettext_lazy("Per cent"),
}
OFFERED = ("sum", "avg", "median", "max")
KINDS = (FieldType.TEXT, FieldType.BOOLEAN, FieldType.INT, FieldType.DATE, FieldType.DATETIME)
NOTES_AT_MOST = 8
ALSO_AT_MOST = 5
assert all(name in FUNCTIONS for name in AGGREGATES)  # noqa: S101 (the words are the query's own)


def asked(params: QueryDict, card: DatasetCard) -> Choice | None:
    """The chart that the address names; None where it names none. Raises BadState, UnknownField."""
    if not params.get("along"):
        return None
    field, _, step = params["along"].partition(":")
    how, _, measure = params.get("show", "count").partition(":")
    second_how, _, second = params.get("second", "").partition(":")
    try:
        kind = card.schema.field(field)
        width = Step(step) if step else (step_for(card.temporal) if kind.type in TEMPORAL else None)
        return Choice(
            field, Aggregate(how or "count"), measure, width, params.get("split", ""), Form(params.get("form") or "bar"),
            second=second, second_aggregate=Aggregate(second_how or "avg"), scale=Scale(params.get("scale") or "linear"),
            smooth=int(params.get("smooth") or 0), target=number(params.get("target", "")), notes=notes(params),
        )  # fmt: skip
    except ValueError as error:
        raise BadState(
            gettext("This chart cannot be read: {what}.").format(what=str(error)[:200]),
            next_step=gettext("Choose it from the form."),
        ) from error


def number(text: str) -> float | None:
    if not text.strip():
        return None
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text[:40])
    return found


def notes(params: QueryDict) -> tuple[Note, ...]:
    """`2020-03-22:First lockdown`; the place has no blank, so an instant's colons belong to it."""
    found = []
    for text in params.getlist("note")[:NOTES_AT_MOST]:
        place, _, words = text.partition(" ")
        if ":" in text and place.endswith(":"):
            place = place[:-1]
        elif ":" in text:
            place, _, words = text.partition(":")
        if place.strip() and words.strip():
            found.append(Note(place.strip()[:40], words.strip()[:80]))
    return tuple(found)


def params_of(choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {
        "show": f"{choice.aggregate}:{choice.measure}" if choice.measure else "count",
        "along": f"{choice.along}:{choice.step}" if choice.step else choice.along,
        "split": choice.split, "form": choice.form.value,
    }  # fmt: skip
    if choice.second:
        found["second"] = f"{choice.second_aggregate}:{choice.second}"
    if choice.scale is not Scale.LINEAR:
        found["scale"] = choice.scale.value
    if choice.smooth:
        found["smooth"] = str(choice.smooth)
    if choice.target is not None:
        found["target"] = f"{choice.target:g}"
    if choice.notes:
        found["note"] = [
            f"{one.along}:{one.text}" if ":" not in one.along else f"{one.along}: {one.text}" for one in choice.notes
        ]
    return found


# ---- words ----------------------------------------------------------------------------------------------------------


def label(field: Field) -> str:
    return field.label or field.name


def measure_title(schema: Schema, measure: str, aggregate: Aggregate) -> str:
    if not measure:
        return gettext("Number of rows")
    field = schema.field(measure)
    text = str(AGGREGATES[aggregate.value]).format(field=label(field))
    return f"{text} ({field.unit})" if field.unit else text


def titles(schema: Schema, choice: Choice) -> dict[str, str]:
    """The words of the chart's axes, in the language that is active."""
    found = {
        "along": label(schema.field(choice.along)), "value": measure_title(schema, choice.measure, choice.aggregate),
        "split": label(schema.field(choice.split)) if choice.split else "",
    }  # fmt: skip
    if choice.form is Form.HISTOGRAM:
        found["value"] = gettext("Number of rows")
    if choice.second:
        found["second"] = measure_title(schema, choice.second, choice.second_aggregate)
    return found | {f"note{at}": one.text for at, one in enumerate(choice.notes, 1)}


def title(schema: Schema, choice: Choice) -> str:
    words = gettext("{value} by {along}") if not choice.split else gettext("{value} by {along} and {split}")
    parts = titles(schema, choice)
    along = parts["along"].lower() if formats.language() != "de" else parts["along"]
    return words.format(value=parts["value"], along=along, split=parts["split"])


def numbered(along: float) -> str:
    """A year is no amount: it has no thousands."""
    is_year = float(along).is_integer() and 1000 <= along <= 2999  # noqa: PLR2004
    return f"{along:.0f}" if is_year else formats.number(along)


def place(choice: Choice, along: Any) -> str:
    """A place of the axis in words."""
    if choice.step is None:
        return numbered(along) if isinstance(along, int | float) and not isinstance(along, bool) else str(along)
    try:
        moment = datetime.fromisoformat(str(along))
    except ValueError:
        return str(along)
    match choice.step:
        case Step.YEAR:
            return f"{moment:%Y}"
        case Step.MONTH | Step.QUARTER:
            return formats.month(moment)
        case Step.HOUR:
            return formats.moment(moment)
        case _:
            return formats.day(moment)


# ---- options of the form --------------------------------------------------------------------------------------------


def show_options(schema: Schema, current: str) -> tuple[Option, ...]:
    found = [Option("count", gettext("Number of rows"), current == "count")]
    return (*found, *measures(schema, current))


def measures(schema: Schema, current: str) -> tuple[Option, ...]:
    return tuple(
        Option(f"{how}:{field.name}", str(AGGREGATES[how]).format(field=label(field)), current == f"{how}:{field.name}")
        for field in quantities(schema)
        for how in OFFERED
    )


def along_options(schema: Schema, current: str) -> tuple[Option, ...]:
    found = []
    for field in schema.fields:
        if field.type in TEMPORAL:
            found += [
                Option(f"{field.name}:{step}", str(words).format(field=label(field)), current == f"{field.name}:{step}")
                for step, words in STEPS.items()
            ]
        elif field.type in (*KINDS, FieldType.DOUBLE) and not field.is_multivalued and is_offered(field):
            found.append(Option(field.name, label(field), current == field.name))
    return tuple(found)


def is_offered(field: Field) -> bool:
    return field.is_facet or field.type not in NUMERIC or is_code(field) or field.type is FieldType.DOUBLE


def split_options(schema: Schema, current: str) -> tuple[Option, ...]:
    nothing = Option("", gettext("nothing"), not current)
    return (nothing, *(Option(one.name, label(one), one.name == current) for one in categories(schema)))


def second_options(schema: Schema, current: str) -> tuple[Option, ...]:
    return (Option("", gettext("nothing"), not current), *measures(schema, current))


def form_options(current: str) -> tuple[Option, ...]:
    return tuple(Option(key, str(words), key == current) for key, words in FORMS.items())


def scale_options(current: str) -> tuple[Option, ...]:
    return tuple(Option(key, str(words), key == current) for key, words in SCALES.items())
