"""The lake on PostgreSQL: for many nodes, without a lock of ours. Needs initdb and pg_ctl."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
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


def run(*command: str) -> None:
    """PostgreSQL does not run as root; where the tests do, its own user runs it."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A connection string to a server of its own, without a network port."""
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        pytest.skip("initdb and pg_ctl of PostgreSQL are not installed")
    folder = Path(tempfile.mkdtemp(prefix="civora-pg-"))
    folder.chmod(0o777)
    try:
        run("initdb", "-D", str(folder / "data"), "-U", "lake", "-A", "trust", "--no-sync")
        run("pg_ctl", "-D", str(folder / "data"), "-w", "-o", f"-c listen_addresses='' -k {folder}", "start")
    except (subprocess.CalledProcessError, KeyError, PermissionError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("PostgreSQL does not start here")
    yield f"dbname=postgres user=lake host={folder}"
    run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def shared(server: str, config: LakeConfig) -> LakeConfig:
    """A lake in a fresh database."""
    name = f"lake_{os.urandom(4).hex()}"
    subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
    return replace(config, catalog=f"postgres:{server.replace('dbname=postgres', f'dbname={name}')}")


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
