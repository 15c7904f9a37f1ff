"""The words of `/api/v1/` as a `Query`. Pure."""

from __future__ import annotations

from civora.core.query import odsql
from civora.core.query.ast import Query


def query(
    dataset: str, version: int | None, *, select: str, where: str, group_by: str, order_by: str, limit: int, offset: int, after: str, zone: str
) -> Query:  # fmt: skip
    """Raises ODSQLSyntaxError."""
    return Query(
        dataset, version,
        select=odsql.parse_select(select) if select.strip() else (),
        where=odsql.parse_where(where, strict=False) if where.strip() else None,
        groups=odsql.parse_group_by(group_by) if group_by.strip() else None,
        order_by=odsql.parse_order_by(order_by) if order_by.strip() else (),
        limit=limit, offset=offset, after=after, zone=zone,
    )  # fmt: skip
