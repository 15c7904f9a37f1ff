"""CSV: semicolons and a byte order mark by default, as the Explore API has it. Values are written as they are.

A cell that begins with = is not changed: the file is data, and whoever opens it in a spreadsheet is asked there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from civora.lake.connect import literal, quoted
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import cell, heading, over
from civora.reading.writers.types import Source

BOM = b"\xef\xbb\xbf"


class Csv:
    card = FormatCard("csv", "text/csv; charset=utf-8", "csv", "CSV")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        selected = ", ".join(
            f"{cell(column, source.zone, options.list_separator)} AS {quoted(heading(column, use_labels=options.use_labels))}"
            for column in unique(source, use_labels=options.use_labels)
        )
        copy = f"FORMAT csv, HEADER true, DELIMITER {literal(options.delimiter)}" + (
            ", FORCE_QUOTE *" if options.quote_all else ""
        )
        if options.with_bom:
            yield BOM
        yield from source.lake.stream(over(source, selected), copy)


def unique(source: Source, *, use_labels: bool) -> tuple[ColumnOut, ...]:
    """Two columns with one label keep their names, so that no heading stands twice."""
    if not use_labels:
        return source.columns
    labels = [heading(column, use_labels=True) for column in source.columns]
    return tuple(
        replace(column, field=None) if labels.count(label) > 1 else column
        for column, label in zip(source.columns, labels, strict=True)
    )
