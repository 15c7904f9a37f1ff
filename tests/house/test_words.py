"""Rules of the house that no import linter sees."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import subprocess

import pytest

from tests.house.source import ROOMS, ROOT, modules

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+)/")
BINARY = {".png", ".jpg", ".parquet", ".mo", ".woff2", ".zip", ".gz", ".xlsx", ".ico", ".webp", ".pbf", ".fgb"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_change_is_asked_for_by_name(room: str) -> None:
    """What a room offers with who (`by`) and when (`at`) takes nothing by position but the event that is recorded."""
    if importlib.util.find_spec(f"civora.{room}.actions") is None:
        return
    door = importlib.import_module(f"civora.{room}.actions")
    offered = [getattr(door, name) for name in getattr(door, "__all__", dir(door))]
    for one in filter(inspect.isfunction, offered):
        taken = inspect.signature(one).parameters
        if {"by", "at"} <= set(taken) and not set(taken) & {"row", "event", "text"}:
            assert all(each.kind is each.KEYWORD_ONLY for each in taken.values()), f"{room}: {one.__name__}"


def test_models_are_imported_where_they_live() -> None:
    around = [
        f"{path}:{node.lineno} goes around the walls"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "get_model"
    ]
    assert around == []


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
