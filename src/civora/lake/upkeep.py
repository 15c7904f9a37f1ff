"""Upkeep of the lake, each verb callable as a job: flush inlined rows, merge small files, expire snapshots that nobody
names, sweep files that nothing refers to. One writer at a time; readers go on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from civora.lake.connect import LAKE
from civora.lake.lock import write_lock
from civora.lake.types import LakeConfig
from civora.lake.write import Writer

YOUNG = timedelta(hours=1)  # a publish whose pointer has not moved yet, a reader who has begun on the files before


def flush(config: LakeConfig) -> int:
    """Rows that DuckLake keeps inside its catalogue become Parquet files. Returns the tables that had some."""
    return len(called(config, f"CALL ducklake_flush_inlined_data('{LAKE}')"))


def merge(config: LakeConfig) -> int:
    """Adjacent small files become one; every snapshot reads what it read. Returns the tables that had some."""
    return len(called(config, f"CALL ducklake_merge_adjacent_files('{LAKE}')"))


def expire(config: LakeConfig, *, keep: Collection[int], now: datetime | None = None) -> int:
    """Forget the snapshots that are neither in `keep` nor the newest nor younger than an hour, and sweep; the files
    that only they used go with a sweep an hour later. Returns how many snapshots went."""
    before = (now or datetime.now(UTC)) - YOUNG
    with Writer(config) as writer, write_lock(config):
        rows = writer.con.execute(f"SELECT snapshot_id, snapshot_time FROM {LAKE}.snapshots()").fetchall()
        newest = max(row[0] for row in rows)
        gone = [int(row[0]) for row in rows if row[0] not in keep and row[0] != newest and row[1] < before]
        if gone:
            listed = ", ".join(str(one) for one in gone)
            writer.con.execute(f"CALL ducklake_expire_snapshots('{LAKE}', versions => [{listed}])")
        swept(writer, before)
        return len(gone)


def sweep(config: LakeConfig, *, now: datetime | None = None) -> int:
    """Remove files that expired snapshots or merges left over an hour ago, and files that a killed write never
    entered. Returns how many."""
    with Writer(config) as writer, write_lock(config):
        return swept(writer, (now or datetime.now(UTC)) - YOUNG)


def swept(writer: Writer, before: datetime) -> int:
    older = f"older_than => TIMESTAMPTZ '{before.isoformat()}'"
    left = writer.con.execute(f"CALL ducklake_cleanup_old_files('{LAKE}', {older})").fetchall()
    lost = writer.con.execute(f"CALL ducklake_delete_orphaned_files('{LAKE}', {older})").fetchall()
    return len(left) + len(lost)


def called(config: LakeConfig, sql: str) -> list[tuple[object, ...]]:
    with Writer(config) as writer, write_lock(config):
        return writer.con.execute(sql).fetchall()
