"""All rows as CSV and Parquet through HTTP, beside COPY to a file; and what that costs the server in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Self

from bench.clock import Line, middle, pairs
from bench.servers import Site, explore
from bench.stage import Stage, engine

TIMES = 3
LOOK = 0.1
COPIES = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet"}


def measure(stage: Stage, ours: Site) -> Iterator[Line]:
    with engine(stage.native) as raw:
        for name, options in COPIES.items():
            target = stage.folder / f"copy.{name}"
            with watched(ours) as memory:
                found = pairs(
                    lambda _, name=name: ours.drained(explore("readings", f"exports/{name}")),
                    lambda _, options=options, target=target: raw.execute(f"COPY readings TO '{target}' ({options})"),
                    TIMES,
                )
            target.unlink()
            part = 1 / found.ratio
            yield Line(
                f"All 14.36 M rows as {name.upper() if name == 'csv' else 'Parquet'}", middle(found.ours),
                f"{middle(found.theirs)} `COPY`", f"{part:.2f} of raw", "≥ 0.60 of raw", is_met=part >= 0.6,
            )  # fmt: skip
            grown = memory.grown / 1e6
            yield Line("… the server's memory grows by", f"{grown:.0f} MB", "", "", "< 200 MB", is_met=grown < 200)


class watched:  # noqa: N801 (reads as a verb where it stands)
    """Looks at the server's memory while the block runs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._over = threading.Event()
        self._before = self._most = site.memory()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def grown(self) -> int:
        return self._most - self._before

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            self._most = max(self._most, self._site.memory())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
