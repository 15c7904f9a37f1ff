"""Vector tiles of a question, kept while they hold; and all of them in one file."""

from __future__ import annotations

import gzip
import os
import tempfile
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from civora.core.errors import Refused, TooMuch
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.core.schema import GEOGRAPHIC, FieldType
from civora.lake import compile as compiled
from civora.lake.by_place import parted
from civora.lake.compile.hexagons import degrees
from civora.lake.compile.tiles import COARSEST, FINEST, SINGLE_AT_MOST
from civora.lake.types import Limits
from civora.reading.errors import NoPlace
from civora.reading.queries.asked import Asked, asked, asks_for_now, counted_read
from civora.reading.queries.engine import counted, lake, limits
from civora.reading.types import Export, Hexagon, Tile

MOST_ZOOM = 24
MOST_BYTES = 300_000
FIELDS_AT_MOST = 12
KEPT_BYTES = 64_000_000
ARCHIVE_ZOOM, ARCHIVE_TILES, ARCHIVE_SECONDS = 14, 20_000, 120.0
HEXAGONS = "hexagons"
NEVER = GEOGRAPHIC | {FieldType.JSON}


class TooManyTiles(TooMuch):
    """An archive of more tiles than one file may hold."""

    code = "reading.too_many_tiles"


class BadTileField(Refused):
    """A column that a tile cannot carry."""

    code = "reading.bad_tile_field"


class Tiles:
    """Tiles by what names them, the longest unasked dropped beyond so many bytes. A name changes with what it names."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, name: Any) -> bytes | None:
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def keep(self, name: Any, content: bytes) -> None:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = content
                self._bytes += len(content) + 200
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1]) + 200


kept = Tiles()


def tile(
    query: Query,
    address: tuple[int, int, int],
    reader: Reader,
    *,
    fields: tuple[str, ...] = (),
    shape: str = "",
    door: str = "tiles",
) -> Tile:
    """One vector tile (z, x, y), its features with `count` and the named columns; `shape` "hexagons": points gathered in
    hexagons, which say the rows `inside` too. Raises NoPlace, BadTileField and what `rows` raises."""
    z, x, y = address
    if not (0 <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise NoPlace("There is no such tile.", next_step="z goes from 0 to 24, x and y from 0 to 2^z - 1.")
    found = asked(replace(query, select=(), order_by=(), limit=0), reader)
    columns = carried(found, fields)
    counted_read(found, reader, door)
    name = (found.etag, address, columns, shape)
    content = kept.get(name)
    if content is None:
        content = hexagons(found, address, columns) if shape == HEXAGONS else made(found, address, columns)
        if not asks_for_now(query):
            kept.keep(name, content)
    else:
        counted["tiles_kept"] += 1
    return Tile(content, tile_tag(found.etag, address, fields, shape), found.is_immutable, found.decision.is_open)


def tile_tag(etag: str, address: tuple[int, int, int], fields: tuple[str, ...], shape: str = "") -> str:
    """The name of a tile's bytes: of the answer, the place, the columns carried, the shape."""
    z, x, y = address
    return f'{etag[:-1]}-{z}-{x}-{y}-{zlib.crc32(repr((fields, shape)).encode()):x}"'


def carried(found: Asked, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Raises BadTileField, UnknownField."""
    if len(fields) > FIELDS_AT_MOST:
        raise BadTileField(f"A tile carries at most {FIELDS_AT_MOST} columns.", next_step="Name fewer in fields=.")
    for one in fields:
        if found.checked.schema.field(one).type in NEVER or one in ("geom", "count"):
            raise BadTileField(f"A tile cannot carry {one[:60]}.", next_step="Name numbers, texts, dates or booleans.")
    return tuple(dict.fromkeys(fields))


def made(found: Asked, address: tuple[int, int, int], fields: tuple[str, ...]) -> bytes:
    """Points one by one where they are few; else gathered, in coarser cells until the tile is no larger than 300 KB."""
    counted["tiles_made"] += 1
    cells = 0
    try:
        if compiled.place_of(found.checked).type is FieldType.GEO_POINT:
            crowd = compiled.crowd(
                found.checked, found.table, address, whole=found.whole, guard=found.guard, now=found.now, fields=fields
            )
            number = int(lake().ask(crowd, limits()).rows[0][0])
            if number == 0:
                return b""
            cells = FINEST if number > SINGLE_AT_MOST else 0
        content = drawn(found, address, fields, cells)
        while len(content) > MOST_BYTES and cells != COARSEST:
            cells = cells - 1 if cells else FINEST
            content = drawn(found, address, fields, cells)
    except LookupError as error:
        raise no_place() from error
    return content


def hexagons(found: Asked, address: tuple[int, int, int], fields: tuple[str, ...]) -> bytes:
    counted["tiles_made"] += 1
    try:
        statement = compiled.hexagon_tile(
            found.checked, found.table, address, found.card.key,
            whole=found.whole, guard=found.guard, now=found.now, fields=fields,
        )  # fmt: skip
    except LookupError as error:
        raise no_points() from error
    return bytes(lake().ask(statement, limits()).rows[0][0] or b"")


def hexagon_cells(
    query: Query, zoom: int, reader: Reader, *, fields: tuple[str, ...] = (), door: str = "tiles"
) -> list[Hexagon]:
    """Every hexagon of a zoom that holds rows, with the means of the columns. Raises NoPlace, BadTileField and what `rows`
    raises."""
    found = asked(replace(query, select=(), order_by=(), limit=0), reader)
    columns = carried(found, fields)
    counted_read(found, reader, door)
    try:
        statement = compiled.hexagon_cells(
            found.checked, found.table, zoom, whole=found.whole, guard=found.guard, now=found.now, fields=columns
        )
    except LookupError as error:
        raise no_points() from error
    rows = lake().ask(statement, limits()).rows
    return [
        Hexagon(tuple(degrees(zoom, column, row)), int(inside), tuple(values)) for column, row, inside, *values in rows
    ]


def no_points() -> NoPlace:
    return NoPlace(
        "Only points are gathered in hexagons.", next_step="Leave out as=hexagons, or choose a dataset of points."
    )


def drawn(found: Asked, address: tuple[int, int, int], fields: tuple[str, ...], cells: int) -> bytes:
    statement = compiled.tile(
        found.checked,
        found.table,
        address,
        found.card.key,
        whole=found.whole,
        guard=found.guard,
        now=found.now,
        fields=fields,
        cells=cells,
    )
    return bytes(lake().ask(statement, limits()).rows[0][0] or b"")


def no_place() -> NoPlace:
    return NoPlace("The rows of this dataset have no place.", next_step="Look at them as a table.")


# ---- all tiles in one file ----------------------------------------------------------------------------------------------


def archive(
    query: Query, reader: Reader, *, fields: tuple[str, ...] = (), zoom: int = 0, door: str = "tiles"
) -> Export:
    """A PMTiles archive (version 3) of all zooms up to `zoom`, or as far as the tiles are not too many.

    Made once for each version, question and view, and kept in the spool folder. Raises NoPlace, TooManyTiles, BadTileField.
    """
    if not 0 <= zoom <= ARCHIVE_ZOOM:
        raise NoPlace(f"An archive goes to zoom {ARCHIVE_ZOOM} at most.", next_step="Ask for a smaller zoom.")
    found = asked(replace(query, select=(), order_by=(), limit=0), reader)
    columns = carried(found, fields)
    counted_read(found, reader, door)
    tag = f'{found.etag[:-1]}-pmtiles-{zoom}-{zlib.crc32(repr(columns).encode()):x}"'
    path = Path(settings.CIVORA_LAKE["spool"]) / f"{tag.strip(chr(34))}.pmtiles"
    if not path.exists() or asks_for_now(query):
        write(found, columns, zoom, path)
    return Export(chunks(path), "application/vnd.pmtiles", f"{found.card.key}.pmtiles", tag, found.card)


def write(found: Asked, fields: tuple[str, ...], zoom: int, path: Path) -> None:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid  # noqa: PLC0415 (only archives need it)
    from pmtiles.writer import Writer  # noqa: PLC0415 (as above)

    made_by: Any = Writer

    try:
        compiled.place_of(found.checked)
    except LookupError as error:
        raise no_place() from error
    handle, name = tempfile.mkstemp(suffix=".pmtiles", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        writer, number, last = made_by(file), 0, 0
        for z in range(zoom + 1 if zoom else ARCHIVE_ZOOM + 1):
            tiles = sorted(
                ((zxy_to_tileid(z, x, y), content) for x, y, content in level(found, fields, z)), key=lambda one: one[0]
            )
            if number + len(tiles) > ARCHIVE_TILES:
                if zoom:
                    Path(name).unlink()
                    raise TooManyTiles(
                        f"More than {ARCHIVE_TILES:,} tiles.",
                        next_step=f"Ask for zoom {z - 1} or less, or filter the rows.",
                    )
                break
            for place, content in tiles:
                writer.write_tile(place, gzip.compress(content, 5, mtime=0))
            number, last = number + len(tiles), z
        writer.finalize(head(found, last, TileType.MVT, Compression.GZIP), described(found, fields))
    Path(name).replace(path)


def level(found: Asked, fields: tuple[str, ...], z: int) -> Iterator[tuple[int, int, bytes]]:
    """(x, y, tile) of one zoom."""
    if compiled.place_of(found.checked).type is FieldType.GEO_POINT:
        statement = compiled.level(
            found.checked,
            found.table,
            z,
            found.card.key,
            whole=found.whole,
            guard=found.guard,
            now=found.now,
            fields=fields,
        )
        for place, content in lake().ask(statement, Limits(seconds=ARCHIVE_SECONDS, rows=ARCHIVE_TILES + 1)).rows:
            yield *parted(int(place)), bytes(content)
        return
    west, south, east, north = compiled.grid(found.card.bbox, z)
    if (east - west + 1) * (north - south + 1) > ARCHIVE_TILES:
        yield from ((0, 0, b"") for _ in range(ARCHIVE_TILES + 1))
        return
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            content = made(found, (z, x, y), fields)
            if content:
                yield x, y, content


def head(found: Asked, last: int, kind: Any, packed: Any) -> dict[str, Any]:
    west, south, east, north = found.card.bbox or (-180.0, -85.0, 180.0, 85.0)
    edges = {"min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north}
    middle = {"center_lon_e7": (west + east) / 2, "center_lat_e7": (south + north) / 2}
    whole = {name: int(number * 1e7) for name, number in (edges | middle).items()}
    return {
        "tile_type": kind,
        "tile_compression": packed,
        "min_zoom": 0,
        "max_zoom": last,
        "center_zoom": min(last, 8),
    } | whole


def described(found: Asked, fields: tuple[str, ...]) -> dict[str, Any]:
    card = found.card
    columns = {"count": "Number"} | {
        one: "Number" if found.checked.schema.field(one).type.value in ("int", "double") else "String" for one in fields
    }
    return {
        "name": card.title, "description": card.description, "version": str(card.version), "attribution": card.attribution or card.publisher.name,
        "vector_layers": [{"id": card.key, "fields": columns}],
    }  # fmt: skip


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            yield part
