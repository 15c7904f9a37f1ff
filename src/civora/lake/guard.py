"""The budget of a question: stopped at its time, refused past its rows, and errors that name no SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from civora.core.errors import Busy, CivoraError, TooMuch


class QuestionTooSlow(TooMuch):
    """Stopped at the end of its time."""

    code = "lake.too_slow"


class QuestionTooLarge(TooMuch):
    """More memory, disk or rows than one question may use."""

    code = "lake.too_large"


class LakeBusy(Busy):
    """As many questions under way as the lake takes at once."""

    code = "lake.busy"


class LakeFault(CivoraError):
    """The engine failed in a way that no question should make it fail."""

    code = "lake.fault"


NARROW = "Narrow the question: fewer rows, a filter, or an export."


def too_slow(seconds: float) -> QuestionTooSlow:
    return QuestionTooSlow(f"The question was stopped after {seconds:g} seconds.", next_step=NARROW)


@contextmanager
def timed(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what the cursor runs when its time is up. Raises QuestionTooSlow, QuestionTooLarge, LakeFault."""
    alarm = threading.Timer(seconds, cursor.interrupt)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise too_slow(seconds) from error
    except duckdb.OutOfMemoryException as error:
        raise QuestionTooLarge("The question needs more memory than one question may use.", next_step=NARROW) from error
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        raise QuestionTooLarge("A number in the answer is too large to compute.", next_step=NARROW) from error
    except duckdb.Error as error:
        raise LakeFault("The question could not be answered.", next_step="Tell the portal's operator.") from error
    finally:
        alarm.cancel()
