"""Publication at a set time. Done by a thread of the web process, since the worker knows no pages; doing it twice changes nothing."""

from __future__ import annotations

import logging
import threading

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

EVERY_SECONDS = 30.0
log = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish what is due and take down what has expired; each is entered in the ledger. Returns how many."""
    from wagtail.models import Page, Revision  # noqa: PLC0415 (tables stand only when Django does)

    from civora.stories.wagtail_hooks import note_scheduled  # noqa: PLC0415

    now = timezone.now()
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).exists()
    over = Page.objects.live().filter(expire_at__lte=now).exists()
    if not (due or over):
        return 0
    call_command("publish_scheduled", verbosity=0)
    return note_scheduled(now)


def start() -> threading.Event:
    """Look every half minute until the event is set."""
    stopped = threading.Event()
    threading.Thread(target=run, args=(stopped,), name="civora-stories", daemon=True).start()
    return stopped


def run(stopped: threading.Event) -> None:
    while not stopped.wait(EVERY_SECONDS):
        close_old_connections()
        try:
            publish_due()
        except DatabaseError:
            log.exception("scheduled stories are tried again in half a minute")
        finally:
            close_old_connections()
