"""The engine process: quick, killed when it does not heed, replaced when it dies, gone when its server goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from civora.core.errors import TooMuch
from civora.lake.engine import EngineLake
from civora.lake.errors import LakeBusy, LakeFault, NotPut, QuestionTooLarge, QuestionTooSlow
from civora.lake.local import LocalLake
from civora.lake.types import LakeConfig, Limits, Statement, TableRef
from civora.lake.write import Writer

from .conftest import counted, everything, numbers

DEAF = Statement("SELECT count(*) FROM (SELECT unnest(range(200000000)) AS x)", (), ())  # overhears interrupts for long
SLOW = Statement("SELECT count(*) FROM range(100000000000) AS r(i) WHERE i % 7 = 3", (), ())
ONE = Statement("SELECT 1", (), ())
WIDE = "SELECT id, name, repeat('x', 200) AS more FROM {0}"


def process(engine: EngineLake) -> int:
    engine.ask(ONE)
    assert engine._child is not None
    return engine._child.process.pid


def memory(pid: int) -> float:
    """Resident MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(") ")[1][:1]
    except FileNotFoundError:
        return False


def test_it_answers_as_the_lake_in_process(engine: EngineLake, local: LocalLake, writer: Writer) -> None:
    table = numbers(writer, 1000)
    assert engine.ask(everything(table)) == local.ask(everything(table))
    theirs, ours = engine.stream(everything(table), "FORMAT csv"), local.stream(everything(table), "FORMAT csv")
    assert b"".join(theirs) == b"".join(ours)


def test_it_sees_new_snapshots(engine: EngineLake, writer: Writer) -> None:
    assert engine.ask(counted(numbers(writer, 5))).rows == [(5,)]
    assert engine.ask(counted(numbers(writer, 7))).rows == [(7,)]


def test_it_does_not_load_duckdb_into_the_server() -> None:
    program = "import sys, civora.lake.engine, civora.lake.write, civora.lake.compile; print('duckdb' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_it_is_up_soon_and_small(engine: EngineLake) -> None:
    """Start-up takes about half a second; the bound is for a machine that runs much else."""
    engine.ask(ONE)
    engine.close()
    begin = time.monotonic()
    again = EngineLake(engine._config)
    pid = process(again)
    took = time.monotonic() - begin
    size = memory(pid)
    again.close()
    assert took < 10
    assert size < 140


def test_the_way_to_it_is_short(engine: EngineLake, local: LocalLake, writer: Writer) -> None:
    """No waiting or polling lies between server and engine; the best of many, as the machine may be busy."""
    table = numbers(writer, 1000)
    asked = Statement("SELECT id FROM {0} WHERE id = ?", (5,), (table,))

    def best(lake: EngineLake | LocalLake) -> float:
        times = []
        for _ in range(300):
            begin = time.perf_counter()
            lake.ask(asked)
            times.append(time.perf_counter() - begin)
        return min(times)

    assert best(engine) - best(local) < 0.02


# ---- budgets


def test_a_slow_question_is_stopped(engine: EngineLake) -> None:
    pid = process(engine)
    begin = time.monotonic()
    with pytest.raises(QuestionTooSlow) as stopped:
        engine.ask(SLOW, Limits(seconds=0.3))
    assert time.monotonic() - begin < 8
    assert stopped.value.next_step
    assert "range" not in str(stopped.value)
    assert process(engine) == pid


def test_a_question_that_does_not_heed_costs_the_engine_only(engine: EngineLake, writer: Writer) -> None:
    """The others under way are asked again, and answered."""
    table = numbers(writer, 1000)
    pid = process(engine)
    waiting = Statement("SELECT count(*) FROM range(1200000000) AS r(i) WHERE i % 7 = 8", (), ())
    answers: list[object] = []
    other = threading.Thread(target=lambda: answers.append(engine.ask(waiting, Limits(seconds=60)).rows))
    begin = time.monotonic()
    other.start()
    with pytest.raises(QuestionTooSlow):
        engine.ask(DEAF, Limits(seconds=0.3))
    assert time.monotonic() - begin < 20
    assert engine.ask(counted(table)).rows == [(1000,)]
    assert process(engine) != pid
    assert not is_alive(pid)
    other.join()
    assert answers == [[(0,)]]


def test_too_much_memory_is_said(little: LakeConfig) -> None:
    engine = EngineLake(little)
    pid = process(engine)
    with pytest.raises(TooMuch) as refused:
        engine.ask(Statement("SELECT len(list(i)) FROM range(50000000) AS r(i)", (), ()))
    assert isinstance(refused.value, QuestionTooLarge)
    assert process(engine) == pid
    engine.close()


def test_too_many_questions_wait_and_are_refused(little: LakeConfig) -> None:
    engine = EngineLake(little)
    process(engine)
    threads = [threading.Thread(target=try_slow, args=(engine,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    with pytest.raises(LakeBusy), engine._questions.taken(patience=0.1):
        raise AssertionError("no place was free")
    for thread in threads:
        thread.join()
    assert engine.ask(ONE).rows == [(1,)]
    engine.close()


def try_slow(engine: EngineLake) -> None:
    with pytest.raises(QuestionTooSlow):
        engine.ask(SLOW, Limits(seconds=1))


# ---- death and life


def test_after_a_crash_the_next_question_is_answered(engine: EngineLake, writer: Writer) -> None:
    table = numbers(writer, 10)
    engine.put(TableRef("own", None), [("a", "BIGINT")], [(1,), (2,)])
    pid = process(engine)
    os.kill(pid, signal.SIGKILL)
    assert engine.ask(counted(table)).rows == [(10,)]
    assert process(engine) != pid
    assert engine.ask(counted(TableRef("own", None))).rows == [(2,)]


def test_what_was_never_put_is_said(engine: EngineLake) -> None:
    with pytest.raises(NotPut):
        engine.ask(counted(TableRef("nothing", None)))


def test_a_lake_that_cannot_be_opened_is_said(config: LakeConfig) -> None:
    Path(config.catalog).parent.mkdir(parents=True)
    Path(config.catalog).write_text("this is no database, but a text of some length " * 40)
    engine = EngineLake(config)
    with pytest.raises(LakeFault) as failed:
        engine.ask(ONE)
    assert failed.value.next_step
    engine.close()


def test_it_ends_with_its_server(config: LakeConfig) -> None:
    program = (
        "import sys, time; from pathlib import Path; from civora.lake.types import *\n"
        "from civora.lake.engine import EngineLake\n"
        "a = sys.argv[1:]; lake = EngineLake(LakeConfig(a[0], a[1], Path(a[2]), Path(a[3]), Path(a[4])))\n"
        "lake.ask(Statement('SELECT 1', (), ())); print(lake._child.process.pid, flush=True); time.sleep(60)"
    )
    folders = [config.catalog, config.data, str(config.cache), str(config.spool), str(config.deliveries)]
    server = subprocess.Popen([sys.executable, "-c", program, *folders], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    server.communicate()
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(pid)
    assert not list(config.cache.glob("hot-*"))


def test_closing_leaves_nothing(engine: EngineLake, config: LakeConfig, writer: Writer) -> None:
    engine.ask(counted(numbers(writer, 10)))
    pid = process(engine)
    engine.close()
    assert not is_alive(pid)
    assert not list(config.cache.glob("hot-*"))


# ---- exports


def test_an_export_streams_in_constant_memory(engine: EngineLake, writer: Writer) -> None:
    """200 MB of text pass; neither side grows by as much."""
    table = numbers(writer, 4_000_000)
    asked = Statement("SELECT id, name, 'some more text to make it longer, ' || id AS more FROM {0}", (), (table,))
    pid = process(engine)
    ours, theirs = memory(os.getpid()), memory(pid)
    passed, highest = 0, theirs
    for number, chunk in enumerate(engine.stream(asked, "FORMAT csv, HEADER true")):
        passed += len(chunk)
        if number % 20 == 0:
            highest = max(highest, memory(pid))
    assert passed > 200_000_000
    assert memory(os.getpid()) - ours < 30
    assert highest - theirs < 300


def test_an_export_that_nobody_reads_ends(engine: EngineLake, writer: Writer, config: LakeConfig) -> None:
    table = numbers(writer, 1_000_000)
    pid = process(engine)
    chunks = engine.stream(Statement(WIDE, (), (table,)), "FORMAT csv")
    assert next(chunks)
    chunks.close()  # type: ignore[attr-defined]  # a generator
    assert process(engine) == pid
    assert not list(config.spool.glob("pipe-*"))


def test_an_export_is_stopped_before_its_first_row(engine: EngineLake, writer: Writer) -> None:
    process(engine)
    chunks = engine.stream(SLOW, "FORMAT csv", Limits(seconds=0.3))
    with pytest.raises(QuestionTooSlow):
        list(chunks)


def test_an_export_cut_off_is_an_error(engine: EngineLake, writer: Writer) -> None:
    """Half a file never looks like a whole one."""
    table = numbers(writer, 1_000_000)
    pid = process(engine)
    chunks = engine.stream(Statement(WIDE, (), (table,)), "FORMAT csv")
    next(chunks)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(LakeFault):
        list(chunks)
    assert engine.ask(ONE).rows == [(1,)]


def test_slow_readers_hold_nobody_up(engine: EngineLake, writer: Writer) -> None:
    table = numbers(writer, 1_000_000)
    exports = [engine.stream(Statement(WIDE, (), (table,)), "FORMAT csv") for _ in range(2)]
    for export in exports:
        next(export)
    begin = time.monotonic()
    assert engine.ask(counted(table)).rows == [(1_000_000,)]
    assert time.monotonic() - begin < 10
    for export in exports:
        export.close()  # type: ignore[attr-defined]  # a generator
