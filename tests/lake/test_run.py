"""Statements become SQL without ever reading what stands in quotes; options and targets are held to a form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.lake.errors import BadOptions
from civora.lake.run import Source, check_options, check_target, result, with_tables
from civora.lake.types import LakeConfig

HOT, COLD = Source('hot."d1@2"'), Source('lake."d1"', " AT (VERSION => 2)")


def test_tables_stand_where_they_are_named() -> None:
    assert with_tables("SELECT 1 FROM {0} WHERE a", [HOT]) == 'SELECT 1 FROM hot."d1@2" WHERE a'
    assert with_tables("select 1 from {0} where a", [COLD]) == 'select 1 from lake."d1" AT (VERSION => 2) where a'
    assert with_tables("FROM {0}\nlimit 3", [COLD]) == 'FROM lake."d1" AT (VERSION => 2)\nlimit 3'
    assert with_tables("FROM {0} limits", [COLD]) == 'FROM lake."d1" AS limits AT (VERSION => 2)'
    assert with_tables("SELECT 1 FROM {0} o JOIN {1} AS n ON o.a = n.a", [HOT, COLD]) == (
        'SELECT 1 FROM hot."d1@2" AS o JOIN lake."d1" AS n AT (VERSION => 2) ON o.a = n.a'
    )


@given(st.text(alphabet=st.sampled_from("a'\"{}01 ;-/*\n"), max_size=30))
def test_what_somebody_typed_is_never_a_table(text: str) -> None:
    sql = f"SELECT {literal(text)} AS {quoted(text)}, ? FROM {{0}}"
    assert with_tables(sql, [HOT]) == f'SELECT {literal(text)} AS {quoted(text)}, ? FROM hot."d1@2"'


@pytest.mark.parametrize(
    "options",
    [
        "FORMAT csv",
        "FORMAT csv, HEADER true, DELIMITER ';', FORCE_QUOTE *",
        "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'",
        "FORMAT csv, DELIMITER ''', FORMAT parquet'",
        "FORMAT GDAL, DRIVER 'GPX', GEOMETRY_TYPE 'POINT', DATASET_CREATION_OPTIONS ('A=1', 'B=2')",
        "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880",
        "FORMAT GDAL, DRIVER 'ESRI Shapefile', SRS 'EPSG:4326', LAYER_CREATION_OPTIONS 'ENCODING=UTF-8'",
    ],
)
def test_the_options_of_writers_pass(options: str) -> None:
    check_options(options)
    assert options


@pytest.mark.parametrize(
    "options",
    [
        "",
        "FORMAT csv) ; ATTACH 'x'",
        "FORMAT csv, DELIMITER 'a' || 'b'",
        "FORMAT (SELECT 1)",
        "format csv; --",
        "FORMAT 'csv",
    ],
)
def test_other_options_are_refused(options: str) -> None:
    with pytest.raises(BadOptions):
        check_options(options)


def test_targets_lie_below_the_spool_folder(config: LakeConfig) -> None:
    check_target(config.spool / "a" / "b.csv", config)
    for target in (Path("/etc/passwd"), config.spool / ".." / "x", config.cache / "x"):
        with pytest.raises(BadOptions):
            check_target(target, config)


def test_datetimes_are_aware_and_utc() -> None:
    there = datetime(2025, 5, 15, 9, 0, tzinfo=timezone(timedelta(hours=2)))
    kinds = (("a", FieldType.TEXT), ("at", FieldType.DATETIME))
    found = result(kinds, [("x", there), ("y", None)])
    assert found.rows == [("x", datetime(2025, 5, 15, 7, 0, tzinfo=UTC)), ("y", None)]
    assert found.rows[0][1].tzinfo is UTC
