"""Lighthouse on the pages that people see first: at least 95 for accessibility and for best practices."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.conformance.conftest import NODE_MODULES, ROOT, node  # noqa: F401 (a fixture)

PATHS = (
    "/",
    "/datasets/",
    "/datasets/charging-points/table/",
    "/datasets/charging-points/map/",
    "/datasets/charging-points/chart/",
)
LEAST = 95


def test_first_pages_reach_95_in_accessibility_and_best_practices(city: Any, node: str) -> None:  # noqa: F811
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium or not (NODE_MODULES / "lighthouse").is_dir():
        pytest.skip("Lighthouse needs Chromium and `npm ci --prefix tests/node`: scripts/system.sh brings both")
    command = [node, str(ROOT / "tests/node/lighthouse.mjs"), chromium, *(city.url + path for path in PATHS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["url"] for one in found] == [city.url + path for path in PATHS]
    assert all(set(one["scores"]) == {"accessibility", "best-practices"} for one in found)
    assert [one for one in found if min(score or 0 for score in one["scores"].values()) < LEAST] == []
