"""Vector tiles of 1.93 million points: never asked before, asked again, and many at once."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.clock import Line, seconds, share, within, words
from bench.servers import PORT, Site
from bench.stage import Stage, engine

ZOOMS = range(17)
EACH = 8  # tiles of one zoom
AT_ONCE, SPELL = 4, 3.0  # connections, and seconds that they ask
LARGEST = 300_000


def measure(stage: Stage, ours: Site) -> Iterator[Line]:
    chance = random.Random(11)
    places = points(stage)
    # A harmless filter, another one each time, so that not even the tile of the whole world was asked before.
    asked = [
        f"/tiles/crimes/{zoom}/{column}/{row}.mvt?where=latitude%20%3E%20-{number + 1}.{zoom}"
        for zoom in ZOOMS
        for number in range(EACH)
        for column, row in [tile(*chance.choice(places), zoom)]
    ]
    sizes: list[int] = []
    cold = tuple(sorted(seconds(lambda _, path=path: sizes.append(len(ours.get(path)))) for path in asked))  # type: ignore[misc]  # a default binds
    said = f"p95 {words(share(cold, 0.95))}, median {words(share(cold, 0.5))}"
    yield within(f"Tile of 1.93 M points, cold, zoom {ZOOMS[0]} to {ZOOMS[-1]}", share(cold, 0.95), 0.12, said)
    largest = max(sizes)
    yield Line("… the largest of them", f"{largest / 1000:.0f} kB", "", "", "≤ 300 kB", is_met=largest <= LARGEST)
    warm = tuple(sorted(seconds(lambda _, path=path: ours.get(path)) for path in asked))  # type: ignore[misc]
    said = f"p95 {words(share(warm, 0.95))}, median {words(share(warm, 0.5))}"
    yield within("… the same again", share(warm, 0.95), 0.005, said)
    rate = per_second(ours, asked)
    yield Line(f"… from cache, {AT_ONCE} at once", f"{rate:.0f} a second", "", "", "≥ 300 a second", is_met=rate >= 300)  # noqa: PLR2004 (the aim)


def per_second(ours: Site, asked: list[str]) -> float:
    """Whole answers in a second, over as many kept connections as ask at once."""
    end = time.monotonic() + SPELL

    def ask(first: int) -> int:
        line = Site(PORT, ours.process)
        done = 0
        while time.monotonic() < end:
            line.get(asked[(first + done) % len(asked)])
            done += 1
        return done

    with ThreadPoolExecutor(AT_ONCE) as several:
        return sum(several.map(ask, range(0, len(asked), len(asked) // AT_ONCE))) / SPELL


def points(stage: Stage) -> list[tuple[float, float]]:
    """Where some of the rows lie: longitude, latitude."""
    with engine(stage.native) as raw:
        return raw.execute(
            "SELECT Longitude, Latitude FROM crimes WHERE Longitude IS NOT NULL USING SAMPLE reservoir(500 ROWS) REPEATABLE (7)"
        ).fetchall()


def tile(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that holds the place, counted from the north-west (Web Mercator)."""
    high = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * 2**zoom), int((1 - high / math.pi) / 2 * 2**zoom)
