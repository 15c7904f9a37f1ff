"""`civora restore`: a home folder from a backup. Never into a folder that holds something."""

from __future__ import annotations

import argparse
import os
import tarfile
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", metavar="FILE.tar.gz")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.core.errors import Conflict, Refused  # noqa: PLC0415

    home = Path(os.environ.get("CIVORA_HOME") or ".civora").resolve()
    if home.exists() and any(home.iterdir()):
        raise Conflict(f"{home} holds something already.", next_step="Restore into a new folder: --home DIR.")
    try:
        with tarfile.open(given.archive) as archive:
            home.mkdir(parents=True, exist_ok=True)
            archive.extractall(home, filter="data")
    except tarfile.TarError as error:
        raise Refused(
            f"{given.archive} is no backup of a portal.", next_step="Use a file made by civora backup."
        ) from error
    from civora.ops.boot import boot  # noqa: PLC0415 (the folder must stand first)

    boot()
    return {"home": str(home), "words": f"{home} is restored. Next: civora doctor --home {home}"}
