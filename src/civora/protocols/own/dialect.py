"""The words of `/api/v1/` as a `Query`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as OneOf
from typing import get_args

from civora.core.errors import Refused
from civora.core.query import odsql
from civora.core.query.ast import FacetRequest, Query
from civora.core.query.dates import time_zone

Mode = OneOf["replace", "append", "upsert"]


class UnknownMode(Refused):
    """A way of publishing that there is not."""

    code = "protocols.unknown_mode"


def query(
    dataset: str, version: int | None, *, select: str, where: str, group_by: str, order_by: str, limit: int, offset: int, after: str, zone: str
) -> Query:  # fmt: skip
    """Raises ODSQLSyntaxError, UnknownZone."""
    time_zone(zone)
    return Query(
        dataset, version,
        select=odsql.parse_select(select) if select.strip() else (),
        where=odsql.parse_where(where, strict=False) if where.strip() else None,
        groups=odsql.parse_group_by(group_by) if group_by.strip() else None,
        order_by=odsql.parse_order_by(order_by) if order_by.strip() else (),
        limit=limit, offset=offset, after=after, zone=zone,
    )  # fmt: skip


def facets(dataset: str, version: int | None, *, fields: Sequence[str], where: str) -> Query:
    """No field asks for every facet of the schema. Raises ODSQLSyntaxError."""
    condition = odsql.parse_where(where, strict=False) if where.strip() else None
    return Query(dataset, version, where=condition, limit=0, facets=tuple(FacetRequest(name) for name in fields))


def mode(text: str) -> Mode:
    for known in get_args(Mode):
        if text == known:
            found: Mode = known
            return found
    raise UnknownMode(f"{text[:30]!r} is no mode.", next_step=f"Choose one of {', '.join(get_args(Mode))}.")
