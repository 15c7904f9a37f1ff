"""What the documentation says is tested, is tested: every test that it names exists."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.source import ROOT, functions

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGES = sorted((ROOT / "docs/reference").glob("*.md"))
LISTS = ("bad-input.md", "hostile-input.md", "scenarios.md")


def named(text: str) -> list[tuple[str, str]]:
    return NAMED.findall(text)


@pytest.mark.parametrize("name", LISTS)
def test_each_line_of_the_list_names_a_test(name: str) -> None:
    lines = (ROOT / "docs/reference" / name).read_text().splitlines()
    rows = [line for line in lines if line.startswith("| ")][1:]
    assert rows
    assert [row for row in rows if not named(row)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_test_that_is_named_exists(page) -> None:
    known: dict[str, set[str]] = {}
    missing = []
    for path, test in named(page.read_text()):
        if path not in known:
            file = ROOT / path
            known[path] = {one.name for one in functions(ast.parse(file.read_text()))} if file.is_file() else set()
        if test not in known[path]:
            missing.append(f"{path}::{test}")
    assert missing == []
