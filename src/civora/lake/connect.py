"""Connections: extensions from the wheels, the lake attached, and the engine locked.

A locked connection reads and writes only below the lake's own folders, loads nothing more, and cannot be reconfigured.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

import duckdb

from civora.lake.types import LakeConfig

LAKE, HOT = "lake", "hot"
EXTENSIONS = ("icu", "json", "spatial")


@cache
def extension(name: str) -> str:
    """The extension file inside its wheel. Raises PackageNotFoundError where the wheel is missing."""
    files = importlib.metadata.files(f"duckdb-extension-{name.replace('_', '-')}") or []
    return next(str(file.locate()) for file in files if file.name.endswith(".duckdb_extension"))


def quoted(name: str) -> str:
    """An identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL, for the statements that take no parameter (ATTACH, COPY TO, SET)."""
    return "'" + text.replace("'", "''") + "'"


def is_remote(config: LakeConfig) -> bool:
    return config.data.startswith("s3://")


def uses_postgres(config: LakeConfig) -> bool:
    return config.catalog.startswith("postgres")


def wanted(config: LakeConfig) -> tuple[str, ...]:
    store = "postgres_scanner" if uses_postgres(config) else "sqlite_scanner"
    return (*EXTENSIONS, store, "ducklake", *(("httpfs",) if is_remote(config) else ()))


def connection(
    config: LakeConfig, *, read_only: bool, sources: tuple[Path, ...] = (), lock: bool = True
) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the lake attached as `lake`, locked unless `lock` is False.

    `sources` are further files or folders that this connection may read (a delivery under way).
    """
    settings = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": f"{config.memory_mb}MB",
        "temp_directory": str(config.spool / "spill"),
        "max_temp_directory_size": f"{config.spill_mb}MB",
    }
    if config.threads:
        settings["threads"] = str(config.threads)
    con = duckdb.connect(":memory:", config=settings)
    for name in wanted(config):
        con.execute(f"LOAD {literal(extension(name))}")
    attach(con, config, read_only=read_only)
    if lock:
        close_doors(con, config, sources)
    return con


def attach(con: duckdb.DuckDBPyConnection, config: LakeConfig, *, read_only: bool) -> None:
    """Attach the lake; the first writer creates it."""
    store = f"postgres:{config.catalog}" if uses_postgres(config) else f"sqlite:{config.catalog}"
    options = f"DATA_PATH {literal(config.data)}" + (", READ_ONLY" if read_only else "")
    con.execute(f"ATTACH {literal('ducklake:' + store)} AS {LAKE} ({options})")


def close_doors(con: duckdb.DuckDBPyConnection, config: LakeConfig, sources: tuple[Path, ...] = ()) -> None:
    folders = [config.cache, config.spool, *(path for path in sources if path.is_dir())]
    if not is_remote(config):
        folders.append(Path(config.data))
    files = [path for path in sources if not path.is_dir()]
    if not uses_postgres(config):
        folders.append(Path(config.catalog).parent)
    con.execute(f"SET allowed_directories = [{', '.join(literal(f'{folder}/') for folder in folders)}]")
    if files:
        con.execute(f"SET allowed_paths = [{', '.join(literal(str(file)) for file in files)}]")
    if not is_remote(config):
        con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
