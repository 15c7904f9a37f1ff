"""The lake on PostgreSQL: for many nodes, without a lock of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from civora.lake import upkeep
from civora.lake.engine import EngineLake
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Limits, Statement, TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, ROWS, counted, everything, numbers
from .test_lock import COMMITS, start


@pytest.fixture
def shared(postgres: str, database: str, config: LakeConfig) -> LakeConfig:
    """A lake in a fresh database."""
    return replace(config, catalog=f"postgres:dbname={database} user=lake host={postgres}")


def test_the_first_who_comes_makes_the_lake(shared: LakeConfig) -> None:
    local = LocalLake(shared)
    with Writer(shared) as writer:
        table = TableRef("d1", writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS)).snapshot)
    assert local.ask(counted(table)).rows == [(3,)]
    local.close()


def test_no_lock_and_none_lost(shared: LakeConfig) -> None:
    """80 of 80 commits, each knowing its own snapshot."""
    with Writer(shared) as writer:
        numbers(writer, 1, "other")
    writers = [start(shared, 0), start(shared, 1000)]
    outputs = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], outputs
    with Writer(shared) as writer:
        ids = [row[0] for row in writer.con.execute("SELECT id FROM lake.d1 ORDER BY id").fetchall()]
    assert ids == [*range(COMMITS), *range(1000, 1000 + COMMITS)]
    assert len({line for out, _ in outputs for line in out.split()}) == 2 * COMMITS
    assert not list(Path(shared.data).parent.glob("*.lock"))


def test_engine_and_upkeep(shared: LakeConfig) -> None:
    with Writer(shared) as writer:
        first, second = numbers(writer, 300), numbers(writer, 500)
    engine = EngineLake(shared)
    assert engine.ask(everything(second)).rows[-1] == (499, "n499")
    assert engine.ask(Statement("SELECT 1", (), ()), Limits()).rows == [(1,)]
    later = datetime.now(UTC) + timedelta(hours=3)
    assert upkeep.flush(shared) == 0
    assert upkeep.expire(shared, keep={second.snapshot or 0}, now=later) == 2
    upkeep.sweep(shared, now=later)
    assert len(list(Path(shared.data).rglob("*.parquet"))) == 1
    assert engine.ask(counted(second)).rows == [(500,)]
    assert first.snapshot != second.snapshot
    engine.close()
