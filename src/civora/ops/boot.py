"""Starting Django inside a command, and bringing a home folder up to date."""

from __future__ import annotations

import os
from datetime import datetime


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


def now() -> datetime:
    from django.utils import timezone  # noqa: PLC0415 (after setup)

    return timezone.now()


OPERATOR = "operator"
