"""The worker: background jobs from the database, and what is done by the clock. Runs without pages and protocols."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from civora.ops.boot import boot

log = logging.getLogger(__name__)


def main() -> None:
    boot(migrate=False)
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 (after setup)

    stopping = threading.Event()
    clock = threading.Thread(target=by_the_clock, args=(stopping,), daemon=True)
    clock.start()
    jobs = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=1,
        batch=False,
        backend_name="jobs",
        startup_delay=False,
        max_tasks=None,
        worker_id="civora",
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        jobs.running = False

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    jobs.run()


def by_the_clock(stopping: threading.Event) -> None:
    """Each job at its cadence, one at a time; a job that fails is written down and tried again at its next turn."""
    from civora.ops.jobs import CADENCES  # noqa: PLC0415 (after setup)

    due = {name: time.monotonic() + seconds for name, (seconds, _) in CADENCES.items()}
    while not stopping.wait(1.0):
        for name, (seconds, job) in CADENCES.items():
            if time.monotonic() >= due[name]:
                due[name] = time.monotonic() + seconds
                attempt(name, job)


def attempt(name: str, job: Callable[[], object]) -> None:
    from django.db import close_old_connections  # noqa: PLC0415 (after setup)

    try:
        job()
    except Exception:  # one job's fault must not stop the clock; it is logged with its place
        log.exception("job %s failed", name)
    finally:
        close_old_connections()


if __name__ == "__main__":
    main()
