"""One portal with the whole example city and one browser for all journeys.

    def test_something(city, open_page, axe):
        page = open_page("/datasets/", width=390, dark=True)
        assert axe(page) == []

`open_page(path, width=, dark=, javascript=, as_=, lang=)` opens a page in a fresh visit; `as_` is "administrator", "publisher"
or "resident" of the demo, or any address that has an account. `axe(page)` lists what breaks WCAG 2.2 AA or best practice.
`mirrored` is the address of the same city with a pseudo locale from right to left.
`barriers(path, as_=)` lists what keeps people out of a page, by width and scheme: axe in light and dark at 390 and 1440 px, scrolling sideways.

CIVORA_TEST_HOME=DIR uses a home that `civora demo` has loaded before, instead of loading one (about a minute).
Run by several processes, each takes a copy of it and serves that.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.conformance.conftest import ROOT, environment, free_port, wait_for

NODE_MODULES = ROOT / "tests/node/node_modules"
AXE = NODE_MODULES / "axe-core/axe.min.js"
CITY = ROOT / "cities/muenster"
AXE_RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
}).then(found => found.violations.flatMap(one => one.nodes.map(node =>
  `${one.id}: ${one.help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)))"""
WIDTHS = (390, 1440)
HEIGHTS = {390: 844, 1440: 900}


@dataclass(frozen=True)
class City:
    """The running example city."""

    url: str
    home: Path

    def civora(self, *words: str) -> str:
        """What a command of the program prints for this home."""
        command = [sys.executable, "-m", "civora.ops.cli", *words, "--home", str(self.home)]
        env = environment(self.home, "rooms") | {"CIVORA_CITY": str(CITY)}
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    def link(self, person: str) -> str:
        """A fresh one-time sign-in link."""
        email = person if "@" in person else f"{person}@example.org"
        return self.civora("user", "link", email, "--url", self.url).split()[-1]


class Opener(Protocol):
    def __call__(
        self,
        path: str,
        *,
        width: int = 1440,
        dark: bool = False,
        javascript: bool = True,
        as_: str = "",
        lang: str = "en",
    ) -> Any: ...


def loaded(home: Path) -> Path:
    """A home with the example city in it."""
    command = [sys.executable, "-m", "civora.ops.cli", "demo", "--load-only", "--home", str(home)]
    subprocess.run(command, env=environment(home, "rooms"), check=True, capture_output=True)
    return home


def home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded home. Where several processes run journeys, one loads and each takes a copy."""
    given, worker = os.environ.get("CIVORA_TEST_HOME"), os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return Path(given) if given else loaded(tmp_path_factory.mktemp("city") / "home")
    shared = tmp_path_factory.getbasetemp().parent / "loaded"
    with (shared.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        source = Path(given) if given else shared
        if not source.exists():
            loaded(source.with_suffix(".new")).rename(source)
    return Path(shutil.copytree(source, tmp_path_factory.mktemp("city") / "home"))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """`civora serve` over the example city, web and worker, until the last journey is over."""
    home = home_of_its_own(tmp_path_factory)
    port, log = free_port(), tmp_path_factory.mktemp("log") / "serve.log"
    command = [sys.executable, "-m", "civora.ops.cli", "serve", "--home", str(home), "--port", str(port)]
    env = environment(home, "web") | {"CIVORA_CITY": str(CITY)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        wait_for(f"http://127.0.0.1:{port}", process, log)
        yield City(f"http://127.0.0.1:{port}", home)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def mirrored(city: City, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same city served once more, with the pseudo locale from right to left under `/ar/`."""
    port, log = free_port(), tmp_path_factory.mktemp("log") / "mirrored.log"
    command = [
        sys.executable,
        "-m",
        "civora.ops.cli",
        "serve",
        "--only",
        "web",
        "--home",
        str(city.home),
        "--port",
        str(port),
    ]
    env = environment(city.home, "web") | {"CIVORA_CITY": str(CITY), "CIVORA_MIRRORED": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        wait_for(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium. Skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None or importlib.util.find_spec("playwright") is None:
        pytest.skip("there is no Chromium here: `make test` says how to get one")
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=found, args=[*quiet, "--use-gl=swiftshader", "--enable-unsafe-swiftshader"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(city: City, chromium: Any) -> Callable[[str], Any]:
    """The cookies of somebody who has signed in once: kept, so that each person signs in once for all journeys."""
    kept: dict[str, Any] = {}

    def cookies(person: str) -> Any:
        if person not in kept:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(city.link(person))
            kept[person] = context.storage_state()
            context.close()
        return kept[person]

    return cookies


@pytest.fixture
def open_page(city: City, chromium: Any, signed_in: Callable[[str], Any]) -> Iterator[Opener]:
    """Opens pages in visits of their own, which end with the test. A script that the policy refuses, or an error in one, fails it."""
    contexts, wrong = [], []

    def opened(
        path: str, *, width: int = 1440, dark: bool = False, javascript: bool = True, as_: str = "", lang: str = "en"
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)}, color_scheme="dark" if dark else "light",
            java_script_enabled=javascript, locale=lang, reduced_motion="reduce", storage_state=signed_in(as_) if as_ else None,
            service_workers="block",
        )  # fmt: skip
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(path if path.startswith("http") else city.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """What axe finds wrong on a page: WCAG 2.0 to 2.2, A and AA, and best practice."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: `npm ci --prefix tests/node` brings it")
    source = AXE.read_text()

    def found(page: Any) -> list[str]:
        page.evaluate(source)
        return page.evaluate(AXE_RUN)

    return found


@pytest.fixture
def barriers(open_page: Opener, axe: Callable[[Any], list[str]]) -> Callable[..., dict[str, list[str]]]:
    """What axe finds wrong on a page, light and dark, on a phone and a wide screen, and whether it scrolls sideways. Empty: nothing."""

    def found_on(path: str, *, as_: str = "", lang: str = "en", ready: str = "") -> dict[str, list[str]]:
        page = open_page(path, as_=as_, lang=lang)
        if ready:
            page.wait_for_selector(ready)
        wrong: dict[str, list[str]] = {}
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
                page.emulate_media(color_scheme=scheme)
                found = axe(page)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if wide > 0:
                    found = [*found, f"the page is {wide} px too wide"]
                if found:
                    wrong[f"{path} {width} {scheme}"] = found
        return wrong

    return found_on
