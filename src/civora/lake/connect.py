"""Connections: extensions from the wheels, the lake attached, and the engine locked.

A locked connection reads and writes files only below the lake's own folders, loads nothing more, and cannot be
reconfigured. The SQLite scanner does not honour that lock (`ATTACH '/any/file' (TYPE sqlite)` still opens it), so no
text of a caller may reach the engine as SQL: names pass `quoted`, values are parameters.

DuckDB is imported where it is used: who only needs `quoted` does not pay for it.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import time
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from civora.lake.types import LakeConfig

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
LAKE, HOT = "lake", "hot"
BUSY_MS = 15_000  # SQLite waits that long for its own lock
TRIES = 8


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
    """The extensions that this lake needs; icu, json and parquet are built in."""
    store = "postgres_scanner" if uses_postgres(config) else "sqlite_scanner"
    return (store, "ducklake", "spatial", *(("httpfs",) if is_remote(config) else ()))


def prepare(config: LakeConfig) -> None:
    """Make the lake's folders, and the lake itself where there is none yet."""
    folders = [config.cache, config.spool]
    if not is_remote(config):
        folders.append(Path(config.data))
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    if not uses_postgres(config) and not Path(config.catalog).exists():
        create(config)


def create(config: LakeConfig) -> None:
    from civora.lake.lock import write_lock  # here, because the lock needs this module

    with write_lock(config):
        connection(config, read_only=False).close()


def connection(
    config: LakeConfig, *, read_only: bool, sources: tuple[Path, ...] = (), lock: bool = True
) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the lake attached as `lake`, locked unless `lock` is False.

    `sources` are further files or folders that this connection may read (a delivery under way).
    """
    import duckdb

    con = duckdb.connect(":memory:", config=settings(config))
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")  # it would stand in the middle of what a command prints
    for name in wanted(config):
        con.execute(f"LOAD {literal(extension(name))}")
    if is_remote(config):
        con.execute(bucket_secret(os.environ))
    try:
        retried(lambda: attach(con, config, read_only=read_only))
    except duckdb.InvalidInputException as error:
        if not read_only or "does not exist" not in str(error):
            raise
        create(config)
        retried(lambda: attach(con, config, read_only=True))
    if lock:
        close_doors(con, config, sources)
    return con


def sweep(config: LakeConfig) -> None:
    """Remove the cache files, spill folders and pipes of processes that are gone."""
    for path in (*config.cache.glob("hot-*"), *config.spool.glob("spill-*"), *config.spool.glob("pipe-*")):
        if is_gone(int(path.name.split("-")[1])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def settings(config: LakeConfig) -> dict[str, str | bool | int | float | list[str]]:
    found: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # Extensions come out of the same wheels as the engine, so their signatures prove nothing more; to check them is to
        # hash 200 MB for each connection, a second of it. A locked connection loads none, signed or not.
        "allow_unsigned_extensions": True,
        "python_enable_replacements": False,  # a name in SQL never means a Python variable
        "memory_limit": f"{config.memory_mb}MB",
        "temp_directory": str(config.spool / f"spill-{os.getpid()}-{uuid.uuid4().hex[:8]}"),
        "max_temp_directory_size": f"{config.spill_mb}MB",
    }
    if config.threads:
        found["threads"] = config.threads
    return found


def bucket_secret(environment: os._Environ[str] | dict[str, str]) -> str:
    """The keys to the bucket, from the AWS_* variables that every S3 tool reads."""
    known = {"KEY_ID": "AWS_ACCESS_KEY_ID", "SECRET": "AWS_SECRET_ACCESS_KEY", "REGION": "AWS_REGION",
             "SESSION_TOKEN": "AWS_SESSION_TOKEN"}  # fmt: skip
    parts = [f"{key} {literal(environment[name])}" for key, name in known.items() if environment.get(name)]
    scheme, _, host = environment.get("AWS_ENDPOINT_URL", "").partition("://")
    if host:
        parts += [f"ENDPOINT {literal(host)}", "URL_STYLE 'path'", f"USE_SSL {str(scheme == 'https').lower()}"]
    return f"CREATE SECRET bucket (TYPE s3, {', '.join(parts)})" if parts else "CREATE SECRET bucket (TYPE s3)"


def store(config: LakeConfig) -> str:
    """DuckLake's name for the catalogue."""
    if not uses_postgres(config):
        return f"sqlite:{config.catalog}"
    return f"postgres:{config.catalog}" if "://" in config.catalog else config.catalog


def attach(con: duckdb.DuckDBPyConnection, config: LakeConfig, *, read_only: bool) -> None:
    """Attach the lake; the first writer creates it.

    SQLite keeps a write-ahead log, so that readers never wait for a writer. The data folder given counts, not the one
    that the catalogue remembers, so that a home folder can move.
    """
    options = [f"DATA_PATH {literal(config.data.rstrip('/') + '/')}", "OVERRIDE_DATA_PATH true"]
    if read_only:
        options.append("READ_ONLY")
    if not uses_postgres(config):
        options.append(f"META_BUSY_TIMEOUT {BUSY_MS}")
        if not read_only:
            options.append("META_JOURNAL_MODE 'WAL'")
    con.execute(f"ATTACH {literal('ducklake:' + store(config))} AS {LAKE} ({', '.join(options)})")


def close_doors(con: duckdb.DuckDBPyConnection, config: LakeConfig, sources: tuple[Path, ...] = ()) -> None:
    """From here on: files below the lake's folders and `sources` only, no new extension, no new setting."""
    folders = [str(path) for path in (config.cache, config.spool, *sources) if path.is_dir()]
    files = [str(path) for path in sources if not path.is_dir()]
    listed = ", ".join(literal(folder.rstrip("/") + "/") for folder in (*folders, config.data))
    con.execute(f"SET allowed_directories = [{listed}]")
    if files:
        con.execute(f"SET allowed_paths = [{', '.join(literal(file) for file in files)}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


def retried(act: Callable[[], T]) -> T:
    """Do it again, with growing pauses, where another process was at it: SQLite busy with its commit, or the lake
    just being made."""
    import duckdb

    for number in range(TRIES):
        try:
            return act()
        except duckdb.Error as error:
            if number == TRIES - 1 or not is_passing(error):
                raise
            time.sleep(0.01 * 2**number)
    raise AssertionError("the last try returns or raises")


PASSING = (
    "database is locked",
    "database table is locked",
    "database is busy",
    "already exists",
    "pg_type_typname_nsp",
)


def is_passing(error: Exception) -> bool:
    return any(words in str(error) for words in PASSING)
