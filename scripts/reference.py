"""Write `docs/reference/settings.md` from the settings themselves; `--check` says whether it is current."""

from __future__ import annotations

import sys
from pathlib import Path

from civora.site.settings import SETTINGS

PLACE = Path(__file__).parents[1] / "docs/reference/settings.md"
HEAD = """# Settings

Settings are read from the environment when a command starts. What is not set has the default.
This page is written by `scripts/reference.py` from `SETTINGS` in `src/civora/site/settings.py`.

| Setting | Default | Meaning |
|---|---|---|
"""


def written() -> str:
    return HEAD + "".join(
        f"| `{one.name}` | {f'`{one.default}`' if one.default else 'empty'} | {one.help} |\n" for one in SETTINGS
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0
            if PLACE.exists() and PLACE.read_text() == written()
            else f"{PLACE.name} is stale: run python scripts/reference.py"
        )
    PLACE.write_text(written())
