"""How long until the portal answers, with how much memory, and how long short commands take."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.clock import Line, several, share, within
from bench.servers import civora, portal
from bench.stage import Stage

TIMES = 5
SHORT = {
    "civora --help": ["--help"],
    "civora user --help": ["user", "--help"],
    "civora dataset list": ["dataset", "list"],
    "civora ask": ["ask", "readings", "--limit", "1"],
}


def measure(stage: Stage) -> Iterator[Line]:
    for name, words in SHORT.items():
        took = several(lambda _, words=words: civora(*words, home=stage.home), TIMES)
        yield within(f"`{name}`", share(took, 0.5), 0.4 if "--help" in words else 2.0)
    found, memory = [], []
    for _ in range(3):
        started = time.perf_counter()
        with portal(stage.home) as site:
            found.append(time.perf_counter() - started)
            site.get("/datasets/")
            time.sleep(3)
            memory.append(site.memory() / 1e6)
    yield within("`civora serve` ready", sorted(found)[1], 5.0)
    most = sorted(memory)[1]
    yield Line("Memory of all its processes, ready", f"{most:.0f} MB", "", "", "≤ 400 MB", is_met=most <= 400)
