"""The lake with its files in a bucket, on a real object store: the same verbs, the same answers, nothing outside the prefix."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from civora.core.errors import CivoraError
from civora.lake import connect, upkeep
from civora.lake.engine import EngineLake
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Statement, TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, ROWS, counted, everything, numbers

MANY = 60_000  # more than DuckLake keeps inside its catalogue, and more than one part of an upload


@pytest.fixture
def remote(
    bucket: dict[str, str], config: LakeConfig, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> LakeConfig:
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    return replace(config, data=f"s3://lake/{abs(hash(request.node.name))}")


def files(config: LakeConfig) -> list[str]:
    con = connect.connection(config, read_only=True, lock=False)
    found = con.execute(f"SELECT file FROM glob('{config.data}/**/*.parquet')").fetchall()
    con.close()
    return [row[0] for row in found]


def test_every_type_there_and_back(remote: LakeConfig) -> None:
    with Writer(remote) as writer:
        table = TableRef("d1", writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS)).snapshot)
        numbers(writer, MANY, "d2")
    local = LocalLake(remote)
    kinds = tuple((field.name, field.type) for field in EVERY_TYPE.fields)
    found = local.ask(Statement("SELECT id, name FROM {0} ORDER BY id", (), (table,), kinds[:2])).rows
    assert found == [(1, "Linde"), (3, None), (2**62 + 1, 'O\'Neill "x" {0} ü')]
    local.close()


def test_versions_and_upkeep(remote: LakeConfig) -> None:
    """What no version names leaves the bucket; what one names stays."""
    with Writer(remote) as writer:
        first, second = numbers(writer, MANY), numbers(writer, MANY + 1)
    engine = EngineLake(remote)
    assert (engine.ask(counted(first)).rows, engine.ask(counted(second)).rows) == ([(MANY,)], [(MANY + 1,)])
    assert engine.ask(everything(first)).rows[-1][0] < MANY
    assert len(files(remote)) == 2
    later = datetime.now(UTC) + timedelta(hours=3)
    assert upkeep.expire(remote, keep={second.snapshot or 0}, now=later) > 0
    upkeep.sweep(remote, now=later + timedelta(hours=3))
    assert len(files(remote)) == 1
    assert engine.ask(counted(second)).rows == [(MANY + 1,)]
    engine.close()


def test_the_locked_engine_reads_nothing_beside_its_prefix(remote: LakeConfig) -> None:
    with Writer(remote) as writer:
        table = numbers(writer, MANY)
    other = replace(remote, data=remote.data + "-other")
    local = LocalLake(other)
    with pytest.raises(CivoraError):
        local.ask(Statement(f"SELECT count(*) FROM read_parquet('{files(remote)[0]}')", (), ()))
    local.close()
    assert table.snapshot


def test_a_wrong_key_is_said(remote: LakeConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(CivoraError), Writer(remote) as writer:
        numbers(writer, MANY)
