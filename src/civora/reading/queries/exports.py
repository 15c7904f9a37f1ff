"""Whole answers as files."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from civora.catalog.types import DatasetCard
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.core.schema import GEOGRAPHIC
from civora.lake import compile as compiled
from civora.lake.errors import BadValue, LakeFault
from civora.lake.types import Statement
from civora.reading.errors import FormatTooSmall, UnknownFormat, UnknownSystem
from civora.reading.queries.answers import count
from civora.reading.queries.asked import Asked, asked, counted_read, kept
from civora.reading.queries.engine import lake, limits
from civora.reading.types import ColumnOut, Export, ExportOptions, FormatCard
from civora.reading.writers import WRITERS
from civora.reading.writers.columns import WGS84
from civora.reading.writers.types import Source, Writer

SAMPLE = 300  # rows that say how large a file gets
WRITTEN = ("csv", "json", "jsonl", "geojson", "kml", "gpx")
SHARES_OF_CSV = {"parquet": 0.15, "xlsx": 0.5, "shp": 2.0, "fgb": 1.5}


def formats(card: DatasetCard) -> tuple[FormatCard, ...]:
    """The formats that this dataset can be had in, the most used first."""
    has_place = card.schema.first(*GEOGRAPHIC) is not None
    return tuple(writer.card for writer in WRITERS.values() if has_place or not writer.card.needs_place)


def export(
    query: Query, reader: Reader, format: str, options: ExportOptions = ExportOptions(), *, door: str = "page"
) -> Export:
    """All rows of the question in one file. Nothing is read before the first chunk is asked for.

    Raises UnknownFormat, UnknownSystem, FormatTooSmall and what `rows` raises.
    """
    found = asked(query, reader)
    writer = WRITERS.get(format)
    if writer is None or (writer.card.needs_place and found.card.schema.first(*GEOGRAPHIC) is None):
        known = ", ".join(card.key for card in formats(found.card))
        raise UnknownFormat(f"{format[:30]!r} is no format of this dataset.", next_step=f"Choose one of {known}.")
    check_size(query, reader, writer)
    if options.epsg != WGS84 and writer.card.needs_place:
        check_system(options.epsg)
    counted_read(found, reader, door)
    chunks = writer.chunks(source(found), options)
    if options.compressed:
        chunks = zipped(chunks)
    name = f"{found.card.key}.{writer.card.extension}" + (".gz" if options.compressed else "")
    tag = f'{found.etag[:-1]}-{format}-{zlib.crc32(repr(options).encode()):08x}"'
    return Export(chunks, "application/gzip" if options.compressed else writer.card.media_type, name, tag, found.card)


def check_size(query: Query, reader: Reader, writer: Writer) -> None:
    most = writer.card.rows_at_most
    if most is None or (query.limit is not None and query.limit <= most):
        return
    rows = count(query, reader)
    if rows > most:
        raise FormatTooSmall(
            f"{writer.card.label} holds {most:,} rows; these are {rows:,}.",
            next_step="Filter the rows, or choose CSV or Parquet.",
        )


def check_system(epsg: int) -> None:
    """Raises UnknownSystem for a number that names no reference system, before the file begins."""
    sql = f"SELECT ST_X(ST_Transform(ST_Point(7.6, 51.9), 'EPSG:{WGS84:d}', 'EPSG:{epsg:d}', true))"
    try:
        lake().ask(Statement(sql, (), ()), limits())
    except (BadValue, LakeFault) as error:
        raise UnknownSystem(
            f"EPSG:{epsg} is no reference system for these places.", next_step="Choose 4326, 3857, 25832…"
        ) from error


def source(found: Asked) -> Source:
    statement = compiled.rows(found.checked, found.table, whole=found.whole, guard=found.guard, now=found.now)
    columns = tuple(ColumnOut(one.name, one.type, one.field) for one in found.checked.outputs)
    spool = Path(settings.CIVORA_LAKE["spool"])
    return Source(statement, columns, found.card.rows, found.checked.query.zone, found.card.title, spool, lake())


def zipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=5, mtime=0) as packer:
        for chunk in chunks:
            packer.write(chunk)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def estimated_bytes(card: DatasetCard, rows: int, format: str, reader: Reader) -> int:
    """About how large a file of so many rows gets: the first rows written, times as many as there are. Formats that pack are
    taken as a share of CSV, which their first rows would not tell. Raises what `rows` raises."""
    form, share = (format, 1.0) if format in WRITTEN else ("csv", SHARES_OF_CSV.get(format, 1.0))
    if not rows or not card.rows:
        return 0
    found = asked(Query(card.key, card.version, limit=SAMPLE), reader)
    written: int = kept.get(("size", found.etag, form), lambda: sample_bytes(found, form))
    return max(1, round(written / min(SAMPLE, card.rows) * rows * share))


def sample_bytes(found: Asked, format: str) -> int:
    return sum(len(chunk) for chunk in WRITERS[format].chunks(source(found), ExportOptions()))
