"""The lake in process: answers, budgets, exports, errors that name no SQL."""

from __future__ import annotations

import json
import resource
import threading
import time
from pathlib import Path

import pytest

from civora.core.errors import CivoraError
from civora.core.schema import FieldType
from civora.lake.errors import (
    BadOptions,
    BadValue,
    LakeBusy,
    LakeFault,
    QuestionTooLarge,
    QuestionTooSlow,
    VersionGone,
)
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Limits, Statement, TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, PAIR, ROWS, counted, everything, numbers

SLOW = Statement("SELECT count(*) FROM range(100000000000) AS r(i) WHERE i % 7 = 3", (), ())


def test_an_empty_lake_can_be_asked(local: LocalLake) -> None:
    assert local.ask(Statement("SELECT ? + 1", (41,), (), (("n", FieldType.INT),))).rows == [(42,)]


def test_rows_beyond_the_limit_are_refused(local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 11)
    assert len(local.ask(everything(table), Limits(rows=11)).rows) == 11
    with pytest.raises(QuestionTooLarge):
        local.ask(everything(table), Limits(rows=10))


def test_time_is_kept(local: LocalLake) -> None:
    begin = time.monotonic()
    with pytest.raises(QuestionTooSlow):
        local.ask(SLOW, Limits(seconds=0.2))
    assert time.monotonic() - begin < 8
    assert local.ask(Statement("SELECT 1", (), ())).rows == [(1,)]


def test_memory_is_kept(little: LakeConfig) -> None:
    local = LocalLake(little)
    with pytest.raises(QuestionTooLarge):
        local.ask(Statement("SELECT len(list(i)) FROM range(50000000) AS r(i)", (), ()))
    local.close()


def test_places_are_kept(little: LakeConfig) -> None:
    local = LocalLake(little)

    def slow() -> None:
        with pytest.raises(QuestionTooSlow):
            local.ask(SLOW, Limits(seconds=1))

    threads = [threading.Thread(target=slow) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    with pytest.raises(LakeBusy), local._questions.taken(patience=0.05):
        raise AssertionError("no place was free")
    for thread in threads:
        thread.join()
    local.close()


@pytest.mark.parametrize(
    ("sql", "params", "expected"),
    [
        ("SELECT secret FROM nowhere", (), LakeFault),
        ("SELEC 1", (), LakeFault),
        ("SELECT CAST(? AS INT)", ("secret",), BadValue),
        ("SELECT ST_GeomFromText(?)", ("secret",), BadValue),
        ("SELECT 9223372036854775807 + ?::BIGINT", (1,), QuestionTooLarge),
    ],
)
def test_errors_name_no_sql_and_no_value(
    local: LocalLake,
    caplog: pytest.LogCaptureFixture,
    sql: str,
    params: tuple[object, ...],
    expected: type[CivoraError],
) -> None:
    with pytest.raises(expected) as failed:
        local.ask(Statement(sql, params, ()))
    said = f"{failed.value.message} {failed.value.next_step} {failed.value.details}"
    assert "SELE" not in said and "secret" not in said
    assert failed.value.next_step
    assert failed.value.__cause__ is None
    if expected is not LakeFault:
        assert "secret" not in caplog.text


def test_versions_that_are_gone_are_not_found(local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 3)
    for gone in (TableRef("d1", 999_999), TableRef("d77", table.snapshot), TableRef("d1", 0)):
        with pytest.raises(VersionGone):
            local.ask(counted(gone))


def test_reading_goes_on_while_writing(local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 1000)
    failed: list[BaseException] = []
    is_over = threading.Event()

    def read() -> None:
        try:
            while not is_over.is_set():
                assert local.ask(counted(table)).rows == [(1000,)]
                assert local._con.execute("SELECT count(*) FROM lake.d1").fetchone()[0] >= 1000
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(20):
        writer.append("d1", PAIR, writer.rows(PAIR, [(number, "x")] * 50))
    is_over.set()
    thread.join()
    assert not failed
    assert local.ask(counted(table)).rows == [(1000,)]


# ---- exports


def test_formats_are_whole(local: LocalLake, writer: Writer, config: LakeConfig) -> None:
    table = numbers(writer, 3)
    assert b"".join(local.stream(everything(table), "FORMAT csv, HEADER true")) == b"id,name\n0,n0\n1,n1\n2,n2\n"
    assert json.loads(b"".join(local.stream(everything(table), "FORMAT json, ARRAY true")))[2] == {
        "id": 2,
        "name": "n2",
    }
    parquet = b"".join(local.stream(everything(table), "FORMAT parquet"))
    assert parquet[:4] == parquet[-4:] == b"PAR1"
    (config.spool / "x.parquet").write_bytes(parquet)
    assert writer.con.execute(f"SELECT count(*) FROM '{config.spool}/x.parquet'").fetchone() == (3,)


def test_gdal_writes_map_files(local: LocalLake, writer: Writer, config: LakeConfig) -> None:
    table = TableRef("d1", writer.replace("d1", EVERY_TYPE, writer.rows(EVERY_TYPE, ROWS)).snapshot)
    asked = Statement("SELECT id, name, shape FROM {0} WHERE shape IS NOT NULL LIMIT 1", (), (table,))
    for driver, ending in (("KML", "kml"), ("FlatGeobuf", "fgb"), ("ESRI Shapefile", "shp")):
        target = local.file(asked, f"FORMAT GDAL, DRIVER '{driver}', SRS 'EPSG:4326'", config.spool / f"out.{ending}")
        assert target.stat().st_size > 50


def test_files_stay_below_the_spool_folder(local: LocalLake, tmp_path: Path) -> None:
    with pytest.raises(BadOptions):
        local.file(Statement("SELECT 1", (), ()), "FORMAT csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_an_export_in_constant_memory(local: LocalLake, writer: Writer) -> None:
    """The highest memory of this process grows by far less than the 230 MB that pass."""
    table = numbers(writer, 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    asked = Statement("SELECT id, repeat('x', 220) AS more FROM {0}", (), (table,))
    passed = sum(len(chunk) for chunk in local.stream(asked, "FORMAT csv"))
    assert passed > 220_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB


def test_large_exports_keep_the_order_of_the_table(local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 700_000)
    text = b"".join(local.stream(Statement("SELECT id FROM {0}", (), (table,)), "FORMAT csv, HEADER false"))
    assert text == b"".join(b"%d\n" % number for number in range(700_000))


def test_an_export_with_an_error_raises_it(local: LocalLake, config: LakeConfig) -> None:
    with pytest.raises(LakeFault):
        list(local.stream(Statement("SELECT nothing", (), ()), "FORMAT csv"))
    late = Statement(
        "SELECT CAST(CASE WHEN i < 900000 THEN '1' ELSE 'x' END AS INT) FROM range(1000000) AS r(i)", (), ()
    )
    with pytest.raises(BadValue):
        list(local.stream(late, "FORMAT csv"))
    with pytest.raises(BadOptions):
        local.stream(Statement("SELECT 1", (), ()), "FORMAT csv) TO '/etc/x'")
    assert not list(config.spool.glob("pipe-*"))


def test_an_export_stopped_early_ends(local: LocalLake, writer: Writer, config: LakeConfig) -> None:
    table = numbers(writer, 1_000_000)
    chunks = local.stream(Statement("SELECT id, repeat('x', 220) AS more FROM {0}", (), (table,)), "FORMAT csv")
    next(chunks)
    begin = time.monotonic()
    chunks.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - begin < 10
    assert not list(config.spool.glob("pipe-*"))
    assert local.ask(counted(table)).rows == [(1_000_000,)]
