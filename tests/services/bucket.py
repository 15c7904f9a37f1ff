"""A bucket of a real object store: OpenStack Swift with its S3 layer."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's packages of Swift are for Debian's Python
SERVER = Path(__file__).with_name("swift_server.py")
KEYS = {"AWS_ACCESS_KEY_ID": "civora:s3", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def bucket() -> Iterator[dict[str, str]]:
    """The AWS_* variables that lead to `s3://lake`."""
    if subprocess.run(
        [SYSTEM_PYTHON, "-c", "import swift.proxy, swift.obj"], check=False, capture_output=True
    ).returncode:
        pytest.skip("OpenStack Swift is not installed: scripts/system.sh brings it")
    folder, port = Path(tempfile.mkdtemp(prefix="civora-s3-")), free_port()
    with subprocess.Popen(
        [SYSTEM_PYTHON, str(SERVER), str(folder), str(port)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == "ready"
        yield KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        server.terminate()
    shutil.rmtree(folder, ignore_errors=True)
