"""The interface of everything that answers questions, and how a statement becomes SQL and an answer Python values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from civora.core.schema import FieldType
from civora.lake import zones
from civora.lake.errors import BadOptions
from civora.lake.types import LakeConfig, Limits, Result, Statement, TableRef

QUESTION_LIMITS = Limits()
EXPORT_LIMITS = Limits(seconds=3600.0, rows=2**62)
NO_ALIAS = (
    "and|anti|as|asof|at|cross|except|full|group|having|inner|intersect|join|left|limit|natural|offset|on|or|order|"
    "pivot|positional|qualify|right|sample|semi|tablesample|union|unpivot|using|where|window"
)
PIECES = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')"""  # what stands in quotes is passed over
    rf"""|{zones.MARK}"""
    rf"""|\{{(?P<table>\d+)\}}(?:\s+(?:(?:AS|as)\s+)?(?!(?:{NO_ALIAS})\b)(?P<alias>[a-z][a-z0-9_]*)\b)?"""
)
TEXT = r"'(?:[^']|'')*'"
OPTION = rf"[A-Z_]+(?: (?:[A-Za-z_]+|\d+|\*|{TEXT}|\({TEXT}(?:, {TEXT})*\)))?"
OPTIONS = re.compile(rf"{OPTION}(?:, {OPTION})*")


class Lake(Protocol):
    """Answers statements. Raises QuestionTooSlow, QuestionTooLarge, BadValue, VersionGone, NotPut, LakeBusy,
    LakeFault."""

    def ask(self, statement: Statement, limits: Limits = QUESTION_LIMITS) -> Result:
        """All rows of the answer. Raises QuestionTooLarge beyond `limits.rows`."""

    def stream(self, statement: Statement, options: str, limits: Limits = EXPORT_LIMITS) -> Iterator[bytes]:
        """The answer as COPY writes it, in constant memory; closing the iterator stops the question.

        `options` are COPY options made by a writer (`FORMAT csv, HEADER true`), never a caller's text. Errors are
        raised while iterating. Raises BadOptions at once for anything that is not of that form.
        """

    def file(self, statement: Statement, options: str, target: Path, limits: Limits = EXPORT_LIMITS) -> Path:
        """The answer as a file that COPY writes to `target`, which lies below the spool folder. Raises BadOptions."""

    def put(self, table: TableRef, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Make or replace a table of the engine alone, which is never evicted. `columns` are (name, SQL type)."""

    def close(self) -> None:
        """Let go of connections, processes and cache files."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table is read: its name, what follows its alias (`AT (VERSION => 7)`), and the zone whose clock's readings it
    keeps beside its moments, if it does."""

    name: str
    at: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a statement names a table."""

    table: int
    alias: str

    def sql(self, sources: Sequence[Source]) -> str:
        return placed(sources[self.table], self.alias)


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a statement reads a clock (see `zones`)."""

    table: int
    part: zones.Part
    field: str
    zone: str

    def sql(self, sources: Sequence[Source]) -> str:
        return zones.read(self.part, self.field, self.zone, is_kept=sources[self.table].zone == self.zone)


def with_tables(sql: str, sources: Sequence[Source]) -> str:
    """The statement with its tables in place of `{0}`, `{1} alias`…, and clocks in place of their marks; in quotes all of
    this is text that somebody typed."""
    return "".join(piece if isinstance(piece, str) else piece.sql(sources) for piece in pieces(sql))


def placed(source: Source, alias: str) -> str:
    return f"{source.name} AS {alias}{source.at}" if alias else f"{source.name}{source.at}"


@lru_cache(maxsize=2048)
def pieces(sql: str) -> tuple[str | Placed | Reading, ...]:
    """Text, and what takes the place of something in it, in turn."""
    found: list[str | Placed | Reading] = []
    start = 0
    for match in PIECES.finditer(sql):
        here = piece(match)
        if here is not None:
            found += [sql[start : match.start()], here]
            start = match.end()
    return (*found, sql[start:])


def piece(match: re.Match[str]) -> Placed | Reading | None:
    if match["part"] is not None:
        return Reading(int(match["of"]), "year" if match["part"] == "year" else "clock", match["field"], match["zone"])
    return Placed(int(match["table"]), match["alias"] or "") if match["table"] is not None else None


def check_options(options: str) -> None:
    """Raises BadOptions unless these are names, words, numbers and quoted texts, separated by commas."""
    if not OPTIONS.fullmatch(options):
        raise BadOptions("These export options cannot be used.", next_step="Choose options that the format has.")


def check_target(target: Path, config: LakeConfig) -> None:
    """Raises BadOptions for a file outside the spool folder."""
    if not target.resolve().is_relative_to(config.spool.resolve()):
        raise BadOptions("An export is written below the spool folder only.", next_step="Choose another place.")


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


def closing(chunks: Iterator[bytes], finish: Callable[[], None]) -> Iterator[bytes]:
    """The chunks; `finish` in any case, also when nobody reads to the end."""
    try:
        yield from chunks
    finally:
        finish()
