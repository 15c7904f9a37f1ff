"""A lake in a temporary folder, with one schema that has every type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from civora.core.schema import Field, FieldType, Schema
from civora.lake.engine import EngineLake
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Statement, TableRef
from civora.lake.write import Writer

EVERY_TYPE = Schema(
    (
        Field("id", FieldType.INT, is_key=True),
        Field("name", FieldType.TEXT),
        Field("tags", FieldType.TEXT, separator=","),
        Field("size", FieldType.DOUBLE),
        Field("ok", FieldType.BOOLEAN),
        Field("day", FieldType.DATE),
        Field("at", FieldType.DATETIME),
        Field("place", FieldType.GEO_POINT),
        Field("shape", FieldType.GEO_SHAPE),
        Field("photo", FieldType.FILE),
        Field("raw", FieldType.JSON),
    )
)
ROWS = [
    (1, "Linde", ["a", "b"], 1.5, True, date(2024, 2, 29), datetime(2025, 5, 15, 7, 30, 0, 123456, UTC),
     {"lon": 7.625, "lat": 51.9625}, "POINT (7 52)", '{"id":"x"}', '{"a":[1,2]}'),
    (2**62 + 1, "O'Neill \"x\" {0} ü", [], -0.1, False, date(1900, 1, 1), datetime(1969, 12, 31, 23, 59, 59, 0, UTC),
     {"lon": -180.0, "lat": -90.0}, "POLYGON ((0 0, 0 1, 1 1, 0 0))", None, "[]"),
    (3, None, None, None, None, None, None, None, None, None, None),
]  # fmt: skip
PAIR = Schema((Field("id", FieldType.INT, is_key=True), Field("name", FieldType.TEXT)))


@pytest.fixture
def config(tmp_path: Path) -> LakeConfig:
    return LakeConfig(
        catalog=str(tmp_path / "lake" / "catalog.sqlite"),
        data=str(tmp_path / "lake" / "data"),
        cache=tmp_path / "cache",
        spool=tmp_path / "spool",
        deliveries=tmp_path / "deliveries",
        memory_mb=512,
        concurrent=4,
    )


@pytest.fixture
def writer(config: LakeConfig) -> Iterator[Writer]:
    with Writer(config) as made:
        yield made


@pytest.fixture
def local(config: LakeConfig) -> Iterator[LocalLake]:
    made = LocalLake(config)
    yield made
    made.close()


@pytest.fixture
def engine(config: LakeConfig) -> Iterator[EngineLake]:
    made = EngineLake(config)
    yield made
    made.close()


@pytest.fixture
def little(config: LakeConfig) -> LakeConfig:
    """The same lake with a small budget of memory and two places."""
    return replace(config, memory_mb=100, spill_mb=1, concurrent=2)


def numbers(writer: Writer, rows: int, table: str = "d1") -> TableRef:
    """A table of `rows` rows: id, and name `n<id>`."""
    source = f"SELECT i AS id, 'n' || i AS name FROM range({rows}) AS r(i)"
    return TableRef(table, writer.replace(table, PAIR, source).snapshot)


def everything(table: TableRef) -> Statement:
    return Statement("SELECT id, name FROM {0}", (), (table,), (("id", FieldType.INT), ("name", FieldType.TEXT)))


def counted(table: TableRef) -> Statement:
    return Statement("SELECT count(*) FROM {0}", (), (table,), (("count", FieldType.INT),))
