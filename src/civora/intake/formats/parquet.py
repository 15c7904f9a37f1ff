"""Parquet: columns have types already; texts among them are looked at like any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from civora.intake.errors import FileRefused
from civora.intake.rules.names import field_names
from civora.intake.types import Raw
from civora.lake.connect import literal, quoted


class Parquet:
    name = "Parquet"
    endings = (".parquet", ".geoparquet")
    media_type = "application/vnd.apache.parquet"

    def fits(self, head: bytes, name: str) -> bool:
        return head.startswith(b"PAR1")

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        source = f"read_parquet({literal(str(path))})"
        try:
            described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        except duckdb.Error as error:
            raise FileRefused(
                "This Parquet file is broken.", next_step="Write it once more and send it again."
            ) from error
        headings = tuple(row[0] for row in described)
        names = field_names(headings)
        geometry = frozenset(name for name, row in zip(names, described, strict=True) if row[1].startswith("GEOMETRY"))
        chosen = ", ".join(
            f"{as_text(heading, kind)} AS {quoted(name)}"
            for (heading, kind, *_), name in zip(described, names, strict=True)
        )
        con.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT {chosen} FROM {source}")
        rows = con.execute(f"SELECT count(*) FROM {source}").fetchone()[0]
        if not rows:
            raise FileRefused("The file holds no rows.", next_step="Check that it was exported completely.")
        return Raw("raw", names, headings, rows, "Parquet.", geometry)


def as_text(heading: str, kind: str) -> str:
    column = quoted(heading)
    if kind.startswith("GEOMETRY"):
        return f"ST_AsGeoJSON({column})"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {column}), '%Y-%m-%dT%H:%M:%SZ')"
    if kind.startswith(("STRUCT", "MAP")) or kind.endswith("[]"):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"
