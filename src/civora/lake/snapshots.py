"""Snapshots: the latest, all of them, and the difference between two snapshots of a table.

A difference is asked like any question, as statements: so that it runs under the same budget and on the same copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from civora.core.schema import Field, FieldType, Schema
from civora.lake.connect import LAKE, quoted
from civora.lake.errors import LakeFault
from civora.lake.run import QUESTION_LIMITS, Lake
from civora.lake.types import Limits, Snapshot, Statement, TableRef

if TYPE_CHECKING:
    import duckdb

Sign = OneOf["+", "-", "~"]
SHAPES = (FieldType.GEO_SHAPE,)


def current(con: duckdb.DuckDBPyConnection) -> int:
    """The snapshot that this connection reads; inside a transaction the one that it began with."""
    row = con.execute(f"SELECT * FROM {LAKE}.current_snapshot()").fetchone()
    return int(row[0]) if row else 0


def committed(con: duckdb.DuckDBPyConnection, base: int) -> Snapshot:
    """What this connection has just committed to `base`; `base` itself where it changed nothing."""
    row = con.execute(f"SELECT * FROM {LAKE}.last_committed_snapshot()").fetchone()
    newest = max(base, int(row[0]) if row and row[0] is not None else 0)
    found = f"SELECT snapshot_id, snapshot_time FROM {LAKE}.snapshots() WHERE snapshot_id = {newest}"
    return made(con.execute(found).fetchone())


def latest(con: duckdb.DuckDBPyConnection) -> Snapshot:
    """The newest commit of the lake, by whomever."""
    row = con.execute(
        f"SELECT snapshot_id, snapshot_time FROM {LAKE}.snapshots() ORDER BY snapshot_id DESC LIMIT 1"
    ).fetchone()
    return made(row)


def kept(con: duckdb.DuckDBPyConnection) -> tuple[Snapshot, ...]:
    """Every snapshot that has not expired, oldest first."""
    rows = con.execute(f"SELECT snapshot_id, snapshot_time FROM {LAKE}.snapshots() ORDER BY snapshot_id").fetchall()
    return tuple(made(row) for row in rows)


def made(row: tuple[Any, ...] | None) -> Snapshot:
    if row is None:
        raise LakeFault("The lake has no snapshot.", next_step="Restore its catalogue from a backup.")
    return Snapshot(int(row[0]), row[1])


# ---- differences


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a difference: added (+), removed (-) or changed (~). `before`, `after`: the values of the fields."""

    sign: Sign
    before: tuple[Any, ...] | None
    after: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one snapshot of a table to another. `fields` are those that both have, of one type; `rows` is
    one page.

    Without key columns no row counts as changed: it is removed and added.
    """

    added: int
    removed: int
    changed: int
    fields: tuple[Field, ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    is_keyed: bool
    rows: tuple[Change, ...]


def shared(old: Schema, new: Schema) -> tuple[Field, ...]:
    """The fields that both schemas have, of one type."""
    return tuple(
        field
        for field in new.fields
        if field.name in old and (old.field(field.name).type, old.field(field.name).is_multivalued)
        == (field.type, field.is_multivalued)
    )  # fmt: skip


def difference(
    lake: Lake, before: tuple[TableRef, Schema], after: tuple[TableRef, Schema],
    *, offset: int = 0, limit: int = 100, limits: Limits = QUESTION_LIMITS,
) -> Difference:  # fmt: skip
    """Ask the lake what changed between two snapshots. Raises what `Lake.ask` raises."""
    fields = shared(before[1], after[1])
    keys = tuple(field for field in fields if field.is_key)
    tables = (before[0], after[0])
    changed = keyed(fields, keys) if keys else bags(fields)
    totals = lake.ask(counts(changed, tables), limits).rows
    by_sign = {str(sign): int(number) for sign, number in totals}
    rows = lake.ask(page(changed, tables, fields, offset, limit), limits).rows
    return Difference(
        by_sign.get("+", 0), by_sign.get("-", 0), by_sign.get("~", 0), fields,
        tuple(name for name in after[1].names if name not in before[1]),
        tuple(name for name in before[1].names if name not in after[1]),
        bool(keys), tuple(change(row, len(fields)) for row in rows),
    )  # fmt: skip


def counts(changed: str, tables: tuple[TableRef, ...]) -> Statement:
    return Statement(f"SELECT sign, count(*) FROM ({changed}) GROUP BY sign", (), tables)


def page(changed: str, tables: tuple[TableRef, ...], fields: Sequence[Field], offset: int, limit: int) -> Statement:
    kinds = tuple((field.name, field.type) for field in fields)
    sql = f"SELECT * FROM ({changed}) ORDER BY ALL LIMIT ? OFFSET ?"
    return Statement(sql, (limit, offset), tables, (("sign", None), *kinds, *kinds))


def change(row: tuple[Any, ...], width: int) -> Change:
    sign: Sign = row[0]
    before, after = tuple(row[1 : width + 1]), tuple(row[width + 1 :])
    return Change(sign, None if sign == "+" else before, None if sign == "-" else after)


def values(fields: Sequence[Field]) -> str:
    """The fields' values as they leave the lake, under their names."""
    return ", ".join(
        f"CAST(ST_AsGeoJSON({quoted(field.name)}) AS VARCHAR) AS {quoted(field.name)}"
        if field.type in SHAPES
        else quoted(field.name)
        for field in fields
    )


def listed(side: str, fields: Sequence[Field]) -> str:
    return ", ".join(f"{side}.{quoted(field.name)} AS {quoted(f'{side} {field.name}')}" for field in fields)


def nothing(side: str, fields: Sequence[Field]) -> str:
    """Nulls where a row is on one side only; the other arms of the union give them their type."""
    return ", ".join(f"NULL AS {quoted(f'{side} {field.name}')}" for field in fields)


def keyed(fields: Sequence[Field], keys: Sequence[Field]) -> str:
    """(sign, values before, values after) of every row that differs, matched by key. Tables {0} before, {1} after."""
    same = " AND ".join(f"o.{quoted(key.name)} IS NOT DISTINCT FROM n.{quoted(key.name)}" for key in keys)
    differs = " OR ".join(f"o.{quoted(one.name)} IS DISTINCT FROM n.{quoted(one.name)}" for one in fields)
    old, new = f"(SELECT {values(fields)} FROM {{0}}) o", f"(SELECT {values(fields)} FROM {{1}}) n"
    both = f"{listed('o', fields)}, {listed('n', fields)}"
    return (
        f"SELECT '~' AS sign, {both} FROM {old} JOIN {new} ON {same} WHERE {differs} "
        f"UNION ALL SELECT '-', {listed('o', fields)}, {nothing('n', fields)} FROM {old} ANTI JOIN {new} ON {same} "
        f"UNION ALL SELECT '+', {nothing('o', fields)}, {listed('n', fields)} FROM {new} ANTI JOIN {old} ON {same}"
    )


def bags(fields: Sequence[Field]) -> str:
    """The same without keys: what stands more often in one than in the other."""
    old, new = f"SELECT {values(fields)} FROM {{0}}", f"SELECT {values(fields)} FROM {{1}}"
    return (
        f"SELECT '-' AS sign, {listed('o', fields)}, {nothing('n', fields)} FROM ({old} EXCEPT ALL {new}) o "
        f"UNION ALL SELECT '+', {nothing('o', fields)}, {listed('n', fields)} FROM ({new} EXCEPT ALL {old}) n"
    )
