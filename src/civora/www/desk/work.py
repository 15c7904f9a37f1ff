"""Publishing that takes longer than a page may: in a thread, with its progress in a file beside the delivery."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connections

from civora.core.errors import CivoraError
from civora.intake.types import DeliveryCard, Progress, Published

log = logging.getLogger(__name__)
WAITED_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class State:
    """Where it stands. `dataset` is set when it is done, `message` when it failed."""

    step: str = "receive"
    number: int = 0
    of: int = 4
    dataset: str = ""
    version: int = 0
    message: str = ""
    next_step: str = ""


def state(delivery: DeliveryCard) -> State:
    path = place(delivery)
    return State(**json.loads(path.read_text())) if path.exists() else State()


def start(delivery: DeliveryCard, publish: Callable[[Progress], Published]) -> State:
    """Begin, wait a moment, and say where it stands: most files are done by then."""
    write(delivery, State())
    thread = threading.Thread(target=run, args=(delivery, publish), daemon=True)
    thread.start()
    thread.join(WAITED_SECONDS)
    return state(delivery)


def run(delivery: DeliveryCard, publish: Callable[[Progress], Published]) -> None:
    try:
        done = publish(lambda step, number, of: write(delivery, State(step, number, of)))
        write(delivery, State("publish", 4, 4, done.dataset, done.version))
    except CivoraError as error:
        write(delivery, State(message=error.message, next_step=error.next_step))
    except Exception:  # whatever happens, the page that waits must hear of it
        log.exception("publishing %s failed", delivery.uid)
        write(
            delivery,
            State(message="The file could not be published.", next_step="The operator finds the reason in the log."),
        )
    finally:
        connections.close_all()


def write(delivery: DeliveryCard, found: State) -> None:
    path = place(delivery)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(found)))
    draft.replace(path)


def place(delivery: DeliveryCard) -> Path:
    return delivery.path.parent / "progress.json"
