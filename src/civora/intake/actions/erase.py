"""Erasure (DESIGN §7.6): rows or cells leave every version, every kept delivery and every copy. A tombstone stays: that it
happened, when, why and to which versions; never what was erased."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import ErasedVersion, VersionCard
from civora.core.errors import CivoraError
from civora.core.query import odsql
from civora.core.query.ast import Expr
from civora.intake import events
from civora.intake.actions.publish import config
from civora.intake.errors import NothingToErase
from civora.intake.models import Delivery
from civora.intake.queries.coverage import coverage
from civora.intake.queries.deliveries import folder
from civora.lake import erase as lake
from civora.lake.connect import LAKE, quoted
from civora.lake.write import Writer
from civora.ledger import actions as ledger

TOMBSTONE = "erased.txt"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows each version had that were erased, by its number; versions that had none are left out."""

    dataset: str
    rows: dict[int, int]
    deliveries: int


def erase(*, key: str, where: str, cells: Sequence[str] = (), reason: str, by: str, at: datetime) -> Erased:
    """Erase the rows that meet the condition, or only these cells of them, from all versions.

    Every delivered file of the dataset is removed, since nobody can tell what it holds; files beside the rows are not
    touched. `reason` is kept for good: name no person in it. Raises UnknownDataset, NothingToErase, Conflict and the
    errors of ODSQL, with the version that the condition does not fit.
    """
    condition, versions = odsql.parse_where(where), catalog.versions(key)
    states = states_of(versions, condition, cells, at)
    table = versions[0].table
    with Writer(config()) as writer:
        if not any(lake.counted(writer, table, state, condition, now=at) for state in states):
            raise NothingToErase(
                "No version has such a row.", next_step="Ask for them first: civora ask KEY --where …."
            )
        done = lake.rewrite(writer, table, states, condition, cells, lang="en", now=at)
        covered = {
            old: coverage(writer.con, f"{LAKE}.{quoted(table)} AT (VERSION => {new.snapshot})", state.schema, 0)
            for (old, new), state in zip(done.items(), states, strict=True)
        }
    erased = {
        one.number: ErasedVersion(done[one.snapshot].snapshot, done[one.snapshot].rows, covered[one.snapshot], done[one.snapshot].met)
        for one in versions
    }  # fmt: skip
    counted = {number: one.met for number, one in erased.items() if one.met}
    with transaction.atomic():
        catalog_actions.set_erased(key=key, versions=erased, by=by, at=at)
        ledger.record(
            events.RowsErased(key, tuple(sorted(counted)), sum(counted.values()), tuple(cells), reason[:500]),
            by=by,
            at=at,
        )
    lake.purge(config(), table, before=min(one.snapshot for one in done.values()))
    lake.mark(config(), [f"{table}@{state.snapshot}" for state in states])
    gone = forget_deliveries(key, at)
    forget_pages()
    return Erased(key, counted, gone)


def withhold(*, key: str, where: str, cells: Sequence[str], reason: str, by: str, at: datetime) -> bool:
    """Empty these cells in all versions, if the current one still has such a row: text that a moderator has hidden must not
    stay readable in older ones. False where there is nothing to do, so that it may be called before each new version.
    """
    if not catalog.exists(key):
        return False
    condition, current = odsql.parse_where(where), next(iter(catalog.versions(key)), None)
    if current is None:
        return False
    with Writer(config()) as writer:
        shown = lake.State(current.snapshot, current.schema)
        if not lake.counted(writer, current.table, shown, condition, now=at):
            return False
    erase(key=key, where=where, cells=cells, reason=reason, by=by, at=at)
    return True


def to_erase(*, key: str, where: str, cells: Sequence[str] = (), at: datetime) -> dict[int, int]:
    """How many rows each version would lose, or have cells emptied in. Raises what `erase` raises."""
    condition, versions = odsql.parse_where(where), catalog.versions(key)
    states = states_of(versions, condition, cells, at)
    with Writer(config()) as writer:
        met = {one.snapshot: lake.counted(writer, versions[0].table, one, condition, now=at) for one in states}
    return {one.number: met[one.snapshot] for one in versions if met[one.snapshot]}


def states_of(
    versions: tuple[VersionCard, ...], condition: Expr, cells: Sequence[str], at: datetime
) -> list[lake.State]:
    """The distinct snapshots, oldest first, each checked before anything is changed."""
    states = {one.snapshot: lake.State(one.snapshot, one.schema) for one in reversed(versions)}
    for one in versions:
        try:
            lake.test_of(condition, one.schema, "en", at)
            for name in cells:
                one.schema.field(name)
        except CivoraError as error:
            raise NothingToErase(
                f"Version @{one.number}: {error.message}",
                next_step="Name the rows by columns that every version has, or erase in several steps.",
            ) from error
    return list(states.values())


def forget_deliveries(key: str, at: datetime) -> int:
    """The bytes go, their checksums and names stay: so that it can be told that there was a file."""
    count = 0
    for uid in Delivery.objects.filter(dataset=key).values_list("uid", flat=True):
        place = folder(uid)
        if (place / "content").exists():
            shutil.rmtree(place)
            place.mkdir(mode=0o700)
            (place / TOMBSTONE).write_text(f"Erased on {at:%Y-%m-%d}.\n")
            count += 1
    return count


def forget_pages() -> None:
    """SQLite keeps deleted values in its free pages until it is written anew; inside a transaction it cannot be."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
