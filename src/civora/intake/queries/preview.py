"""What a file is: seen before anything is published, within seconds."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType
from civora.intake.formats import recognised
from civora.intake.queries.coverage import axes, extent, far_places
from civora.intake.steps import rejects, typed
from civora.intake.types import Column, ColumnProfile, DeliveryCard, FieldOverride, Preview, Raw
from civora.lake.connect import quoted
from civora.lake.types import LakeConfig
from civora.lake.write import Writer

SAMPLE = 12
POINTS = 500
BARS = 14
PERSONAL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}|(\+49|0049|\b0)[1-9][0-9 /-]{7,14}\b"
NAMED = re.compile(r"mail|phone|telefon|name|kontakt|contact|ansprech|strasse_privat")


def preview(
    path: Path,
    name: str,
    *,
    writer: Writer,
    spool: Path,
    zone: str,
    overrides: Mapping[str, FieldOverride] | None = None,
) -> Preview:
    """Read, type and profile a file without keeping a row. Raises FileRefused, BadOverride."""
    started = time.monotonic()
    found = recognised(path, name)
    raw = found.read(path, writer.con, spool)
    columns = typed.columns(raw, writer.con, zone, overrides or {})
    aside = rejects.found(raw, columns, writer.con)
    chosen = ", ".join(f"{one.sql} AS {quoted(one.field.name)}" for one in columns)
    fits = rejects.condition(columns)
    writer.con.execute(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT {chosen} FROM {raw.table} WHERE {fits}")
    rows = writer.con.execute("SELECT count(*) FROM seen").fetchone()[0]
    schema = typed.schema(columns)
    point = next((one for one in columns if len(one.sources) == 2), None)  # noqa: PLR2004 (made of two columns)
    return Preview(
        format=found.name, note=raw.note, bytes=path.stat().st_size, rows=rows,
        columns=tuple(profile(writer.con, one, rows) for one in columns),
        sample=sample(writer.con, columns), set_aside=aside[:200], rows_set_aside=raw.rows - rows + raw.refused,
        bbox=extent(writer.con, "seen", schema), place_from=point.sources if point else (),
        points=points(writer.con, columns), schema=schema, far=far_places(writer.con, "seen", schema),
        seconds=time.monotonic() - started,
    )  # fmt: skip


def look(delivery: DeliveryCard, overrides: Mapping[str, FieldOverride], zone: str) -> Preview:
    """The preview of a kept delivery. Raises FileRefused, BadOverride."""
    config = LakeConfig(**settings.CIVORA_LAKE)
    with Writer(config) as writer:
        return preview(
            delivery.path, delivery.file_name, writer=writer, spool=config.spool, zone=zone, overrides=overrides
        )


def sample(con: Any, columns: tuple[Column, ...]) -> tuple[tuple[Any, ...], ...]:
    shown = ", ".join(
        f"ST_AsGeoJSON({quoted(one.field.name)})" if one.field.type is FieldType.GEO_SHAPE else quoted(one.field.name)
        for one in columns
    )
    return tuple(con.execute(f"SELECT {shown} FROM seen LIMIT {SAMPLE}").fetchall())


def profile(con: Any, column: Column, rows: int) -> ColumnProfile:
    name, field = quoted(column.field.name), column.field
    filled, distinct = con.execute(f"SELECT count({name}), approx_count_distinct({name}::VARCHAR) FROM seen").fetchone()
    low = high = ""
    if field.type in NUMERIC | TEMPORAL:
        low, high = (
            str(value) if value is not None else ""
            for value in con.execute(f"SELECT min({name}), max({name}) FROM seen").fetchone()
        )
    top = () if field.type in GEOGRAPHIC else tops(con, name)
    bars = histogram(con, name, field.type) if field.type in NUMERIC | TEMPORAL else heights(top)
    return ColumnProfile(
        field.name, field.label, field.type, column.why, field.unit, filled / rows if rows else 0.0, min(distinct, filled),
        low, high, top, bars, field.is_facet, personal(con, column),
    )  # fmt: skip


def tops(con: Any, name: str) -> tuple[tuple[str, int], ...]:
    rows = con.execute(
        f"SELECT {name}::VARCHAR AS value, count(*) AS n FROM seen WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY n DESC, value LIMIT {BARS}"
    ).fetchall()
    return tuple((str(value)[:80], int(count)) for value, count in rows)


def heights(top: tuple[tuple[str, int], ...]) -> tuple[float, ...]:
    most = max((count for _, count in top), default=1)
    return tuple(count / most for _, count in top)


def histogram(con: Any, name: str, kind: FieldType) -> tuple[float, ...]:
    value = f"epoch({name})" if kind in TEMPORAL else name
    rows = con.execute(
        f"WITH ends AS (SELECT min({value})::DOUBLE AS low, max({value})::DOUBLE AS high FROM seen) "
        f"SELECT least({BARS - 1}, floor(({value} - low) / nullif(high - low, 0) * {BARS}))::INTEGER AS bin, count(*) "
        f"FROM seen, ends WHERE {value} IS NOT NULL GROUP BY bin"
    ).fetchall()
    counts = {bin_ or 0: count for bin_, count in rows}
    most = max(counts.values(), default=1)
    return tuple(counts.get(index, 0) / most for index in range(BARS))


def personal(con: Any, column: Column) -> int:
    """Cells that look like an address or telephone number of a person."""
    if column.field.type is not FieldType.TEXT or column.field.is_multivalued:
        return 0
    row = con.execute(
        f"SELECT count(*) FROM seen WHERE regexp_matches({quoted(column.field.name)}, ?)", [PERSONAL]
    ).fetchone()
    return int(row[0])


def points(con: Any, columns: tuple[Column, ...]) -> tuple[tuple[float, float], ...]:
    place = next((one.field for one in columns if one.field.type in GEOGRAPHIC), None)
    if place is None:
        return ()
    lon, lat = axes(place)
    rows = con.execute(
        f"SELECT ({lon[0]} + {lon[1]}) / 2, ({lat[0]} + {lat[1]}) / 2 FROM seen WHERE {quoted(place.name)} IS NOT NULL USING SAMPLE {POINTS} ROWS"
    ).fetchall()
    return tuple((round(x, 5), round(y, 5)) for x, y in rows)


def described(raw: Raw) -> str:
    return f"{raw.rows:,} rows, {len(raw.names)} columns. {raw.note}"
