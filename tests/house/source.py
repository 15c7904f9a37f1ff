"""The program's own source, read by the house tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/civora"
ROOMS = tuple(sorted(path.parent.name for path in SOURCE.glob("*/errors.py")))


def modules(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    """(path from the root, its tree) of every module that is written by hand."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
