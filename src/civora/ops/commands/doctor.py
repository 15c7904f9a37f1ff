"""`civora doctor`: is everything in order, and if not, what to do."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

ROOM_MB = 500
OLDEST = (3, 11)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import boot  # noqa: PLC0415

    boot(migrate=False)
    results = [attempt(name, check) for name, check in checks()]
    ok = all(result["ok"] for result in results)
    lines = [f"{'good' if one['ok'] else 'BAD '}  {one['name']}: {one['words']}" for one in results]
    return {"ok": ok, "checks": results, "words": "\n".join([*lines, "All is well." if ok else "Something needs you."])}


def attempt(name: str, check: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"name": name, "ok": True, "words": check()}
    except Exception as error:  # whatever a check meets is its finding
        step = getattr(error, "next_step", "")
        return {"name": name, "ok": False, "words": f"{error} {step}".strip()}


def checks() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "Python", python
    yield "home folder", home
    yield "database", database
    yield "lake", lake
    yield "versions", versions
    yield "deliveries", deliveries


def python() -> str:
    if sys.version_info < OLDEST:
        raise RuntimeError("Python 3.11 or later is needed. Install it and make the environment anew.")
    return sys.version.split()[0]


def home() -> str:
    from django.conf import settings  # noqa: PLC0415

    free = shutil.disk_usage(settings.CIVORA_HOME).free // 1_000_000
    if free < ROOM_MB:
        raise RuntimeError(f"only {free} MB are free. Make room, or move the home folder.")
    mode = (settings.CIVORA_HOME / "secret.key").stat().st_mode & 0o077
    if mode:
        raise RuntimeError("others can read secret.key. Run chmod 600 on it.")
    return f"{settings.CIVORA_HOME}, {free:,} MB free"


def database() -> str:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise RuntimeError(f"{len(missing)} migrations are missing. Run civora init.")
    return f"{connection.vendor}, up to date"


def lake() -> str:
    from civora.reading import queries as reading  # noqa: PLC0415

    reading.knock()
    return "answers"


def versions() -> str:
    """Every current version can be read, with the rows its card states."""
    from civora.catalog import queries as catalog  # noqa: PLC0415
    from civora.core.policy.types import Reader  # noqa: PLC0415
    from civora.core.query.ast import Call, Output, Query, Star  # noqa: PLC0415
    from civora.reading import queries as reading  # noqa: PLC0415

    operator = Reader(person="operator", is_administrator=True)
    counted = 0
    for card in catalog.cards():
        select = (Output(Call("count", (Star(),)), "n"),)
        found = reading.rows(Query(card.key, card.version, select=select, groups=(), limit=1), operator, total=False)
        if found.rows[0][0] != card.rows:
            raise RuntimeError(
                f"{card.key}@{card.version} has {found.rows[0][0]} rows, its card says {card.rows}. Publish it again."
            )
        counted += 1
    return f"{counted} datasets, all readable"


def deliveries() -> str:
    from pathlib import Path  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415

    from civora.catalog import queries as catalog  # noqa: PLC0415

    folder = Path(settings.CIVORA_LAKE["deliveries"])
    lost = [
        card.key
        for card in catalog.cards()
        for version in catalog.versions(card.key)[:1]
        if version.delivery and not (folder / version.delivery / "content").exists()
    ]
    if lost:
        raise RuntimeError(f"the delivered file of {', '.join(lost[:5])} is gone. Restore it from a backup.")
    return "kept"
