"""The legend of a map: what each colour means, how the classes were made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from civora.exhibits.queries.layers import Class, Layer
from civora.www import formats
from civora.www.exhibits import hexagons


@dataclass(frozen=True, slots=True)
class Legend:
    """One layer in the legend: its name, its classes as (colour, words, count), how it was classed."""

    label: str
    colour: str
    lines: tuple[tuple[str, str, str], ...]
    method: str
    count: str


def legend(one: Layer) -> Legend:
    lines = tuple((each.colour, class_words(each, one), count_words(each)) for each in one.classes)
    return Legend(one.label, one.colour, lines, method_words(one), formats.number(one.total))


def count_words(each: Class) -> str:
    return formats.number(each.count) if each.count is not None else ""


def class_words(each: Class, one: Layer) -> str:
    if each.count is None:
        return hexagons.class_words(each.low, each.high)
    if each.is_rest:
        return gettext("all others")
    if each.name is not None:
        return each.name
    unit = one.answer.card.schema.field(one.spec["field"]).unit
    low, high = (formats.number(edge) if edge is not None else "" for edge in (each.low, each.high))
    if not low:
        text = gettext("below {high}").format(high=high) if high else gettext("all")
    else:
        text = (
            gettext("{low} to below {high}").format(low=low, high=high)
            if high
            else gettext("{low} and more").format(low=low)
        )
    return f"{text} {unit}".strip()


def method_words(one: Layer) -> str:
    """How the classes were made: a map that does not say so can be made to say anything."""
    if one.way == "hexagons":
        field = str(one.spec.get("field") or "")
        return " ".join([hexagons.method(field), *([class_method(one)] if field else [])])
    return class_method(one)


def class_method(one: Layer) -> str:
    if not one.classes or one.classes[0].name is not None or one.classes[0].is_rest:
        return (
            gettext("Circles by value: the area of the largest is {n}.").format(n=formats.number(one.highest))
            if one.way == "symbols"
            else ""
        )
    return {
        "quantiles": gettext("Classes with equally many rows (quantiles)"), "equal": gettext("Classes of equal width"),
        "jenks": gettext("Natural breaks (Jenks)"), "deviation": gettext("Steps of one standard deviation around the mean"),
        "given": gettext("Classes set by hand"),
    }[one.spec.get("method", "quantiles")]  # fmt: skip
