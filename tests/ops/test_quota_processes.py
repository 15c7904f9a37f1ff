"""Calls of one address are counted once for all web processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.ops.conftest import Program

CALLS = """
import sys
from civora.ops.boot import boot
boot()
from datetime import UTC, datetime
from civora.stewardship import actions
from civora.stewardship.errors import QuotaSpent
passed = 0
for _ in range(int(sys.argv[1])):
    try:
        actions.spend(subject="203.0.113.9", has_key=False, is_loopback=False, at=datetime(2025, 5, 15, 12, tzinfo=UTC))
        passed += 1
    except QuotaSpent:
        pass
actions.flush_quotas(at=datetime(2025, 5, 15, 13, tzinfo=UTC))
print(passed)
"""


def passed_together(civora: Program, processes: int, each: int) -> int:
    running = [
        subprocess.Popen([sys.executable, "-c", CALLS, str(each)], cwd=civora.folder, env=civora.environment, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]  # fmt: skip
    return sum(int(one.communicate(timeout=120)[0]) for one in running)


@pytest.mark.parametrize("limit", [50])
def test_three_processes_let_through_what_one_would(civora: Program, limit: int) -> None:
    strict = Program(
        civora.folder, {"CIVORA_API_CALLS_ANONYMOUS": str(limit), "CIVORA_HOME": str(civora.folder / "home")}
    )
    strict.good("init")
    assert passed_together(strict, 3, limit // 2) == limit
