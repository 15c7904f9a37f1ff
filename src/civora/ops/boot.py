"""Starting Django inside a command, and bringing a home folder up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path


def boot(*, migrate: bool = True) -> None:
    """Set Django up with the rooms alone, and apply what migrations are missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civora.site.settings")
    import django  # noqa: PLC0415 (the command line starts without it)

    django.setup()
    if migrate:
        prepare()


def prepare() -> None:
    """Make the folders and apply migrations. Does nothing where everything stands already."""
    from django.conf import settings  # noqa: PLC0415 (after setup)
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    for name in ("cache", "spool", "deliveries"):
        settings.CIVORA_LAKE[name].mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    from civora.lake.types import LakeConfig  # noqa: PLC0415
    from civora.lake.write import made  # noqa: PLC0415

    made(LakeConfig(**settings.CIVORA_LAKE))


def prepare_surfaces() -> None:
    """Apply the migrations of pages too (stories), which only a process with pages knows. In a process of its own, and
    only where anything has changed since the last time: waking all pages costs seconds."""
    from django.conf import settings  # noqa: PLC0415 (after setup)

    done, wanted = settings.CIVORA_HOME / "surfaces.txt", surfaces()
    if done.exists() and done.read_text() == wanted:
        return
    environment = os.environ | {"CIVORA_SURFACES": "web", "DJANGO_SETTINGS_MODULE": "civora.site.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input", "--skip-checks"]
    subprocess.run(command, env=environment, check=True)
    done.write_text(wanted)


def surfaces() -> str:
    """What the tables of the pages depend on: versions of packages, and our own migrations."""
    versions = [f"{name} {version(name)}" for name in ("django", "django-allauth", "wagtail")]
    ours = sorted(path.stem for path in (Path(__file__).parents[1] / "stories/migrations").glob("0*.py"))
    return "\n".join([*versions, *ours])


def now() -> datetime:
    from django.utils import timezone  # noqa: PLC0415 (after setup)

    return timezone.now()


OPERATOR = "operator"
