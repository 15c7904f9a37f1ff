"""The questions that a chart asks: first what must be known to draw it (`scouts`), then its numbers (`main`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from civora.core.query.ast import (
    And,
    Call,
    Compare,
    Expr,
    Group,
    InList,
    Is,
    Name,
    Negative,
    Order,
    Output,
    Quantity,
    Query,
    Star,
    Value,
)
from civora.core.schema import NUMERIC, TEMPORAL, Field, FieldType, Schema
from civora.exhibits.errors import ChartRefused
from civora.exhibits.types import Aggregate, Choice, Form

ALONG, SPLIT, VALUE, SECOND, SMOOTH = "along", "split", "value", "second", "smooth"
GROUPS_AT_MOST = 10_000
POINTS_AT_MOST = 3_000
BARS_AT_MOST = 40
BUBBLES_AT_MOST = 16
SERIES_AT_MOST = 6
SLICES_AT_MOST = 6
QUARTILES = (("p5", 5), ("q1", 25), ("middle", 50), ("q3", 75), ("p95", 95))
WITHOUT_ORDER = (FieldType.GEO_SHAPE, FieldType.GEO_POINT, FieldType.JSON, FieldType.FILE)
Scouted = Mapping[str, Sequence[Sequence[Any]]]


def scouts(choice: Choice, base: Query, schema: Schema) -> dict[str, Query]:
    """What must be known before: the largest series, the first and last value along. Raises ChartRefused, UnknownField."""
    check(choice, schema)
    found = {}
    if choice.split:
        found["series"] = grouped(
            base, (Group(Name(choice.split), SPLIT),), (Output(measure(choice), VALUE),), choice, limit=200
        )
    if choice.form in (Form.PIE, Form.DONUT):
        found["slices"] = grouped(
            base, (Group(Name(choice.along), ALONG),), (Output(measure(choice), VALUE),), choice, limit=200
        )
    if choice.step or choice.form in (Form.HISTOGRAM, Form.SLOPE):
        ends = tuple(Output(Call(how, (Name(choice.along),)), how) for how in ("min", "max"))
        found["ends"] = replace(base, select=ends, groups=(), order_by=(), limit=1, offset=0)
    return found


def grouped(
    base: Query, groups: tuple[Group, ...], outputs: tuple[Output, ...], choice: Choice, *, limit: int = GROUPS_AT_MOST
) -> Query:
    """Time runs forward; categories come largest first."""
    order = (
        (Order(Name(ALONG)),) if choice.step and groups[0].name == ALONG else (Order(Name(VALUE), is_descending=True),)
    )
    keys = tuple(Output(Name(group.name), group.name) for group in groups)
    return replace(base, select=(*keys, *outputs), groups=groups, order_by=order, limit=limit, offset=0, after="")


def main(choice: Choice, base: Query, schema: Schema, scouted: Scouted) -> dict[str, Query]:
    """The chart's questions, by name. Raises ChartRefused, UnknownField."""
    match choice.form:
        case Form.POINT if choice.step is None and schema.field(choice.along).type in NUMERIC:
            return {"main": scattered(choice, base)}
        case Form.BUBBLE:
            outputs = (
                Output(measure(choice), VALUE),
                Output(second(choice), SECOND),
                Output(Call("count", (Star(),)), "count"),
            )
            return {"main": grouped(base, (Group(key(choice), ALONG),), outputs, choice, limit=BUBBLES_AT_MOST)}
        case Form.HISTOGRAM:
            return {"main": histogram(choice, base, schema, scouted)}
        case Form.BOX:
            outputs = tuple(
                Output(Call("percentile", (Name(choice.measure), Value(share))), name) for name, share in QUARTILES
            )
            outputs = (*outputs, Output(Call("count", (Name(choice.measure),)), VALUE))
            return {
                "main": grouped(
                    base,
                    (Group(key(choice), ALONG),),
                    outputs,
                    choice,
                    limit=GROUPS_AT_MOST if choice.step else BARS_AT_MOST,
                )
            }
        case Form.WEEK | Form.CALENDAR:
            return {"main": heat(choice, base)}
        case Form.PIE | Form.DONUT:
            slices = Group(kept(choice.along, names_of(scouted.get("slices", ())), SLICES_AT_MOST - 1, schema), ALONG)
            return {"main": grouped(base, (slices,), (Output(measure(choice), VALUE),), choice)}
        case Form.PYRAMID:
            return pyramid(choice, base, scouted)
        case Form.SLOPE:
            ends = [
                Value(one) if isinstance(one, int | float | str) else None
                for one in next(iter(scouted.get("ends", ())), ())
            ]
            only = InList(Name(choice.along), tuple(one for one in ends if one is not None))
            narrow = replace(base, where=both(base.where, only)) if only.items and choice.step is None else base
            return {"main": plain(choice, narrow, schema, scouted, series=12)}
        case _:
            return {"main": plain(choice, base, schema, scouted)}


def plain(choice: Choice, base: Query, schema: Schema, scouted: Scouted, series: int = SERIES_AT_MOST) -> Query:
    groups = [Group(key(choice), ALONG)]
    if choice.split:
        most = 12 if choice.form is Form.MULTIPLES else series
        groups.append(Group(kept(choice.split, names_of(scouted.get("series", ())), most - 1, schema), SPLIT))
    outputs = [Output(measure(choice), VALUE)]
    if choice.second and choice.form is Form.COMBINED:
        outputs.append(Output(second(choice), SECOND))
    if choice.smooth:
        outputs.append(Output(Call("moving_avg", (measure(choice), Value(choice.smooth))), SMOOTH))
    is_open = choice.step is not None or choice.split or schema.field(choice.along).type in NUMERIC
    found = grouped(base, tuple(groups), tuple(outputs), choice, limit=GROUPS_AT_MOST if is_open else BARS_AT_MOST)
    if choice.step is None and choice.form in (Form.LINE, Form.AREA, Form.SLOPE, Form.MULTIPLES, Form.COMBINED):
        found = replace(found, order_by=(Order(Name(ALONG)),))
    return found


def kept(field: str, names: Sequence[Any], most: int, schema: Schema) -> Expr:
    """The field itself where its values are few, else the largest ones and all others together."""
    known = [one for one in names if one is not None]
    if len(names) <= most + 1 or schema.field(field).type not in (FieldType.TEXT, FieldType.INT, FieldType.BOOLEAN):
        return Name(field)
    return Call("keep", (Name(field), *(Value(one) for one in known[:most])))


def names_of(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]


def scattered(choice: Choice, base: Query) -> Query:
    """The rows themselves: two numbers each."""
    outputs = [Output(Name(choice.along), ALONG), Output(Name(choice.measure), VALUE)]
    outputs += [Output(Name(choice.split), SPLIT)] if choice.split else []
    both_filled = And((filled(choice.along), filled(choice.measure)))
    return replace(
        base,
        select=tuple(outputs),
        groups=None,
        where=both(base.where, both_filled),
        order_by=(),
        limit=POINTS_AT_MOST,
        offset=0,
    )


def filled(field: str) -> Expr:

    return Is(Name(field), "null", negated=True)


def histogram(choice: Choice, base: Query, schema: Schema, scouted: Scouted) -> Query:
    width = choice.width or nice_width(scouted.get("ends", ()), is_int=schema.field(choice.along).type is FieldType.INT)
    groups = (Group(Call("range", (Name(choice.along), Value(width))), ALONG),)
    found = grouped(base, groups, (Output(Call("count", (Star(),)), VALUE),), choice, limit=500)
    return replace(found, where=both(base.where, filled(choice.along)), order_by=(Order(Name(ALONG)),))


def nice_width(ends: Sequence[Sequence[Any]], *, is_int: bool) -> float | int:
    """About twenty classes of a round width: 1, 2 or 5 times a power of ten."""
    low, high = (next(iter(ends), (0, 1)) or (0, 1))[:2]
    span = float(high or 0) - float(low or 0)
    if span <= 0:
        return 1
    power = 10.0 ** int(f"{span / 20:e}".split("e")[1])
    width = next(power * times for times in (1, 2, 5, 10) if power * times >= span / 20)
    return max(1, int(width)) if is_int else width


def heat(choice: Choice, base: Query) -> Query:
    """By weekday and hour, or by month and day, on the city's clock."""
    field = Name(choice.along)
    pattern, second_part = ("e", "hour") if choice.form is Form.WEEK else ("yyyy-MM", "day")
    groups = (Group(Call("date_format", (field, Value(pattern))), "row"), Group(Call(second_part, (field,)), "column"))
    keys = tuple(Output(Name(group.name), group.name) for group in groups)
    order = tuple(Order(Name(group.name)) for group in groups)
    return replace(
        base, select=(*keys, Output(measure(choice), VALUE)), groups=groups, order_by=order, limit=GROUPS_AT_MOST, offset=0,
        where=both(base.where, filled(choice.along)),
    )  # fmt: skip


def pyramid(choice: Choice, base: Query, scouted: Scouted) -> dict[str, Query]:
    """Two questions, one for each side; the left one also negated, so that its bars reach to the left."""
    names = [one for one in names_of(scouted.get("series", ())) if one is not None]
    if len(names) < 2:  # noqa: PLR2004 (two sides)
        raise ChartRefused(
            "A pyramid needs two groups, and there is one.", next_step="Split by a column with two values."
        )
    sides = {}
    for name, side in zip(("left", "right"), sorted(names[:2], key=str), strict=True):
        drawn = Negative(measure(choice)) if name == "left" else measure(choice)
        only = replace(base, where=both(base.where, Compare("=", Name(choice.split), Value(side))))
        outputs = (Output(drawn, "drawn"), Output(measure(choice), VALUE))
        found = grouped(only, (Group(Name(choice.along), ALONG),), outputs, choice, limit=120)
        sides[name] = replace(found, order_by=(Order(Name(ALONG)),))
    return sides


def sides_of(scouted: Scouted) -> list[str]:
    return sorted(str(one) for one in [one for one in names_of(scouted.get("series", ())) if one is not None][:2])


def both(one: Expr | None, other: Expr) -> Expr:
    if one is None:
        return other
    return And((*one.items, other)) if isinstance(one, And) else And((one, other))


def key(choice: Choice) -> Expr:
    """The grouping key: the field, or the field in steps of one year, month…"""
    if choice.step is None:
        return Name(choice.along)
    return Call("range", (Name(choice.along), Quantity(1, choice.step.value)))


def measure(choice: Choice) -> Expr:
    if not choice.measure:
        return Call("count", (Star(),))
    return Call(choice.aggregate.value, (Name(choice.measure),))


def second(choice: Choice) -> Expr:
    return Call(choice.second_aggregate.value, (Name(choice.second),)) if choice.second else Call("count", (Star(),))


def steps_between(ends: Sequence[Sequence[Any]], choice: Choice) -> int:
    """How many steps the time has; a great number where it is not known."""
    low, high = (list(next(iter(ends), (None, None)) or (None, None)) + [None, None])[:2]
    if choice.step is None or not isinstance(low, date) or not isinstance(high, date):
        return 10_000
    days = (high - low).total_seconds() / 86_400 if isinstance(high, datetime) else (high - low).days
    return (
        int(
            days
            / {"year": 365.25, "quarter": 91.3, "month": 30.4, "week": 7, "day": 1, "hour": 1 / 24}[choice.step.value]
        )
        + 1
    )


# ---- what fits -----------------------------------------------------------------------------------------------------


def check(choice: Choice, schema: Schema) -> None:
    """Raises UnknownField, or ChartRefused with the place and the way out."""
    along = schema.field(choice.along)
    for name in (choice.split, choice.second):
        if name:
            schema.field(name)
    if choice.measure and schema.field(choice.measure).type not in NUMERIC:
        raise ChartRefused(f"{choice.measure} holds no numbers.", next_step="Choose a numeric column, or count rows.")
    if choice.second and schema.field(choice.second).type not in NUMERIC:
        raise ChartRefused(f"{choice.second} holds no numbers.", next_step="Choose another second measure.")
    if not choice.measure and choice.aggregate is not Aggregate.COUNT:
        raise ChartRefused("A sum or mean needs a column to add up.", next_step="Choose a numeric column to show.")
    check_steps(choice, along)
    check_form(choice, along)


def check_steps(choice: Choice, along: Field) -> None:
    if choice.form in (Form.WEEK, Form.CALENDAR):
        if along.type not in TEMPORAL:
            raise ChartRefused("A calendar needs a date.", next_step="Choose a date to show it along.")
        return
    if (along.type in TEMPORAL) is not (choice.step is not None):
        raise ChartRefused(
            f"{along.label or along.name} cannot be drawn in these steps.",
            next_step="Choose a step of time for a date, and none for any other column.",
        )
    if along.type in WITHOUT_ORDER:
        raise ChartRefused(
            f"{along.label or along.name} has no order to draw along.", next_step="Choose another column."
        )


def check_form(choice: Choice, along: Field) -> None:
    form, is_text = choice.form, along.type in (FieldType.TEXT, FieldType.BOOLEAN)
    if form in (Form.LINE, Form.AREA, Form.COMBINED, Form.SLOPE) and is_text:
        raise ChartRefused("A line needs an order, and these names have none.", next_step="Choose bars instead.")
    if form is Form.HISTOGRAM and along.type not in NUMERIC:
        raise ChartRefused("A histogram is of numbers.", next_step="Choose a numeric column to show it along.")
    if form is Form.BOX and not choice.measure:
        raise ChartRefused("A box shows how numbers spread.", next_step="Choose a numeric column to show.")
    if form is Form.POINT and along.type in NUMERIC and not choice.measure:
        raise ChartRefused("Points need two numbers.", next_step="Choose a numeric column to show.")
    if form in (Form.BUBBLE, Form.COMBINED) and not (choice.measure and choice.second):
        raise ChartRefused("This form shows two measures.", next_step="Choose a second numeric column.")
    if form in (Form.PYRAMID, Form.SLOPE, Form.MULTIPLES) and not choice.split:
        raise ChartRefused("This form compares series.", next_step="Choose a column to split by.")
    if form is Form.PYRAMID and choice.step is not None:
        raise ChartRefused(
            "A pyramid has groups of age, not dates.", next_step="Choose another column to show it along."
        )
    if choice.smooth and choice.step is None:
        raise ChartRefused(
            "A moving average runs along time.", next_step="Choose a date to show it along, or no average."
        )
    if choice.smooth and not 2 <= choice.smooth <= 400:  # noqa: PLR2004
        raise ChartRefused("A moving average takes 2 to 400 steps.", next_step="Give a number of steps.")
