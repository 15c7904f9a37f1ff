"""The lake behind a process of its own: a question that cannot be stopped costs that process, never the server.

The engine is a read-only view of the lake with native copies. If it dies, the next question starts a new one, and reads
that were under way are asked once more. DuckDB is not loaded into the process that asks.
"""

from __future__ import annotations

import pickle
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from civora.core.errors import CivoraError
from civora.lake import errors, pipes
from civora.lake.engine import wire
from civora.lake.engine.child import Channel, Child
from civora.lake.places import Places
from civora.lake.run import EXPORT_LIMITS, QUESTION_LIMITS, check_options, check_target
from civora.lake.types import LakeConfig, Limits, Result, Statement, TableRef

GRACE = 2.0  # seconds that a question has to heed its interruption
PAUSE = 0.05
PUT_SECONDS = 60.0

__all__ = ["EngineLake"]


class EngineLake:
    """Answers from a child process. Safe for threads; `config.concurrent` questions and as many exports at a time."""

    def __init__(self, config: LakeConfig) -> None:
        config.spool.mkdir(parents=True, exist_ok=True)
        self._config = config
        self._questions, self._exports = Places(config.concurrent), Places(config.concurrent)
        self._puts: dict[TableRef, bytes] = {}
        self._lock = threading.Lock()
        self._is_ready = False
        self._child: Child | None = Child(config)  # comes up while the server does

    # ---- the interface of Lake

    def ask(self, statement: Statement, limits: Limits = QUESTION_LIMITS) -> Result:
        with self._questions.taken():
            answer: Result = self._answered("ask", (statement, limits), limits.seconds)
            return answer

    def file(self, statement: Statement, options: str, target: Path, limits: Limits = EXPORT_LIMITS) -> Path:
        check_options(options)
        check_target(target, self._config)
        with self._exports.taken():
            self._answered("copy", (statement, options, target, limits), limits.seconds)
        return target

    def stream(self, statement: Statement, options: str, limits: Limits = EXPORT_LIMITS) -> Iterator[bytes]:
        check_options(options)
        return self._streamed(statement, options, limits)

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        packed = zlib.compress(pickle.dumps((columns, [tuple(row) for row in rows]), pickle.HIGHEST_PROTOCOL), 1)
        self._answered("put", (table, packed), PUT_SECONDS)
        self._puts[table] = packed

    def close(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.leave()
                self._child = None

    # ---- asking

    def _answered(self, verb: str, args: tuple[Any, ...], seconds: float) -> Any:
        """Ask, and once more if the engine is lost on the way."""
        for is_last in (False, True):
            child = self._engine()
            try:
                return self._asked(child, verb, args, seconds)
            except wire.Overheard:
                self._give_up(child)
                raise errors.too_slow(seconds) from None
            except wire.Lost:
                self._give_up(child)
                if is_last:
                    raise errors.fault() from None
        raise AssertionError("the second time returns or raises")

    @staticmethod
    def _asked(child: Child, verb: str, args: tuple[Any, ...], seconds: float) -> Any:
        """Raises what the engine raises, Overheard, Lost. A line whose answer never came is not used again."""
        channel = child.channel()
        channel.begin(verb, args)
        try:
            return channel.end(seconds + GRACE)
        except (wire.Lost, wire.Overheard):
            channel.line.close()
            channel = None  # type: ignore[assignment]  # not given back
            raise
        finally:
            if channel is not None:
                child.give_back(channel)

    def _engine(self) -> Child:
        """The engine that is up, or a new one that knows what was put into the old. Raises LakeFault."""
        with self._lock:
            if self._child is None:
                self._child, self._is_ready = Child(self._config), False
            if not self._is_ready:
                self._come_up(self._child)
            return self._child

    def _come_up(self, child: Child) -> None:
        try:
            child.ready()
            for table, packed in list(self._puts.items()):
                self._put_again(child, table, packed)
        except (wire.Lost, wire.Overheard, errors.LakeFault):
            child.kill()
            self._child = None
            raise errors.LakeFault("The engine does not start.", next_step="Run `civora doctor`.") from None
        self._is_ready = True

    def _put_again(self, child: Child, table: TableRef, packed: bytes) -> None:
        """What the last engine had been given. What this one refuses is asked for as something never put."""
        try:
            self._asked(child, "put", (table, packed), PUT_SECONDS)
        except CivoraError:
            del self._puts[table]

    def _give_up(self, child: Child) -> None:
        with self._lock:
            child.kill()
            if self._child is child:
                self._child = None

    # ---- exports

    def _streamed(self, statement: Statement, options: str, limits: Limits) -> Iterator[bytes]:
        with self._exports.taken():
            for is_last in (False, True):
                child, is_begun = self._engine(), False
                with pipes.pipe(self._config.spool) as pipe:
                    try:
                        for chunk in self._copied(child, pipe, (statement, options, pipe.path, limits)):
                            is_begun = True
                            yield chunk
                    except wire.Lost:
                        self._give_up(child)
                        if is_begun or is_last:
                            raise errors.fault() from None
                    else:
                        return

    def _copied(self, child: Child, pipe: pipes.Pipe, args: tuple[Any, ...]) -> Iterator[bytes]:
        """What COPY writes. Raises what the engine raises, after the last chunk; Lost."""
        channel = child.channel()
        channel.begin("copy", args)
        is_over = False
        try:
            yield from pipe.chunks(channel.line.fileno())
            is_over = True
            channel.end(GRACE)
            child.give_back(channel)
        finally:
            if not is_over:
                self._abandon(child, channel, pipe)

    def _abandon(self, child: Child, channel: Channel, pipe: pipes.Pipe) -> None:
        """Nobody reads any more: stop the question, or the engine if it does not heed."""
        pipe.hang_up()
        end = time.monotonic() + GRACE
        while time.monotonic() < end:
            try:
                child.stop(channel)
                pipe.nudge()
                channel.end(PAUSE)
            except wire.Overheard:
                continue
            except wire.Lost:
                return
            except CivoraError:
                pass  # it was stopped, and says so
            child.give_back(channel)
            return
        self._give_up(child)
