"""`civora doctor`: is everything in order, and if not, what to do."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOM_MB = 500
OLDEST = (3, 11)
PATIENCE = 5.0  # seconds that another server has to answer
LATE_JOB = 3600  # seconds that a job may wait


class Warned(Exception):
    """Nothing is broken, but somebody should know. The status stays 0."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import boot  # noqa: PLC0415

    place = Path(os.environ.get("CIVORA_HOME") or ".civora")
    if not place.is_dir():
        words = f"there is no folder {place}. Run civora init --home {place}."
        return report([{"name": "home folder", "ok": False, "state": "bad", "words": words}])
    boot(migrate=False)
    return report([attempt(name, check) for name, check in checks()])


def report(results: list[dict[str, Any]]) -> dict[str, Any]:
    ok = all(result["ok"] for result in results)
    said = {"good": "good", "warned": "note", "bad": "BAD "}
    lines = [f"{said[one['state']]}  {one['name']}: {one['words']}" for one in results]
    return {"ok": ok, "checks": results, "words": "\n".join([*lines, "All is well." if ok else "Something needs you."])}


def attempt(name: str, check: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"name": name, "ok": True, "state": "good", "words": check()}
    except Warned as warning:
        return {"name": name, "ok": True, "state": "warned", "words": str(warning)}
    except Exception as error:  # whatever a check meets is its finding
        words = " ".join(f"{error} {getattr(error, 'next_step', '')}".split()) or type(error).__name__
        return {"name": name, "ok": False, "state": "bad", "words": words}


def checks() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "Python", python
    yield "engine", engine
    yield "home folder", home
    yield "database", database
    yield "lake", lake
    yield "versions", versions
    yield "deliveries", deliveries
    yield "attachments", attachments
    yield "jobs", jobs
    yield "mail", mail
    yield "signing in", signing_in
    yield "base map", base_map
    yield "web", web


def python() -> str:
    if sys.version_info < OLDEST:
        raise RuntimeError("Python 3.11 or later is needed. Install it and make the environment anew.")
    return sys.version.split()[0]


def engine() -> str:
    """DuckDB and its extensions are of one version: others do not load."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    wanted = version("duckdb")
    for name in ("ducklake", "sqlite-scanner", "postgres-scanner", "httpfs", "spatial", "icu", "json"):
        try:
            found = version(f"duckdb-extension-{name}")
        except PackageNotFoundError:
            found = "nothing"
        if found != wanted:
            raise RuntimeError(
                f"duckdb is {wanted}, duckdb-extension-{name} is {found}. Install Civora once more with pip."
            )
    return f"DuckDB {wanted}"


def home() -> str:
    from django.conf import settings  # noqa: PLC0415

    free = shutil.disk_usage(settings.CIVORA_HOME).free // 1_000_000
    if free < ROOM_MB:
        raise RuntimeError(f"only {free} MB are free. Make room, or move the home folder.")
    if not os.access(settings.CIVORA_HOME, os.W_OK | os.X_OK):
        raise RuntimeError(f"{settings.CIVORA_HOME} cannot be written. Run as its owner.")
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


def base_map() -> str:
    """What the city pack puts under maps can be used."""
    from django.conf import settings  # noqa: PLC0415

    from civora.core.basemap import from_pack  # noqa: PLC0415

    found = from_pack(settings.CITY, settings.CITY_FOLDER)
    return f"{found.kind}, {found.attribution}" if found else "the city's own quiet one"


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


def attachments() -> str:
    from civora.catalog import queries as catalog  # noqa: PLC0415

    lost = [f"{key}/{name}" for key, name, path in catalog.attachment_files() if not path.is_file()]
    if lost:
        raise RuntimeError(
            f"the bytes of {', '.join(lost[:5])} are gone. Restore them from a backup, or attach them again."
        )
    return "kept"


def jobs() -> str:
    """Failed jobs stay in the table; a job that waits long has no worker."""
    from datetime import timedelta  # noqa: PLC0415

    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from civora.ops.boot import now  # noqa: PLC0415

    late = now() - timedelta(seconds=LATE_JOB)
    waiting = DBTaskResult.objects.filter(status="READY", enqueued_at__lt=late, run_after__lt=late).count()
    if waiting:
        raise Warned(f"{waiting} jobs wait for more than an hour. Run civora serve, or civora serve --only worker.")
    failed = DBTaskResult.objects.filter(status="FAILED").count()
    if failed:
        raise Warned(f"{failed} jobs have failed. The worker's log says why.")
    return "none is late"


def mail() -> str:
    from django.conf import settings  # noqa: PLC0415

    if not settings.VALUES["CIVORA_SMTP_URL"]:
        raise Warned(f"no server is set: mail is kept in {settings.OUTBOX}. Set CIVORA_SMTP_URL for a public portal.")
    with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), PATIENCE):
        return f"{settings.EMAIL_HOST} answers"


def signing_in() -> str:
    """The issuer of OpenID Connect, if one is set, says where its doors are."""
    from django.conf import settings  # noqa: PLC0415

    issuer = settings.VALUES["CIVORA_OIDC_URL"]
    if not issuer:
        return "with e-mail and password"
    if not settings.VALUES["CIVORA_OIDC_CLIENT"]:
        raise RuntimeError("CIVORA_OIDC_URL is set, CIVORA_OIDC_CLIENT is not. Set both, with CIVORA_OIDC_SECRET.")
    address = issuer if "/.well-known/" in issuer else f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (the operator's own setting)
            found = json.load(answer)
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{address} does not answer as an issuer does: {error}. Check CIVORA_OIDC_URL.") from error
    return f"with e-mail and password, and through {found.get('issuer', issuer)}"


def web() -> str:
    from django.conf import settings  # noqa: PLC0415

    if settings.DEBUG:
        raise RuntimeError("CIVORA_DEBUG is 1: errors show the portal's inside. Set it to 0 on a public server.")
    if settings.ALLOWED_HOSTS == ["*"]:
        raise Warned("the portal answers to any host name. Set CIVORA_ALLOWED_HOSTS to its own for a public portal.")
    if not settings.CIVORA_BEHIND_PROXY:
        raise Warned("cookies are sent without TLS too. Behind a proxy with TLS, set CIVORA_BEHIND_PROXY=1.")
    return ", ".join(settings.ALLOWED_HOSTS)
