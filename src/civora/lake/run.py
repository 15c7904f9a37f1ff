"""The interface of everything that answers questions, and how an answer becomes Python values or a stream of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from civora.core.schema import FieldType
from civora.lake.types import Limits, Result, Statement, TableRef

EXPORT_LIMITS = Limits(seconds=3600.0, rows=2**62)


class Lake(Protocol):
    """Answers statements. Raises QuestionTooSlow, QuestionTooLarge, LakeBusy, LakeFault."""

    def ask(self, statement: Statement, limits: Limits = Limits()) -> Result:
        """All rows of the answer. Raises QuestionTooLarge beyond `limits.rows`."""

    def stream(self, statement: Statement, options: str, limits: Limits = EXPORT_LIMITS) -> Iterator[bytes]:
        """The answer as COPY writes it, in constant memory; closing the iterator stops the question.

        `options` are COPY options made by a writer (`FORMAT csv, HEADER true`), never a caller's text.
        """

    def file(self, statement: Statement, options: str, target: Path, limits: Limits = EXPORT_LIMITS) -> Path:
        """The answer as a file that COPY writes to `target`, which lies below the spool folder."""

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Make or replace a table that exists only in the engine."""

    def close(self) -> None:
        """Let go of connections, processes and cache files."""


def result(columns: tuple[tuple[str, FieldType | None], ...], rows: list[tuple[Any, ...]]) -> Result:
    """Rows with aware UTC datetimes; all else is as DuckDB's Python values are."""
    moments = [index for index, (_, kind) in enumerate(columns) if kind is FieldType.DATETIME]
    if moments and rows:
        rows = [converted(row, moments) for row in rows]
    return Result(columns, rows)


def converted(row: tuple[Any, ...], moments: list[int]) -> tuple[Any, ...]:
    cells = list(row)
    for index in moments:
        if isinstance(cells[index], datetime):
            cells[index] = cells[index].astimezone(UTC)
    return tuple(cells)
