"""Map files that GDAL writes to a spool file: Shapefile, KML, FlatGeobuf."""

from __future__ import annotations

import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from civora.core.schema import FieldType
from civora.lake.connect import literal, quoted
from civora.reading.errors import FormatTooSmall
from civora.reading.types import ColumnOut, ExportOptions, FormatCard
from civora.reading.writers.columns import WGS84, cell, heading, over, projected
from civora.reading.writers.types import Source

CHUNK = 1 << 20
SHAPE_ROWS = 5_000_000
SHAPE_COLUMNS = 255


@dataclass(frozen=True)
class GeoFile:
    """One GDAL driver. `is_folder` formats are several files, sent as one zip."""

    card: FormatCard
    driver: str
    is_folder: bool = False

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        if self.is_folder and len(source.columns) > SHAPE_COLUMNS:
            raise FormatTooSmall(
                f"A Shapefile holds {SHAPE_COLUMNS} columns.", next_step="Choose GeoJSON or FlatGeobuf."
            )
        folder = source.spool / uuid.uuid4().hex
        folder.mkdir(parents=True)
        try:
            yield from read(self._written(folder, source, options))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _written(self, folder: Path, source: Source, options: ExportOptions) -> Path:
        target = folder / f"rows.{'shp' if self.is_folder else self.card.extension}"
        copy = f"FORMAT GDAL, DRIVER {literal(self.driver)}, SRS {literal(f'EPSG:{self._epsg(options)}')}"
        if self.driver == "ESRI Shapefile":
            copy += ", LAYER_CREATION_OPTIONS 'ENCODING=UTF-8'"
        source.lake.file(over(source, self._selected(source, options), tail=self._kept(source)), copy, target)
        return zipped(folder) if self.is_folder else target

    def _kept(self, source: Source) -> str:
        place = source.place
        return f" WHERE {quoted(place.name)} IS NOT NULL" if place else ""

    def _selected(self, source: Source, options: ExportOptions) -> str:
        place = source.place
        texts = [column for column in source.columns if column is not place]
        names = dict(zip((column.name for column in texts), self._names(texts, options), strict=True))
        shape = projected(place, self._epsg(options)) if place else "NULL::GEOMETRY"
        columns = [f"{plain(column, source.zone)} AS {quoted(names[column.name])}" for column in texts]
        return ", ".join([*columns, f"{shape} AS geom"])

    def _epsg(self, options: ExportOptions) -> int:
        """KML has no other system than WGS 84."""
        return WGS84 if self.driver == "KML" else options.epsg

    def _names(self, columns: list[ColumnOut], options: ExportOptions) -> list[str]:
        found = [heading(column, use_labels=options.use_labels) for column in columns]
        return ten_letters(found) if self.is_folder else found


def ten_letters(names: list[str]) -> list[str]:
    """A Shapefile's column names: at most ten letters, all different."""
    found: list[str] = []
    for name in names:
        short, number = name[:10], 1
        while short.lower() in {one.lower() for one in found}:
            number += 1
            short = f"{name[: 10 - len(str(number)) - 1]}_{number}"
        found.append(short)
    return found


def plain(column: ColumnOut, zone: str) -> str:
    if column.type in (FieldType.INT, FieldType.DOUBLE, FieldType.DATE, FieldType.BOOLEAN):
        name = quoted(column.name)
        return f"CAST({name} AS INTEGER)" if column.type is FieldType.BOOLEAN else name
    return f"CAST({cell(column, zone, ',')} AS VARCHAR)"


def zipped(folder: Path) -> Path:
    target = folder / "rows.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("rows.*")):
            if path != target:
                archive.write(path, path.name)
    return target


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


WRITERS = (
    GeoFile(
        FormatCard("shp", "application/zip", "zip", "Shapefile", True, SHAPE_ROWS), "ESRI Shapefile", is_folder=True
    ),
    GeoFile(FormatCard("kml", "application/vnd.google-earth.kml+xml", "kml", "KML", True), "KML"),
    GeoFile(FormatCard("fgb", "application/flatgeobuf", "fgb", "FlatGeobuf", True), "FlatGeobuf"),
)
