"""Where rows lie: the extent, and points for a drawing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from civora.catalog.types import Box
from civora.core.policy.types import Reader
from civora.core.query.ast import Name, Output, Query
from civora.core.schema import GEOGRAPHIC
from civora.lake import compile as compiled
from civora.reading.queries.answers import rows
from civora.reading.queries.asked import asked
from civora.reading.queries.engine import lake, limits
from civora.reading.queries.tiles import no_place

DRAWN_AT_MOST = 2000


def extent(query: Query, reader: Reader) -> Box | None:
    """The box around the rows of the question. Raises NoPlace and what `rows` raises."""
    found = asked(replace(query, select=(), order_by=(), limit=0), reader)
    try:
        statement = compiled.extent(found.checked, found.table, whole=found.whole, guard=found.guard, now=found.now)
    except LookupError as error:
        raise no_place() from error
    edges = lake().ask(statement, limits()).rows[0]
    return None if edges[0] is None else (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3]))


def points(query: Query, reader: Reader, limit: int = DRAWN_AT_MOST) -> tuple[Any, ...]:
    """Places or shapes of the first rows, for a map without script. Empty where rows have none."""
    found = asked(replace(query, select=(), order_by=(), limit=0), reader)
    place = found.card.schema.first(*GEOGRAPHIC)
    if place is None:
        return ()
    only = replace(
        query, select=(Output(Name(place.name), place.name),), groups=None, order_by=(), limit=limit, offset=0
    )
    return tuple(row[0] for row in rows(only, reader, total=False).rows if row[0] is not None)
