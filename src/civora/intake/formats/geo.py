"""Map files that GDAL reads: zipped Shapefile, KML, GPX. Coordinates are turned to WGS 84."""

from __future__ import annotations

import shutil
import uuid
import zipfile
from pathlib import Path
from typing import Any

import duckdb

from civora.intake.errors import FileRefused
from civora.intake.formats import archive
from civora.intake.formats.json_files import SHAPE
from civora.intake.rules.names import field_names
from civora.intake.types import Raw
from civora.lake.connect import extension, literal, quoted

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


class Shapefile:
    name = "a zipped Shapefile"
    endings = (".shp",)
    media_type = "application/zip"

    def fits(self, head: bytes, name: str) -> bool:
        return head.startswith(b"PK\x03\x04") and any(
            part in head.lower() for part in (b".shp", b".shx", b".dbf", b".prj")
        )

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        folder = spool / uuid.uuid4().hex
        folder.mkdir(parents=True)
        try:
            shape = unpacked(path, folder)
            return layer(shape, con, spool, "Shapefile")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Kml:
    name = "KML"
    endings = (".kml",)
    media_type = "application/vnd.google-earth.kml+xml"

    def fits(self, head: bytes, name: str) -> bool:
        return b"<kml" in head[:2000]

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        return layer(path, con, spool, "KML")


class Gpx:
    name = "GPX"
    endings = (".gpx",)
    media_type = "application/gpx+xml"

    def fits(self, head: bytes, name: str) -> bool:
        return b"<gpx" in head[:2000]

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        return layer(path, con, spool, "GPX", name="track_points")


def unpacked(path: Path, folder: Path) -> Path:
    """The parts of the one Shapefile in the archive. Raises FileRefused."""
    archive.check(path)
    with zipfile.ZipFile(path) as packed:
        shapes = [entry for entry in packed.namelist() if entry.lower().endswith(".shp") and not entry.startswith("__")]
        if len(shapes) != 1:
            raise FileRefused(
                f"The archive holds {len(shapes)} Shapefiles.", next_step="Send one Shapefile an archive."
            )
        stem = shapes[0][:-4]
        for entry in packed.namelist():
            suffix = entry[-4:].lower()
            if entry[:-4] == stem and suffix in PARTS:
                (folder / f"layer{suffix}").write_bytes(packed.read(entry))
    if not (folder / "layer.dbf").exists():
        raise FileRefused("The archive has no .dbf beside its .shp.", next_step="Zip all parts of the Shapefile.")
    return folder / "layer.shp"


def layer(path: Path, con: Any, spool: Path, note: str, name: str = "") -> Raw:
    """GDAL reads in a connection of its own, because the lake's may not open foreign files; rows cross as Parquet."""
    target = spool / f"{uuid.uuid4().hex}.parquet"
    try:
        headings = convert(path, target, name)
        names = field_names(headings)
        chosen = ", ".join(f"{quoted(heading)} AS {quoted(one)}" for heading, one in zip(headings, names, strict=True))
        con.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {chosen} FROM read_parquet({literal(str(target))})")
    finally:
        target.unlink(missing_ok=True)
    rows = con.execute("SELECT count(*) FROM raw").fetchone()[0]
    if not rows:
        raise FileRefused("The file holds no shapes.", next_step="Check that it was exported completely.")
    return Raw("raw", names, headings, rows, f"{note}.", frozenset({SHAPE}))


def convert(path: Path, target: Path, name: str) -> tuple[str, ...]:
    gdal = duckdb.connect()
    try:
        gdal.execute(f"LOAD {literal(extension('spatial'))}")
        layered = f", layer = {literal(name)}" if name else ""
        source = f"ST_Read({literal(str(path))}{layered})"
        described = gdal.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        shape = next((row[0] for row in described if row[1].startswith("GEOMETRY")), None)
        if shape is None:
            raise FileRefused("The file holds no shapes.", next_step="Send a map layer.")
        texts = [row[0] for row in described if row[0] != shape and row[0] != "OGC_FID"]
        turned = reprojected(gdal, path, quoted(shape))
        columns = [f"nullif(trim(CAST({quoted(one)} AS VARCHAR)), '') AS {quoted(one)}" for one in texts]
        columns.append(f"CAST(ST_AsGeoJSON(ST_Force2D({turned})) AS VARCHAR) AS {SHAPE}")
        gdal.execute(f"COPY (SELECT {', '.join(columns)} FROM {source}) TO {literal(str(target))} (FORMAT parquet)")
        return (*texts, SHAPE)
    except duckdb.Error as error:
        raise FileRefused(
            f"This {path.suffix[1:].upper()} file cannot be read.", next_step="Export it once more."
        ) from error
    finally:
        gdal.close()


def reprojected(gdal: Any, path: Path, shape: str) -> str:
    """The geometry in WGS 84, where the file says another system."""
    row = gdal.execute(
        f"SELECT layers[1].geometry_fields[1].crs.auth_name, layers[1].geometry_fields[1].crs.auth_code, "
        f"layers[1].geometry_fields[1].crs.proj4 FROM ST_Read_Meta({literal(str(path))})"
    ).fetchone()
    name, code, proj4 = row or (None, None, None)
    if (name, str(code)) == ("EPSG", "4326") or not (code or proj4):
        return shape
    source = f"{name}:{code}" if name and code else proj4
    return f"ST_Transform({shape}, {literal(source)}, 'EPSG:4326', always_xy := true)"
