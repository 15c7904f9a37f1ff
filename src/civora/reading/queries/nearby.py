"""`near(place, "bus-stops@3", 300m)`: the places of the other dataset, as this reader may see them, put into the question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from civora.core.errors import TooMuch
from civora.core.policy.types import Reader
from civora.core.query.ast import Call, Expr, GeoValue, Name, Output, Quantity, Query
from civora.core.query.near import Near, asks_near, bad, without_near
from civora.core.schema import GEOGRAPHIC
from civora.lake import compile as compiled
from civora.reading.queries import asked as asking
from civora.reading.queries.engine import lake, limits

PLACES_AT_MOST = 10_000


class TooManyPlaces(TooMuch):
    """near() of a dataset with more places than one question can carry."""

    code = "reading.too_many_places"


def resolved(query: Query, reader: Reader) -> Query:
    """The question with every near() answered. Raises UnknownDataset, RowsNotOpen, TooManyPlaces, ODSQLError."""
    if query.where is None or not asks_near(query.where):
        return query
    return replace(query, where=without_near(query.where, lambda one: within(one, reader)))


def within(near: Near, reader: Reader) -> Expr:
    literal = places(near, reader)
    if not literal:
        return Call("within_distance", (near.field, GeoValue("POINT(0 90)"), Quantity(0.001, "mm")))  # near nothing
    return Call("within_distance", (near.field, GeoValue(literal), Quantity(near.metres, "m")))


def places(near: Near, reader: Reader) -> str:
    """WKT of the other dataset's places; empty without any. Kept until the catalogue changes, for each way of seeing it."""
    bare = asking.asked(Query(near.dataset, near.version, limit=0), reader)
    field = bare.card.schema.first(*GEOGRAPHIC)
    if field is None:
        raise bad(f"{near.dataset[:60]} has no places")
    return str(asking.kept.get(("near", bare.etag), lambda: collected(near, field.name, reader)))


def collected(near: Near, field: str, reader: Reader) -> str:
    query = Query(near.dataset, near.version, select=(Output(Name(field), field),), limit=PLACES_AT_MOST + 1)
    found = asking.asked(query, reader)
    statement = compiled.rows(found.checked, found.table, whole=found.whole, guard=found.guard, now=found.now)
    rows = lake().ask(statement, limits()).rows
    if len(rows) > PLACES_AT_MOST:
        raise TooManyPlaces(
            f"{near.dataset} has more than {PLACES_AT_MOST:,} places.", next_step="Take a smaller dataset for near()."
        )
    points = dict.fromkeys(point for row in rows for point in positions(row[0]))
    if not points:
        return ""
    return "MULTIPOINT (" + ", ".join(f"({x!r} {y!r})" for x, y in points) + ")"


def positions(place: Any) -> Iterator[tuple[float, float]]:
    """A point, or the corners of a line or shape."""
    if isinstance(place, dict):
        yield float(place["lon"]), float(place["lat"])
    elif isinstance(place, str):
        yield from corners(json.loads(place).get("coordinates", ()))


def corners(nested: Any) -> Iterator[tuple[float, float]]:
    if nested and isinstance(nested[0], int | float):
        yield float(nested[0]), float(nested[1])
    else:
        for one in nested:
            yield from corners(one)
