"""`civora backup`: one archive of everything that cannot be made again."""

from __future__ import annotations

import argparse
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import Any

LEFT_OUT = {"cache", "spool", "static"}
DATABASES = {"civora.sqlite3", "catalog.sqlite"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", metavar="FILE.tar.gz")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.core.errors import Conflict, Refused  # noqa: PLC0415
    from civora.ops.boot import boot  # noqa: PLC0415

    boot()
    from django.conf import settings  # noqa: PLC0415

    from civora.lake import connect  # noqa: PLC0415
    from civora.lake.lock import write_lock  # noqa: PLC0415
    from civora.lake.types import LakeConfig  # noqa: PLC0415

    target, lake = Path(given.archive), LakeConfig(**settings.CIVORA_LAKE)
    if target.exists():
        raise Conflict(f"{target} exists.", next_step="Choose another name; a backup never overwrites one.")
    if connect.uses_postgres(lake) or connect.is_remote(lake) or "postgres" in settings.DATABASES["default"]["ENGINE"]:
        raise Refused(
            "This portal keeps its data in PostgreSQL or S3.", next_step="Back those up with their own tools."
        )
    with write_lock(lake), tarfile.open(target, "x:gz", compresslevel=3) as archive:
        files = packed(archive, settings.CIVORA_HOME)
    return {
        "archive": str(target),
        "files": files,
        "words": f"{target}: {files:,} files. Keep it as safe as the portal itself.",
    }


def packed(archive: tarfile.TarFile, home: Path) -> int:
    """Everything but caches. Databases are copied by SQLite itself, so that a write under way is whole or absent."""
    count = 0
    for path in sorted(home.rglob("*")):
        inner = path.relative_to(home)
        if inner.parts[0] in LEFT_OUT or not path.is_file() or path.name.endswith(("-wal", "-shm", ".lock")):
            continue
        count += 1
        if path.name in DATABASES:
            with tempfile.NamedTemporaryFile() as copy:
                source, sink = sqlite3.connect(path), sqlite3.connect(copy.name)
                with source, sink:
                    source.backup(sink)
                source.close()
                sink.close()
                archive.add(copy.name, str(inner))
        else:
            archive.add(path, str(inner))
    return count
