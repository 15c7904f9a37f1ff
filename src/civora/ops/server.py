"""Web and worker as child processes of one small parent, which passes signals on and restarts a worker that died."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from civora.core.errors import Conflict
from civora.ops.boot import prepare_surfaces

GRACE_SECONDS = 10
RESTART_AFTER = 2.0


class PortTaken(Conflict):
    """Something else answers at this port."""

    code = "ops.port_taken"


def web(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", host, "--port", str(port), "--workers", str(workers),
        "--no-ws", "--respawn-failed-workers", "--log-level", "warning", "--backpressure", "256",
        "civora.site.asgi:application",
    ]  # fmt: skip


def worker() -> list[str]:
    return [sys.executable, "-m", "civora.ops.worker"]


def check_port(host: str, port: int) -> None:
    """Raises PortTaken before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} is taken.", next_step=f"Choose another: --port {port + 1}.") from error


def serve(*, host: str, port: int, workers: int, only: str, announce: Callable[[], None] | None = None) -> None:
    """Run until a signal comes. Raises PortTaken."""
    wanted: dict[str, list[str]] = {}
    if only != "worker":
        check_port(host, port)
        prepare_surfaces()
        wanted["web"] = web(host, port, workers)
    if only != "web":
        wanted["worker"] = worker()
    environment = os.environ | {"CIVORA_LAKE_ENGINE": "process", "DJANGO_SETTINGS_MODULE": "civora.site.settings"}
    running = {name: subprocess.Popen(command, env=environment) for name, command in wanted.items()}
    (announce or (lambda: print(f"Civora answers at http://{host}:{port}/", flush=True)))()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    watch(running, wanted, environment, stopping)
    stop(running)


def watch(
    running: dict[str, subprocess.Popen[bytes]],
    wanted: dict[str, list[str]],
    environment: dict[str, str],
    stopping: list[int],
) -> None:
    while not stopping:
        time.sleep(0.2)
        for name, process in list(running.items()):
            if process.poll() is not None and not stopping:
                time.sleep(RESTART_AFTER)
                running[name] = subprocess.Popen(wanted[name], env=environment)


def stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        if process.poll() is None:
            process.kill()
