"""What the web process counts in memory, written every ten seconds: open reads, and calls of the API.

A daily limit holds for all processes together: see `stewardship.actions.spend`.
"""

from __future__ import annotations

import atexit
import logging
import threading

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from civora.ledger import actions as ledger
from civora.stewardship import actions as stewardship

EVERY_SECONDS = 10.0
log = logging.getLogger(__name__)


def flush() -> None:
    """Write both. What cannot be written now is kept for the next time, and the log says why."""
    close_old_connections()
    try:
        ledger.flush_reads()
        stewardship.flush_quotas(at=timezone.now())
    except DatabaseError:
        log.exception("counters are kept for the next flush")


def start() -> threading.Event:
    """Flush from a thread until the event is set, and once more when the process ends."""
    stopped = threading.Event()
    threading.Thread(target=run, args=(stopped,), name="civora-counters", daemon=True).start()
    atexit.register(flush)
    return stopped


def run(stopped: threading.Event) -> None:
    while not stopped.wait(EVERY_SECONDS):
        flush()
    connection.close()
