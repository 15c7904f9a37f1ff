"""The requests of a dataset's API page, run as they are shown."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.conformance.conftest import node  # noqa: F401 (a fixture)

QUESTION = "q=stra%C3%9Fe&where=points%20%3E%201%20and%20street%20is%20not%20null&sort=-points"


class Snippets(HTMLParser):
    """What stands in each section of a language: {"s-curl": "curl -s …"}."""

    def __init__(self) -> None:
        super().__init__()
        self.key, self.in_code, self.found = "", False, dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.key = dict(attrs).get("aria-labelledby") or ""
        self.in_code = tag == "code" and self.key.startswith("s-")

    def handle_data(self, data: str) -> None:
        if self.in_code:
            self.found[self.key] = self.found.get(self.key, "") + data


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def shown(city: Any) -> dict[str, str]:
    reader = Snippets()
    reader.feed(httpx.get(f"{city.url}/datasets/charging-points/api/?{QUESTION}").text)
    assert list(reader.found) == ["s-curl", "s-python", "s-r", "s-javascript"]
    return reader.found


@pytest.fixture(scope="module")
def rows(city: Any) -> list[str]:
    """The streets of the same view, in the order of its table."""
    found = httpx.get(f"{city.url}/datasets/charging-points/table.json?{QUESTION}").json()
    streets = [column["label"] for column in found["columns"]].index("Street")
    assert len(found["rows"]) > 5
    return [row[streets] for row in found["rows"]][:20]


def streets(found: list[dict[str, Any]]) -> list[str]:
    return [one["street"] for one in found]


def test_curl(shown: dict[str, str], rows: list[str]) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    assert streets(json.loads(output(*shlex.split(shown["s-curl"])))["results"]) == rows


def test_python(shown: dict[str, str], rows: list[str]) -> None:
    code = shown["s-python"] + "\nimport json\nprint(json.dumps(rows))"
    assert streets(json.loads(output(sys.executable, "-c", code))) == rows


def test_javascript(shown: dict[str, str], rows: list[str], node: str) -> None:  # noqa: F811
    code = shown["s-javascript"] + "\nconsole.log(JSON.stringify(results));"
    assert streets(json.loads(output(node, "--input-type=module", "-e", code))) == rows


def test_r(shown: dict[str, str], rows: list[str]) -> None:
    """Run where R and httr2 are; elsewhere its words are those of the request that curl sends."""
    code, program = shown["s-r"], shutil.which("Rscript")
    url = shlex.split(shown["s-curl"])[-1]
    assert f'request("{url.split("?")[0]}")' in code
    said = [
        line.strip().rstrip(",").split(" = ", 1) for line in code.splitlines() if " = " in line and "resp_" not in line
    ]
    assert [(name, json.loads(value)) for name, value in said] == parse_qsl(urlsplit(url).query)
    if program and not subprocess.run([program, "-e", "library(httr2)"], capture_output=True, check=False).returncode:
        assert output(program, "-e", code + "\ncat(rows$street, sep='\\n')").splitlines() == rows
