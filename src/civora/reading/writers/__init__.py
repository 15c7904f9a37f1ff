"""Export formats, one small file each."""

from __future__ import annotations

from civora.reading.writers import (
    csv_rows,
    geo_files,
    geojson_rows,
    gpx_rows,
    graph_rows,
    json_rows,
    ov2_rows,
    parquet_rows,
    xlsx_rows,
)
from civora.reading.writers.types import Writer

WRITERS: dict[str, Writer] = {
    writer.card.key: writer
    for writer in (
        csv_rows.Csv(), json_rows.Json(), json_rows.JsonLines(), geojson_rows.GeoJson(), parquet_rows.Parquet(),
        xlsx_rows.Xlsx(), gpx_rows.Gpx(), *geo_files.WRITERS, ov2_rows.Ov2(),
        *graph_rows.WRITERS,
    )
}  # fmt: skip
