"""The example's stories. Written by a process of its own, which knows Wagtail; this one does not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from civora.ops.boot import prepare_surfaces


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Publish the stories of `city/stories/*.toml` that do not exist. Does nothing where these very files were loaded."""
    files = sorted((city / "stories").glob("*.toml"))
    if not files:
        return
    done = settings.CIVORA_HOME / "stories.txt"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    if done.exists() and done.read_text() == digest:
        return
    prepare_surfaces()
    command = [sys.executable, "-m", "django", "load_stories", str(city / "stories"), "--skip-checks"]
    subprocess.run(
        command,
        env=os.environ | {"CIVORA_SURFACES": "web", "DJANGO_SETTINGS_MODULE": "civora.site.settings"},
        check=True,
    )
    done.write_text(digest)
    if say:
        say(f"{len(files)} stories")
