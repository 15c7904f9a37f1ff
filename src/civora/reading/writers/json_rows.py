"""JSON: one array of objects; JSON lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator

from civora.lake.connect import quoted
from civora.reading.types import ExportOptions, FormatCard
from civora.reading.writers.columns import heading, member, over
from civora.reading.writers.types import Source


def selected(source: Source, *, use_labels: bool) -> str:
    return ", ".join(
        f"{member(column, source.zone)} AS {quoted(heading(column, use_labels=use_labels))}"
        for column in source.columns
    )


class Json:
    card = FormatCard("json", "application/json; charset=utf-8", "json", "JSON")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        statement = over(source, selected(source, use_labels=options.use_labels))
        yield from source.lake.stream(statement, "FORMAT json, ARRAY true")


class JsonLines:
    card = FormatCard("jsonl", "application/jsonl; charset=utf-8", "jsonl", "JSON lines")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        yield from source.lake.stream(over(source, selected(source, use_labels=options.use_labels)), "FORMAT json")
