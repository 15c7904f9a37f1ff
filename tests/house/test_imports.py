"""The core stands alone, and the command line wakes Django only in the commands that need it."""

from __future__ import annotations

import subprocess
import sys

import pytest

BLOCKED = "import sys\nfor name in ('django', 'duckdb', 'wagtail', 'ninja'): sys.modules[name] = None\n"
CORE = "import pkgutil, importlib, civora.core as core\nfor one in pkgutil.walk_packages(core.__path__, 'civora.core.'): importlib.import_module(one.name)\n"
HELP = """
import sys
from civora.ops.cli import parser
parser().format_help()
woken = [name for name in ("django", "duckdb") if name in sys.modules]
assert not woken, woken
"""


@pytest.mark.parametrize("program", [BLOCKED + CORE, HELP], ids=["core", "help"])
def test_it_needs_little(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
