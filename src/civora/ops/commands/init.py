"""`civora init`."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import boot  # noqa: PLC0415

    boot()
    from django.conf import settings  # noqa: PLC0415

    home = str(settings.CIVORA_HOME)
    return {"ok": True, "home": home, "words": f"{home} is ready. Next: civora publish FILE --id KEY --title TITLE"}
