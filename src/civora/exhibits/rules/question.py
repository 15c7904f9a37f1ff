"""The question that a chart asks."""

from __future__ import annotations

from dataclasses import replace

from civora.core.query.ast import (
    Call,
    Expr,
    Group,
    Name,
    Order,
    Output,
    Quantity,
    Query,
    Star,
)
from civora.core.schema import NUMERIC, TEMPORAL, FieldType, Schema
from civora.exhibits.errors import ChartRefused
from civora.exhibits.types import Aggregate, Choice, Form

ALONG, SPLIT, VALUE = "along", "split", "value"
GROUPS_AT_MOST = 20_000


def question(choice: Choice, base: Query, schema: Schema) -> Query:
    """The grouped query of a chart under the filters of `base`. Raises ChartRefused, UnknownField."""
    check(choice, schema)
    groups = [Group(key(choice), ALONG)] + ([Group(Name(choice.split), SPLIT)] if choice.split else [])
    outputs = tuple(Output(Name(group.name), group.name) for group in groups) + (Output(measure(choice), VALUE),)
    return replace(
        base,
        select=outputs,
        groups=tuple(groups),
        order_by=order(choice),
        limit=GROUPS_AT_MOST,
        offset=0,
        after="",
    )


def key(choice: Choice) -> Expr:
    """The grouping key: the field, or the field in steps of one year, month…"""
    if choice.step is None:
        return Name(choice.along)
    return Call("range", (Name(choice.along), Quantity(1, choice.step.value)))


def measure(choice: Choice) -> Expr:
    if not choice.measure:
        return Call("count", (Star(),))
    return Call(choice.aggregate.value, (Name(choice.measure),))


def order(choice: Choice) -> tuple[Order, ...]:
    """Time runs forward; categories come largest first."""
    return (Order(Name(ALONG)),) if choice.step else (Order(measure(choice), is_descending=True),)


def check(choice: Choice, schema: Schema) -> None:
    """Raises UnknownField, or ChartRefused with the place and the way out."""
    along = schema.field(choice.along)
    if (along.type in TEMPORAL) is not (choice.step is not None):
        raise ChartRefused(
            f"{along.label or along.name} cannot be drawn in these steps.",
            next_step="Choose a step of time for a date, and none for any other column.",
        )
    if along.type in (
        FieldType.GEO_SHAPE,
        FieldType.GEO_POINT,
        FieldType.JSON,
        FieldType.FILE,
    ):
        raise ChartRefused(
            f"{along.label or along.name} has no order to draw along.",
            next_step="Choose another column.",
        )
    if choice.measure and schema.field(choice.measure).type not in NUMERIC:
        raise ChartRefused(
            f"{choice.measure} holds no numbers.",
            next_step="Choose a numeric column, or count rows.",
        )
    if not choice.measure and choice.aggregate is not Aggregate.COUNT:
        raise ChartRefused(
            "A sum or mean needs a column to add up.",
            next_step="Choose a numeric column to show.",
        )
    if choice.split:
        schema.field(choice.split)
    if choice.form in (Form.LINE, Form.AREA) and along.type is FieldType.TEXT:
        raise ChartRefused(
            "A line needs an order, and these names have none.",
            next_step="Choose bars instead.",
        )
