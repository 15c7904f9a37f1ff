"""A PostgreSQL server of its own, without a network port."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAMS = [Path(one) for one in os.environ["PATH"].split(os.pathsep)] + sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), reverse=True
)


def program(name: str) -> str:
    """Debian keeps the server's programs beside the path. Skips where there is none."""
    found = next((str(folder / name) for folder in PROGRAMS if (folder / name).exists()), "")
    if not found:
        pytest.skip(f"{name} of PostgreSQL is not installed: scripts/system.sh brings it")
    return found


def run(*command: str) -> None:
    """PostgreSQL does not run as root; where the tests do, its own user runs it."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of the server's socket; its superuser is `lake`, without a password."""
    initdb, control = program("initdb"), program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="civora-pg-"))
    folder.chmod(0o777)
    try:
        run(initdb, "-D", str(folder / "data"), "-U", "lake", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c fsync=off -c max_connections=60 -k {folder}"
        run(control, "-D", str(folder / "data"), "-w", "-o", options, "start")
    except (subprocess.CalledProcessError, KeyError, PermissionError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("PostgreSQL does not start here")
    yield str(folder)
    run(control, "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(postgres: str) -> str:
    """The name of a fresh database on that server."""
    name = f"fresh_{os.urandom(4).hex()}"
    command = [program("psql"), "-q", f"dbname=postgres user=lake host={postgres}", "-c", f"CREATE DATABASE {name}"]
    subprocess.run(command, check=True)
    return name
