"""What a writer is, and the source it writes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from civora.core.schema import FieldType
from civora.lake.run import Lake
from civora.lake.types import Statement
from civora.reading.types import ColumnOut, ExportOptions, FormatCard


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of an export: a statement and its columns. `zone` is the question's; `spool` a folder for files under way."""

    statement: Statement
    columns: tuple[ColumnOut, ...]
    rows: int
    zone: str
    title: str
    spool: Path
    lake: Lake

    @property
    def place(self) -> ColumnOut | None:
        """The column that a map format draws: a shape before a point."""
        by_type = {column.type: column for column in reversed(self.columns)}
        return by_type.get(FieldType.GEO_SHAPE) or by_type.get(FieldType.GEO_POINT)


class Writer(Protocol):
    """One format. `chunks` gives the file in pieces; what it opens it closes, also when it is stopped early."""

    @property
    def card(self) -> FormatCard: ...

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]: ...
