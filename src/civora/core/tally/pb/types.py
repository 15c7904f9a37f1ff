"""A `.pb` file as it was read: every cell as text, so that it can be written back as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Row = list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """One section: its header, its rows, and the line on which each row ended."""

    header: Row
    rows: list[Row]
    lines: list[int] = field(default_factory=list, compare=False)

    def column(self, name: str) -> int | None:
        """Where the column stands, or None."""
        return self.header.index(name) if name in self.header else None

    def line(self, number: int) -> int:
        return self.lines[number] if number < len(self.lines) else 0


@dataclass(frozen=True, slots=True)
class PbFile:
    """The three sections and the small habits of the file: byte-order mark, line ending, newline at the end."""

    meta: Table
    projects: Table
    votes: Table
    bom: bool = field(default=False, compare=False)
    newline: str = field(default="\n", compare=False)
    newline_at_end: bool = field(default=True, compare=False)

    @property
    def facts(self) -> Mapping[str, str]:
        """META as a mapping. A repeated key keeps its first value."""
        found: dict[str, str] = {}
        for row in self.meta.rows:
            found.setdefault(row[0].strip(), row[1].strip() if len(row) > 1 else "")
        return found
