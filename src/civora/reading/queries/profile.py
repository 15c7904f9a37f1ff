"""The columns of a dataset in numbers, for whoever proposes a chart or heads a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from civora.core.policy.types import Reader
from civora.core.query.ast import Call, Name, Output, Query
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType
from civora.reading.queries.answers import rows
from civora.reading.queries.asked import card
from civora.reading.types import Profile

NOT_COUNTED = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}
WIDTH = 4  # outputs of one column


def profile(key: str, reader: Reader, version: int | None = None) -> tuple[Profile, ...]:
    """How many values are filled and different, and the lowest and highest number or date, in one question over the rows
    that the reader sees. Places, lists and documents are left out. Raises what `rows` raises."""
    fields = [
        field
        for field in card(key, reader, version).schema.fields
        if field.type not in NOT_COUNTED and not field.is_multivalued
    ]
    if not fields:
        return ()
    outputs = tuple(output for number, field in enumerate(fields) for output in measured(number, field))
    answer = rows(Query(key, version, select=outputs, groups=(), limit=1), reader, total=False).rows[0]
    return tuple(told(field, answer[WIDTH * number : WIDTH * (number + 1)]) for number, field in enumerate(fields))


def told(field: Field, numbers: Sequence[Any]) -> Profile:
    filled, distinct, lowest, highest = numbers
    if has_ends(field):
        return Profile(field.name, filled, distinct, lowest, highest)
    return Profile(field.name, filled, distinct, None, None)


def has_ends(field: Field) -> bool:
    return field.type in NUMERIC | TEMPORAL


def measured(number: int, field: Field) -> tuple[Output, ...]:
    """Four outputs, so that every column has as many; where there are no ends, counts stand in their places."""
    name = (Name(field.name),)
    ends = ("min", "max") if has_ends(field) else ("count", "count")
    return (
        Output(Call("count", name), f"filled_{number}"),
        Output(Call("count", name, is_distinct=True), f"distinct_{number}"),
        Output(Call(ends[0], name), f"lowest_{number}"),
        Output(Call(ends[1], name), f"highest_{number}"),
    )
