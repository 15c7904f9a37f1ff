"""Parquet: columns keep their types; shapes are WKB, points structs of lon and lat."""

from __future__ import annotations

from collections.abc import Iterator

from civora.core.schema import FieldType
from civora.lake.connect import quoted
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import heading, over
from civora.reading.writers.types import Source

CODECS = {"snappy": "snappy", "zstd": "zstd"}


class Parquet:
    card = FormatCard("parquet", "application/vnd.apache.parquet", "parquet", "Parquet")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        selected = ", ".join(
            f"{typed(column)} AS {quoted(heading(column, use_labels=options.use_labels))}" for column in source.columns
        )
        copy = f"FORMAT parquet, COMPRESSION {CODECS[options.parquet_compression]}, ROW_GROUP_SIZE 122880"
        yield from source.lake.stream(over(source, selected), copy)


def typed(column: ColumnOut) -> str:
    name = quoted(column.name)
    if column.type is FieldType.GEO_SHAPE:
        return f"ST_AsWKB(ST_GeomFromGeoJSON({name}))"
    return f"CAST(to_json({name}) AS VARCHAR)" if column.type is None else name
