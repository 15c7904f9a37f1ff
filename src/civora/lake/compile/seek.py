"""Going on after a row, at any depth for the price of one page: by the values it was ordered by and its place in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from civora.lake.compile.identity import ROW, mark_name
from civora.lake.sql import Sql, join, param


@dataclass(frozen=True, slots=True)
class Beyond:
    """The row that the page begins after: the values of what orders the rows, and its place. `place` None: the page
    begins at the offset, and its rows are only marked for those who go on."""

    values: tuple[Any, ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that orders rows; nulls stand last."""

    by: Sql
    is_descending: bool


def marks(keys: Sequence[Key]) -> list[Sql]:
    """Columns that mark a row: its keys, and its place."""
    shown = [*(key.by for key in keys), Sql(f"{ROW}.rowid")]
    return [one + f" AS {mark_name(index)}" for index, one in enumerate(shown)]


def after(keys: Sequence[Key], beyond: Beyond) -> Sql:
    """True for rows after that one: a later key, or equal keys and a later place."""
    tests: list[Sql] = []
    equal: list[Sql] = []
    for key, found in zip(keys, beyond.values, strict=True):
        if found is not None:
            sign = "<" if key.is_descending else ">"
            later = "(" + key.by + f" {sign} " + param(found) + " OR " + key.by + " IS NULL)"
            tests.append("(" + join(" AND ", [*equal, later]) + ")")
        equal.append("(" + key.by + " IS NOT DISTINCT FROM " + param(found) + ")")
    equal.append(Sql(f"{ROW}.rowid > ", ()) + param(beyond.place))
    tests.append("(" + join(" AND ", equal) + ")")
    return "(" + join(" OR ", tests) + ")"
