"""What one can read at a sitting: files and functions keep to size."""

from __future__ import annotations

from statistics import quantiles

from tests.house.source import functions, modules

FILE, FUNCTION = 400, 50


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {str(path): max(node.end_lineno or 0 for node in tree.body) for path, tree in modules() if tree.body}
    assert {path: lines for path, lines in long.items() if lines > FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path}:{one.name}": (one.end_lineno or 0) - one.lineno + 1
        for path, tree in modules()
        for one in functions(tree)
    }
    assert {name: lines for name, lines in long.items() if lines > FUNCTION} == {}
    assert quantiles(long.values(), n=20)[-1] <= 30
