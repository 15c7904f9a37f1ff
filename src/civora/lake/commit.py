"""A commit of the lake: whole or not at all, one writer at a time where that is needed, errors without SQL."""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from civora.lake.errors import TELL, NotWritten, WriteOvertaken
from civora.lake.lock import write_lock
from civora.lake.types import LakeConfig

if TYPE_CHECKING:
    import duckdb

log = logging.getLogger("civora.lake")
TRIES = 8
P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection, config: LakeConfig) -> Iterator[None]:
    """All or nothing, one writer at a time.

    Raises WriteOvertaken, and NotWritten for what else DuckDB says, without its words: they hold SQL and rows.
    """
    with write_lock(config), spoken():
        con.execute("BEGIN")
        try:
            yield
            con.execute("COMMIT")
        except BaseException:
            rollback(con)
            raise


def overtaken(error: Exception) -> WriteOvertaken:
    log.info("write overtaken: %s", str(error).partition("\n")[0][:300])
    return WriteOvertaken("Somebody else wrote at the same time; nothing was changed.", next_step="Try again.")


def again(write: Callable[P, R]) -> Callable[P, R]:
    """A write that another node overtook (without our lock, on PostgreSQL) is done once more from its beginning."""

    @functools.wraps(write)
    def insisting(*args: P.args, **kwargs: P.kwargs) -> R:
        for number in range(TRIES):
            try:
                return write(*args, **kwargs)
            except WriteOvertaken:
                if number == TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**number))
        raise AssertionError("the last try returns or raises")

    return insisting


@contextmanager
def spoken() -> Iterator[None]:
    import duckdb  # here, so that who only names column types does not load it

    try:
        yield
    except duckdb.TransactionException as error:
        raise overtaken(error) from None
    except duckdb.Error as error:
        log.error("write failed: %s: %s", type(error).__name__, str(error).partition("\n")[0][:300])
        raise NotWritten("The rows could not be stored; nothing was changed.", next_step=TELL) from None


def rollback(con: duckdb.DuckDBPyConnection) -> None:
    import duckdb  # here, as above

    with contextlib.suppress(duckdb.TransactionException):  # the failure ended the transaction already
        con.execute("ROLLBACK")
