"""Versions, and what changed from one to another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from civora.catalog import queries as catalog
from civora.catalog.types import VersionCard
from civora.core.policy.types import Reader
from civora.core.schema import Field, FieldType, Schema
from civora.lake.connect import quoted
from civora.lake.types import Statement, TableRef
from civora.reading.errors import RowsNotOpen
from civora.reading.queries.asked import card, known_card, seen
from civora.reading.queries.engine import lake, limits
from civora.reading.types import ColumnOut, Difference


def versions(key: str, reader: Reader) -> tuple[VersionCard, ...]:
    """All versions, newest first, without who published them; a reader of some rows gets the number of those, and
    nothing of the delivered file. Raises UnknownDataset."""
    _, decision = seen(key, reader, None, "en")
    found = (replace(one, by="", schema=one.schema.without(decision.hidden)) for one in catalog.versions(key))
    if decision.where is None:
        return tuple(found)
    return tuple(
        replace(one, rows=card(key, reader, one.number).rows, set_aside=0, checksum="", file_name="", delivery="")
        for one in found
    )


def diff(key: str, old: int, new: int, reader: Reader, limit: int = 100, lang: str = "en") -> Difference:
    """What changed: rows matched by key columns where both versions have them, else by their whole content.

    A reader for whom rows are filtered gets no difference: it would tell of rows that she may not see.
    Raises UnknownDataset, UnknownVersion, RowsNotOpen.
    """
    after, decision = seen(key, reader, new, lang)
    before = known_card(key, old, lang)
    if not decision.sees_rows or decision.where is not None:
        raise RowsNotOpen("You may not compare these versions.", next_step="Ask the publisher.")
    old_schema, new_schema = before.schema.without(decision.hidden), after.schema.without(decision.hidden)
    shared = tuple(
        field
        for field in new_schema.fields
        if field.name in old_schema and old_schema.field(field.name).type is field.type
    )
    keys = tuple(field for field in shared if field.is_key)
    tables = (TableRef(before.table, before.snapshot), TableRef(after.table, after.snapshot))
    found = keyed(tables, shared, keys, limit) if keys else unkeyed(tables, shared, limit)
    added, removed, changed, rows = found
    return Difference(
        old=old, new=new, added=added, removed=removed, changed=changed, same=max(0, after.rows - added - changed),
        columns=tuple(ColumnOut(field.name, field.type, field) for field in shared), rows=rows,
        columns_added=missing(new_schema, old_schema), columns_removed=missing(old_schema, new_schema), is_keyed=bool(keys),
    )  # fmt: skip


Found = tuple[int, int, int, tuple[tuple[str, tuple[Any, ...], tuple[Any, ...] | None], ...]]


def missing(whole: Schema, other: Schema) -> tuple[str, ...]:
    return tuple(field.label or field.name for field in whole.fields if field.name not in other)


def values(fields: tuple[Field, ...]) -> str:
    return ", ".join(
        f"CAST(ST_AsGeoJSON({quoted(field.name)}) AS VARCHAR) AS {quoted(field.name)}"
        if field.type is FieldType.GEO_SHAPE
        else quoted(field.name)
        for field in fields
    )


def unkeyed(tables: tuple[TableRef, TableRef], fields: tuple[Field, ...], limit: int) -> Found:
    """Rows as bags: what is more often in one than in the other."""
    chosen = values(fields)
    only = {"-": f"SELECT {chosen} FROM {{0}} EXCEPT ALL SELECT {chosen} FROM {{1}}",
            "+": f"SELECT {chosen} FROM {{1}} EXCEPT ALL SELECT {chosen} FROM {{0}}"}  # fmt: skip
    counts, rows = {}, []
    for sign, sql in only.items():
        counts[sign] = int(lake().ask(Statement(f"SELECT count(*) FROM ({sql})", (), tables), limits()).rows[0][0])
        if counts[sign]:
            page = lake().ask(Statement(f"SELECT * FROM ({sql}) LIMIT ?", (limit,), tables), limits()).rows
            rows += [(sign, tuple(row), None) for row in page]
    return counts["+"], counts["-"], 0, tuple(rows)


def keyed(tables: tuple[TableRef, TableRef], fields: tuple[Field, ...], keys: tuple[Field, ...], limit: int) -> Found:
    chosen = values(fields)
    same = " AND ".join(f"o.{quoted(key.name)} IS NOT DISTINCT FROM n.{quoted(key.name)}" for key in keys)
    differs = " OR ".join(f"o.{quoted(one.name)} IS DISTINCT FROM n.{quoted(one.name)}" for one in fields)
    both = f"FROM (SELECT {chosen} FROM {{0}}) o JOIN (SELECT {chosen} FROM {{1}}) n ON {same} WHERE {differs}"
    left = f"FROM (SELECT {chosen} FROM {{0}}) o ANTI JOIN {{1}} n ON {same}"
    right = f"FROM (SELECT {chosen} FROM {{1}}) n ANTI JOIN {{0}} o ON {same}"
    numbers = [
        int(lake().ask(Statement(f"SELECT count(*) {part}", (), tables), limits()).rows[0][0])
        for part in (right, left, both)
    ]
    rows: list[tuple[str, tuple[Any, ...], tuple[Any, ...] | None]] = []
    width = len(fields)
    for sign, part in (("-", left), ("+", right)):
        rows += [
            (sign, tuple(row), None)
            for row in lake().ask(Statement(f"SELECT * {part} LIMIT ?", (limit,), tables), limits()).rows
        ]
    pairs = ", ".join([f"o.{quoted(one.name)}" for one in fields] + [f"n.{quoted(one.name)}" for one in fields])
    for row in lake().ask(Statement(f"SELECT {pairs} {both} LIMIT ?", (limit,), tables), limits()).rows:
        rows.append(("~", tuple(row[:width]), tuple(row[width:])))
    return numbers[0], numbers[1], numbers[2], tuple(rows[:limit])
