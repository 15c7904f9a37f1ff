"""The `civora` program as people run it: in processes of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.services.bucket import free_port

READY_SECONDS = 180
MANY = """
import contextlib, io, json, sys
from civora.ops.cli import main
found = []
for line in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(line.split())
        except SystemExit as left:
            code = left.code
    found.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """Runs `civora …` inside `folder` with nothing of these tests' own settings."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("CIVORA_", "DJANGO_"))}
        return plain | self.settings

    def __call__(self, *words: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "civora.ops.cli", *words], cwd=self.folder, env=self.environment, capture_output=True, text=True,
            timeout=180, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def many(self, lines: Iterable[str]) -> dict[str, Done]:
        """Several command lines in one process, one after another: what each would have printed, and its status."""
        asked = list(lines)
        done = subprocess.run(
            [sys.executable, "-c", MANY], cwd=self.folder, env=self.environment, input=json.dumps(asked), capture_output=True,
            text=True, timeout=180, check=True,
        )  # fmt: skip
        return {line: Done(*one) for line, one in zip(asked, json.loads(done.stdout), strict=True)}

    def good(self, *words: str) -> Done:
        done = self(*words)
        assert done.code == 0, (words, done)
        return done

    @contextmanager
    def serving(self, *words: str, port: int = 0) -> Iterator[str]:
        """The portal's address while `civora serve` runs."""
        port, log = port or free_port(), self.folder / "serve.log"
        command = [sys.executable, "-m", "civora.ops.cli", "serve", "--port", str(port), *words]
        with log.open("ab") as out:
            process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=out, stderr=out)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(url, process, log)
            yield url
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


@pytest.fixture
def civora(tmp_path: Path) -> Program:
    return Program(tmp_path)
