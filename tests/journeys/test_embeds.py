"""The embed snippets as a dataset's API page shows them, in a page of another site."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

VIEW = "/datasets/charging-points/api/?where=points%20%3E%202"
PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A neighbour</title><link rel="icon" href="data:,"></head><body>{}</body></html>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Another site: puts HTML into a page of its own and gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def shown(html: str) -> str:
        (tmp_path / "index.html").write_text(PAGE.format(html), encoding="utf-8")
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield shown
    server.shutdown()
    server.server_close()
    thread.join()


def test_table_map_and_chart_live_in_a_page_of_another_site(
    open_page: Any, chromium: Any, neighbour: Callable[[str], str]
) -> None:
    portal = open_page(VIEW)
    snippets = portal.locator("#embed pre code").all_text_contents()
    assert [name for name in ("table", "map", "chart") if f"<civora-{name} " in "".join(snippets)] == [
        "table",
        "map",
        "chart",
    ]
    page, wrong = chromium.new_context(viewport={"width": 1200, "height": 900}).new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    page.on("requestfailed", lambda one: wrong.append(f"{one.url} {one.failure}"))
    page.goto(neighbour("\n".join(snippets)))
    page.wait_for_selector("civora-table tbody tr")
    page.wait_for_selector("civora-map canvas")
    page.locator("civora-chart").scroll_into_view_if_needed()
    page.wait_for_selector("civora-chart svg [aria-roledescription]", state="attached")
    portal.goto(portal.url.replace("/api/", "/table/"))
    expected = [row.split("\t")[0] for row in portal.locator("table.rows tbody tr").all_inner_texts()]
    rows = [row.split("\t")[0] for row in page.locator("civora-table tbody tr").all_inner_texts()]
    assert rows == expected and rows
    for name in ("table", "map", "chart"):
        said = page.locator(f"civora-{name} .source").inner_text()
        assert "@1" in said and page.locator(f"civora-{name} .source a").count() >= 2, said
        assert page.locator(f"civora-{name} [role=alert]").count() == 0
    page.context.close()
    assert [one for one in wrong if "GPU stall" not in one and "WebGL" not in one] == []
