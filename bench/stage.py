"""What every question needs, made once and kept in `.bench/`: the rows as CSV, in Datasette's SQLite and in a native DuckDB table."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
READINGS = "muenster_counters_15min_long.parquet"
CRIMES = "police_uk_street_crime_2018_2021.parquet"
INDEXES = {"readings": ("site", "channel", "datetime", "count"), "crimes": ("Crime type", "Month", "LSOA name")}


@dataclass(frozen=True, slots=True)
class Stage:
    """Files of the bench. `rows` counts the readings."""

    folder: Path
    large: Path

    def csv(self, name: str) -> Path:
        return self.folder / f"{name}.csv"

    @property
    def sqlite(self) -> Path:
        return self.folder / "peer.sqlite"

    @property
    def native(self) -> Path:
        return self.folder / "native.duckdb"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def many(self) -> Path:
        """A home with a catalogue of 10,000 datasets."""
        return self.folder / "many"


def stage() -> Stage:
    """Raises SystemExit where the shared data is not beside this checkout."""
    large = Path(os.environ.get("CIVORA_BENCH_DATA", ROOT.parent / "shared/data/large"))
    if not (large / READINGS).exists():
        sys.exit(f"The large files are not in {large}; set CIVORA_BENCH_DATA to their folder.")
    folder = Path(os.environ.get("CIVORA_BENCH_DIR", ROOT / ".bench"))
    folder.mkdir(parents=True, exist_ok=True)
    made = Stage(folder, large)
    for name, file in (("readings", READINGS), ("crimes", CRIMES)):
        once(made.csv(name), lambda target, file=file: as_csv(large / file, target))
    once(made.native, lambda target: as_native(made, target))
    once(made.sqlite, lambda target: as_sqlite(made, target))
    return made


def once(target: Path, make: object) -> None:
    """Made beside its place and moved there whole, so that a broken run leaves nothing half."""
    if not target.exists():
        print(f"making {target.name} …", flush=True)
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        make(part)  # type: ignore[operator]  # a function of one path
        part.rename(target)


def engine(file: Path | str = ":memory:") -> duckdb.DuckDBPyConnection:
    """The raw engine, as it comes, less the bar that it would draw."""
    con = duckdb.connect(str(file))
    con.execute("SET enable_progress_bar = false")
    return con


def as_csv(source: Path, target: Path) -> None:
    engine().execute(f"COPY (FROM '{source}') TO '{target}' (FORMAT csv, HEADER)")


def as_native(made: Stage, target: Path) -> None:
    with engine(target) as con:
        for name in ("readings", "crimes"):
            con.execute(f"CREATE TABLE {name} AS FROM read_csv('{made.csv(name)}')")


def as_sqlite(made: Stage, target: Path) -> None:
    """The rows as Datasette serves them, with an index on every column that the questions name."""
    with engine(made.native) as source, sqlite3.connect(target) as peer:
        peer.execute("PRAGMA journal_mode=OFF")
        peer.execute("PRAGMA synchronous=OFF")
        for name in ("readings", "crimes"):
            fill(source, peer, name)
            for number, column in enumerate(INDEXES[name]):
                peer.execute(f'CREATE INDEX {name}_{number} ON {name} ("{column}")')
        peer.commit()


def fill(source: duckdb.DuckDBPyConnection, peer: sqlite3.Connection, name: str) -> None:
    kinds = {"BIGINT": "INTEGER", "DOUBLE": "REAL"}
    columns = [(one[0], kinds.get(one[1], "TEXT")) for one in source.execute(f"DESCRIBE {name}").fetchall()]
    peer.execute(f"CREATE TABLE {name} (" + ", ".join(f'"{column}" {kind}' for column, kind in columns) + ")")
    as_text = (f'CAST("{column}" AS VARCHAR)' if kind == "TEXT" else f'"{column}"' for column, kind in columns)
    rows = source.execute(f"SELECT {', '.join(as_text)} FROM {name}")
    marks = ", ".join("?" for _ in columns)
    while batch := rows.fetchmany(100_000):
        peer.executemany(f"INSERT INTO {name} VALUES ({marks})", batch)
