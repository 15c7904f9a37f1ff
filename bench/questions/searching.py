"""Search in a catalogue of 10,000 datasets: the whole page, and the Explore API. No words are asked twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.catalogue import FIRST, PLACES, SECOND
from bench.clock import Line, several, share, within, words
from bench.servers import Site, environment, portal
from bench.stage import Stage

TIMES = 200


def measure(stage: Stage) -> Iterator[Line]:
    if not (stage.many / ".made").exists():
        print("making a catalogue of 10,000 datasets …", flush=True)
        subprocess.run(
            [sys.executable, "-m", "bench.catalogue", str(stage.many)], env=environment(stage.many), check=True
        )
        (stage.many / ".made").touch()
    with portal(stage.many) as site:
        yield from asked(site)


def asked(site: Site) -> Iterator[Line]:
    chance = random.Random(7)
    texts = [text(chance) for _ in range(TIMES + 1)]
    page = several(lambda n: site.get("/datasets/?" + urlencode({"q": texts[n + 1]})), TIMES)
    said = f"p95 {words(share(page, 0.95))}, median {words(share(page, 0.5))}"
    yield within("Search among 10,000 datasets, the whole page", share(page, 0.95), 0.05, said)
    facet = several(lambda n: site.get("/datasets/?" + urlencode({"q": texts[n + 1], "theme": "TRAN"})), TIMES)
    said = f"p95 {words(share(facet, 0.95))}, median {words(share(facet, 0.5))}"
    yield within("… with a theme chosen", share(facet, 0.95), 0.05, said)


def text(chance: random.Random) -> str:
    """What people type: a word, its beginning, two words, a word with a wrong letter."""
    word = chance.choice(FIRST) + chance.choice(SECOND)
    match chance.randrange(4):
        case 0:
            return word
        case 1:
            return word[: chance.randint(4, 8)]
        case 2:
            return f"{word} {chance.choice(PLACES)}"
        case _:
            at = chance.randrange(1, len(word) - 1)
            return word[:at] + chance.choice("aeiou") + word[at + 1 :]
