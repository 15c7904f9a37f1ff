"""Several processes write at once, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace

import duckdb
import pytest

from civora.lake.errors import LakeBusy, WriteOvertaken
from civora.lake.local import LocalLake
from civora.lake.lock import write_lock
from civora.lake.snapshots import kept
from civora.lake.types import LakeConfig, TableRef
from civora.lake.write import Writer

from .conftest import PAIR, counted

COMMITS = 40
PROGRAM = """
import sys
from pathlib import Path
from civora.core.schema import Field, FieldType, Schema
from civora.lake.types import LakeConfig
from civora.lake.write import Writer
catalog, data, cache, spool, deliveries, start = sys.argv[1:]
config = LakeConfig(catalog, data, Path(cache), Path(spool), Path(deliveries))
pair = Schema((Field("id", FieldType.INT, is_key=True), Field("name", FieldType.TEXT)))
with Writer(config) as writer:
    for number in range(int(start), int(start) + 40):
        written = writer.append("d1", pair, writer.rows(pair, [(number, "x")]))
        print(written.snapshot)
"""


def start(config: LakeConfig, first: int) -> subprocess.Popen[str]:
    folders = (config.catalog, config.data, config.cache, config.spool, config.deliveries, first)
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, folders)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_lose_none_of_80_commits(config: LakeConfig) -> None:
    """Both make the lake, both write, a third reads all the while and never meets a lock."""
    writers = [start(config, 0), start(config, 1000)]
    seen, is_over, failed = set(), threading.Event(), []

    def read() -> None:
        local = LocalLake(config)
        try:
            while not is_over.is_set():
                newest = local._con.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()[0]
                if newest >= 1:
                    seen.add(local.ask(counted(TableRef("d1", newest))).rows[0][0])
        except Exception as error:
            failed.append(error)
        finally:
            local.close()

    reader = threading.Thread(target=read)
    reader.start()
    outputs = [writer.communicate(timeout=120) for writer in writers]
    is_over.set()
    reader.join()
    assert [writer.returncode for writer in writers] == [0, 0], outputs
    named = [int(line) for out, _ in outputs for line in out.split()]
    assert not failed
    assert len(seen) > 1
    with Writer(config) as writer:
        ids = writer.con.execute("SELECT id FROM lake.d1 ORDER BY id").fetchall()
        assert [row[0] for row in ids] == [*range(COMMITS), *range(1000, 1000 + COMMITS)]
        assert len(set(named)) == 2 * COMMITS  # each knows its own snapshot
        assert set(named) <= {one.id for one in kept(writer.con)}


def test_the_lock_is_one(config: LakeConfig) -> None:
    with write_lock(config), pytest.raises(LakeBusy), write_lock(config, patience=0.05):
        raise AssertionError("two inside")
    with write_lock(config, patience=0.05):
        assert True


def test_postgres_needs_none(config: LakeConfig) -> None:
    many = replace(config, catalog="postgres:dbname=lake")
    with write_lock(many), write_lock(many, patience=0):
        assert not list(config.cache.parent.glob("*.lock"))


def test_a_write_waits_for_the_lock(config: LakeConfig) -> None:
    with Writer(config) as writer:
        rows = writer.rows(PAIR, [(1, "a")])
        order = []
        held = threading.Event()

        def hold() -> None:
            with write_lock(config):
                held.set()
                threading.Event().wait(0.2)
                order.append("let go")

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        writer.replace("d1", PAIR, rows)
        order.append("written")
        thread.join()
        assert order == ["let go", "written"]


def test_a_write_that_was_overtaken_is_done_again(config: LakeConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(config) as writer:
        rows, tries, insert = writer.rows(PAIR, [(1, "a")]), [], Writer._insert

        def overtaken(*args: object) -> int:
            tries.append(1)
            if len(tries) < 3:
                raise duckdb.TransactionException("Transaction conflict")
            return insert(*args)  # type: ignore[arg-type]  # the very same arguments

        monkeypatch.setattr(Writer, "_insert", overtaken)
        assert writer.append("d1", PAIR, rows).rows == 1
        assert len(tries) == 3
        monkeypatch.setattr(
            Writer, "_insert", lambda *_: (_ for _ in ()).throw(duckdb.TransactionException("conflict"))
        )
        with pytest.raises(WriteOvertaken):
            writer.append("d1", PAIR, rows)
        assert writer.con.execute("SELECT count(*) FROM lake.d1").fetchone() == (1,)
