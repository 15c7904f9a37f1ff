"""The programs that are measured, started as anybody starts them, and asked over one kept connection each."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.stage import ROOT, Stage

PORT = int(os.environ.get("CIVORA_BENCH_PORT", "8119"))
PEER_PORT = PORT - 1
PATIENCE = 120.0


def environment(home: Path) -> dict[str, str]:
    return os.environ | {"CIVORA_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "CIVORA_CITY": ""}


def civora(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """One command, to its end. Raises CalledProcessError."""
    command = [sys.executable, "-m", "civora.ops.cli", *words]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True)


class Site:
    """A server at a port of this machine."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._port = port
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        """The whole answer. Raises AssertionError for any status but 200 and 304."""
        return self.answer(path, headers)[1]

    def answer(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        response = self._asked(path, headers)
        body = response.read()
        assert response.status in (200, 304), (response.status, path, body[:300])
        return response, body

    def _asked(self, path: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        """A server may have closed a line that was not used for a while: then over a new one."""
        try:
            self._line.request("GET", path, headers=dict(headers or {}))
            return self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self._line.close()
            self._line.request("GET", path, headers=dict(headers or {}))
            return self._line.getresponse()

    def drained(self, path: str) -> int:
        """How many bytes the answer has; none is kept."""
        response = self._asked(path)
        assert response.status == 200, (response.status, path)
        size = 0
        while chunk := response.read(1 << 20):
            size += len(chunk)
        return size

    def is_up(self, path: str) -> bool:
        with suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            line.request("GET", path)
            return line.getresponse().status == 200
        return False

    def memory(self) -> int:
        """Resident bytes of all its processes; pages that they share count once."""
        return sum(proportional(one) for one in family(self.process.pid))


def family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(one) for file in children for one in file.read_text().split()]
    return [process, *(below for one in found for below in family(one))]


def proportional(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


@contextmanager
def served(command: list[str], port: int, ready: str, env: dict[str, str]) -> Iterator[Site]:
    """The program until the end of the block, from its first good answer on."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = Site(port, process)
    end = time.monotonic() + PATIENCE
    try:
        while not site.is_up(ready):
            if time.monotonic() > end or process.poll() is not None:
                sys.exit(f"{' '.join(command[1:4])} does not answer.")
            time.sleep(0.02)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def portal(home: Path) -> Iterator[Site]:
    """`civora serve`: web, worker and engine."""
    command = [sys.executable, "-m", "civora.ops.cli", "serve", "--home", str(home), "--port", str(PORT)]
    with served(command, PORT, "/-/ready", environment(home)) as site:
        yield site


@contextmanager
def datasette(stage: Stage) -> Iterator[Site]:
    """The peer, allowed to count for as long as it takes, so that its counts are exact too."""
    settings = ["--setting", "sql_time_limit_ms", "300000", "--setting", "facet_time_limit_ms", "300000"]
    command = [sys.executable, "-m", "datasette", str(stage.sqlite), "--port", str(PEER_PORT), *settings]
    with served(command, PEER_PORT, "/-/versions.json", dict(os.environ)) as site:
        yield site


def explore(dataset: str, what: str, **params: object) -> str:
    """An address of the Explore API."""
    return f"/api/explore/v2.1/catalog/datasets/{dataset}/{what}?" + urlencode(params, quote_via=quote)


def warmed(site: Site, home: Path, *paths: str) -> None:
    """Ask, and wait until the engine has made its native copies in the background."""
    for path in paths:
        site.get(path)
    before, now = -1, 0
    while before != now:
        before = now
        time.sleep(3)
        now = sum(file.stat().st_size for file in (home / "cache").glob("hot-*"))
