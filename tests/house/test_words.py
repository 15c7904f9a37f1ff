"""Rules of the house that no import linter sees."""

from __future__ import annotations

import ast
import re
import subprocess

from tests.house.source import ROOMS, ROOT, SOURCE, functions, modules

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+)/")
BINARY = {".png", ".jpg", ".parquet", ".mo", ".woff2", ".zip", ".gz", ".xlsx", ".ico", ".webp", ".pbf", ".fgb"}


def test_a_change_is_asked_for_by_name() -> None:
    """Functions that take who (`by`) or when (`at`) change something: they take nothing by position; an
    `event` that is recorded and a `row` that its caller has locked are the exceptions."""
    for room in ROOMS:
        for path, tree in modules(SOURCE / room):
            if "actions" not in path.parts and path.name != "actions.py":
                continue
            for one in functions(tree):
                named = {arg.arg for arg in one.args.kwonlyargs}
                if {"by", "at"} <= named and not one.name.startswith("_"):
                    by_position = [arg.arg for arg in one.args.args if arg.arg not in ("event", "row", "metadata")]
                    assert not by_position, f"{path}: {one.name} takes {by_position} by position"


def test_models_are_imported_where_they_live() -> None:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "get_model":
                raise AssertionError(f"{path}:{node.lineno} goes around the walls with get_model")


def test_the_project_names_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in BINARY or not path.is_file() or "vendor" in path.parts:
            continue
        found = MACHINE_PATH.search(path.read_text(errors="replace"))
        assert found is None, f"{name} names {found.group() if found else ''}"
