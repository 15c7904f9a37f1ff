"""The base map of a city pack, in a real browser: pictures of another host, somebody's style, the city's own archive."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.conformance.conftest import environment, free_port, wait_for
from tests.journeys.conftest import CITY

RED, GREEN = (214, 20, 20), (20, 170, 60)
STYLE = {"version": 8, "sources": {}, "layers": [{"id": "all", "type": "background", "paint": {"background-color": "rgb(20,170,60)"}}]}  # fmt: skip
PLACES = "/datasets/schools/map/"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (256, 256), RED).save(out, "PNG")
    return out.getvalue()


class Host(BaseHTTPRequestHandler):
    """Another host: red tiles, and a style that is green."""

    def do_GET(self) -> None:
        is_style = self.path.endswith(".json")
        body = json.dumps(STYLE).encode() if is_style else picture()
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if is_style else "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def with_base(city: Any, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The same portal with another pack; gives its address."""
    running: list[subprocess.Popen[bytes]] = []

    def served(lines: str) -> str:
        pack = tmp_path / "pack"
        pack.mkdir()
        (pack / "pack.toml").write_text((CITY / "pack.toml").read_text(encoding="utf-8") + "\n[map.base]\n" + lines)
        if (tmp_path / "town.pmtiles").exists():
            shutil.move(tmp_path / "town.pmtiles", pack)
        port, log = free_port(), tmp_path / "serve.log"
        command = [sys.executable, "-m", "civora.ops.cli", "serve", "--only", "web", "--home", str(city.home), "--port", str(port)]  # fmt: skip
        with log.open("wb") as out:
            env = environment(city.home, "web") | {"CIVORA_CITY": str(pack)}
            running.append(subprocess.Popen(command, env=env, stdout=out, stderr=out))
        wait_for(f"http://127.0.0.1:{port}", running[0], log)
        return f"http://127.0.0.1:{port}"

    yield served
    for process in running:
        process.terminate()
        process.wait(20)


def share(page: Any, colour: tuple[int, int, int]) -> float:
    """How much of the map has about this colour."""
    image = Image.open(io.BytesIO(page.locator(".map-live canvas").first.screenshot())).convert("RGB")
    near = sum(count for count, found in image.getcolors(1 << 24) or () if all(abs(a - b) < 16 for a, b in zip(found, colour, strict=True)))  # fmt: skip
    return near / (image.width * image.height)


def settled(page: Any, colour: tuple[int, int, int]) -> float:
    for _ in range(40):
        if (found := share(page, colour)) > 0.5:
            return found
        page.wait_for_timeout(250)
    return share(page, colour)


def test_pictures_of_the_host_that_the_pack_names_lie_under_the_rows(with_base: Any, host: str, open_page: Any) -> None:
    base = with_base(f'kind = "raster"\ntiles = "{host}/{{z}}/{{x}}/{{y}}.png"\nattribution = "© Red"\n')
    page = open_page(base + PLACES)
    page.wait_for_selector(".map-credit:has-text('© Red')")
    assert settled(page, RED) > 0.5


def test_a_style_is_drawn_under_the_rows(with_base: Any, host: str, open_page: Any) -> None:
    base = with_base(f'kind = "vector"\nstyle = "{host}/style.json"\nattribution = "© Green"\nattribution_url = "{host}/"\n')  # fmt: skip
    page = open_page(base + PLACES, width=390, dark=True)
    assert page.get_attribute(".map-credit a", "href") == f"{host}/"
    assert settled(page, GREEN) > 0.5


def test_the_city_s_own_archive_asks_no_other_host(with_base: Any, city: Any, open_page: Any, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{city.url}/tiles/district-lines.pmtiles?maxzoom=12") as archive:
        (tmp_path / "town.pmtiles").write_bytes(archive.read())
    base = with_base('kind = "pmtiles"\nfile = "town.pmtiles"\nattribution = "© Town"\n')
    page = open_page("/-/health")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    with page.expect_response(lambda one: "/-/base/" in one.url and one.status == 200, timeout=20_000):
        page.goto(base + PLACES)
    page.wait_for_selector(".map-credit:has-text('© Town')")
    assert {one.split("/")[2] for one in asked if one.startswith("http")} == {base.split("/")[2]}
