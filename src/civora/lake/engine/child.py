"""The engine process, seen from the server: started, asked over channels, stopped, killed.

One socket is for control (new channels, questions to stop; its end ends the child). Each question under way has a
channel of its own, so the thread that asks also reads the answer, and nothing stands between them.
"""

from __future__ import annotations

import array
import socket
import struct
import subprocess
import sys
import threading
from typing import Any

from civora.core.errors import CivoraError
from civora.lake.engine import wire
from civora.lake.errors import LakeFault
from civora.lake.types import LakeConfig

START = 30.0  # seconds that the engine has to come up
CONTROL = struct.Struct("!cI")
OPEN, STOP = b"o", b"s"


class Channel:
    """A line for one question at a time."""

    def __init__(self, number: int, line: socket.socket) -> None:
        self.number = number
        self.line = line

    def begin(self, verb: str, args: tuple[Any, ...]) -> None:
        """Raises Lost."""
        wire.send(self.line, (verb, args))

    def end(self, seconds: float | None) -> Any:
        """The answer, waited for so long. Raises what the engine raised, Overheard, Lost."""
        self.line.settimeout(seconds)
        is_good, answer = wire.receive(self.line)
        if not is_good:
            raise answer
        return answer


class Child:
    """One engine process. It starts at once; `ready` waits for it."""

    def __init__(self, config: LakeConfig) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "civora.lake.engine", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        wire.send(self._control, config)
        self._free: list[Channel] = []
        self._opened = 0
        self._lock = threading.Lock()
        self.is_lost = False

    def ready(self) -> None:
        """Raises LakeFault where the engine does not come up."""
        self._control.settimeout(START)
        try:
            failure = wire.receive(self._control)
        except (wire.Lost, wire.Overheard):
            failure = LakeFault("The engine does not start.", next_step="Run `civora doctor`.")
        self._control.settimeout(None)
        if isinstance(failure, CivoraError):
            self.kill()
            raise failure

    def channel(self) -> Channel:
        """A free line, or a new one. Raises Lost."""
        with self._lock:
            if self.is_lost:
                raise wire.Lost
            if self._free:
                return self._free.pop()
            self._opened += 1
            ours, theirs = socket.socketpair()
            with theirs:
                self._say(OPEN, self._opened, theirs)
            return Channel(self._opened, ours)

    def give_back(self, channel: Channel) -> None:
        with self._lock:
            if self.is_lost:
                channel.line.close()
            else:
                self._free.append(channel)

    def stop(self, channel: Channel) -> None:
        """Interrupt what runs for that channel. Raises Lost."""
        with self._lock:
            self._say(STOP, channel.number)

    def _say(self, what: bytes, number: int, *lines: socket.socket) -> None:
        attached = array.array("i", [line.fileno() for line in lines])
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, attached)] if lines else []
        try:
            self._control.sendmsg([CONTROL.pack(what, number)], rights)
        except OSError:
            raise wire.Lost from None

    def kill(self) -> None:
        """End it now. Whoever waits for an answer finds the line dead. Safe to call twice."""
        with self._lock:
            self.is_lost = True
        self.process.kill()
        self.process.wait()
        self._hang_up()

    def leave(self) -> None:
        """Let it end by itself; kill it if it does not."""
        with self._lock:
            self.is_lost = True
        self._hang_up()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.kill()

    def _hang_up(self) -> None:
        self._control.close()
        with self._lock:
            while self._free:
                self._free.pop().line.close()
