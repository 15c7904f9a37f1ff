"""Cursors: where a page ends, so that the next one begins there at the price of one page, in the same version.

The first page gives only how many rows came before; from the second on a cursor holds the last row's place and the values it was
ordered by. It is not signed: who makes one up asks no more than a filter could.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from civora.core.query.ast import Query
from civora.lake.compile import Beyond
from civora.reading.errors import BadCursor

LONGEST = 4000
PLAIN = (bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Place:
    """What a cursor says: the version, how many rows came before, and the last of them where that is known."""

    version: int
    offset: int
    beyond: Beyond


def written(place: Place) -> str:
    said: dict[str, Any] = {"v": place.version, "o": place.offset}
    if place.beyond.place is not None:
        said |= {"at": place.beyond.place, "k": [packed(one) for one in place.beyond.values]}
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def going_on(version: int, offset: int, marks: Sequence[Any] | None) -> str:
    """The cursor after a row with these marks, or after so many rows where its values fit no cursor."""
    if marks is not None and all(one is None or isinstance(one, (*PLAIN, date)) for one in marks):
        found = written(Place(version, offset, Beyond(tuple(marks[:-1]), int(marks[-1]))))
        if len(found) <= LONGEST:
            return found
    return written(Place(version, offset, Beyond()))


def read(query: Query) -> tuple[Query, Beyond | None]:
    """The query at its cursor's version and offset, and the row to go on after. Raises BadCursor."""
    if not query.after:
        return query, None
    try:
        text = query.after[:LONGEST]
        said = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        version, offset = int(said["v"]), int(said["o"])
        place = int(said["at"]) if "at" in said else None
        values = tuple(unpacked(one) for one in said["k"]) if "at" in said else ()
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError) as error:
        raise bad() from error
    if not (0 <= offset < 2**62 and 0 <= version < 2**62 and 0 <= (place or 0) < 2**62):
        raise bad()
    return replace(query, offset=offset, version=query.version or version), Beyond(values, place)


def bad() -> BadCursor:
    return BadCursor("This cursor was not made here.", next_step="Take it from next in _links.")


def packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def unpacked(value: Any) -> Any:
    """Raises ValueError, KeyError, TypeError."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["t"]) if "t" in value else date.fromisoformat(value["d"])
    if value is None or isinstance(value, PLAIN):
        return value
    raise TypeError("a cursor holds plain values")
