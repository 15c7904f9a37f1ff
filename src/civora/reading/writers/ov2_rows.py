"""OV2, the points of interest of TomTom's navigation devices: one simple record (type 2) a row, its length, place and name.

A record is a byte 2, its whole length, longitude and latitude in hundred-thousandths of a degree (little-endian, 32 bits
each), and the name in Latin-1, ended by a zero.
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Iterator

from civora.lake.connect import quoted
from civora.reading.types import ExportOptions, FormatCard
from civora.reading.writers.columns import cell, over
from civora.reading.writers.gpx_rows import chosen, point
from civora.reading.writers.types import Source

HEAD = struct.Struct("<BIii")
LONGEST = 200  # signs of a name that a small screen shows
TOGETHER = 1000


class Ov2:
    card = FormatCard("ov2", "application/octet-stream", "ov2", "TomTom OV2", needs_place=True, rows_at_most=1_000_000)

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        place = source.place
        if place is None:
            return
        name, _ = chosen([column for column in source.columns if column is not place], options)
        text = (
            f"left(regexp_replace(CAST({cell(name, source.zone, ',')} AS VARCHAR), '\\s+', ' ', 'g'), {LONGEST})"
            if name
            else "''"
        )
        columns = f"ST_X({point(place)}) AS lon, ST_Y({point(place)}) AS lat, coalesce({text}, '') AS name"
        statement = over(source, columns, tail=f" WHERE {quoted(place.name)} IS NOT NULL")
        waiting: list[bytes] = []
        for line in lines(source.lake.stream(statement, "FORMAT csv, HEADER false")):
            waiting.append(record(*next(csv.reader([line]))))
            if len(waiting) == TOGETHER:
                yield b"".join(waiting)
                waiting.clear()
        yield b"".join(waiting)


def record(lon: str, lat: str, name: str) -> bytes:
    shown = name.encode("latin-1", "replace") + b"\0"
    return HEAD.pack(2, HEAD.size + len(shown), round(float(lon) * 100_000), round(float(lat) * 100_000)) + shown


def lines(chunks: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (one.decode() for one in whole if one)
    if rest:
        yield rest.decode()
