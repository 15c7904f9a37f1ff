"""`make bench`: all questions in one run. Words after it choose some: `python -m bench.run pages engine`.

Only a whole run writes the table of docs/reference/performance.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

from bench import table
from bench.clock import Line
from bench.questions import engine, exporting, figures, loading, pages, searching, starting, tiles
from bench.servers import civora, datasette, explore, portal, warmed
from bench.stage import ROOT, Stage, stage

PAGE = ROOT / "docs/reference/performance.md"


def over_http(made: Stage, wanted: set[str]) -> Iterator[Line]:
    """The questions that one running portal answers."""
    with portal(made.home) as ours, datasette(made) as theirs:
        warmed(ours, made.home, *(explore(name, "records", limit=1) for name in ("readings", "crimes")))
        chosen: dict[str, Callable[[], Iterator[Line]]] = {
            "pages": lambda: pages.measure(ours, theirs),
            "engine": lambda: engine.measure(made, ours),
            "tiles": lambda: tiles.measure(made, ours),
            "exporting": lambda: exporting.measure(made, ours),
        }
        for name in wanted & set(chosen) if wanted else chosen:
            yield from chosen[name]()


def measured(made: Stage, wanted: set[str]) -> Iterator[Line]:
    if not wanted or "loading" in wanted:
        yield from loading.measure(made)
    if not wanted or "starting" in wanted:
        yield from starting.measure(made)
    if not wanted or wanted & {"pages", "engine", "tiles", "exporting"}:
        yield from over_http(made, wanted)
    if not wanted or "figures" in wanted:
        yield from figures.measure(made)
    if not wanted or "searching" in wanted:
        yield from searching.measure(made)


def filled(made: Stage) -> None:
    """A home with the rows in it, for whoever does not measure the loading."""
    for name in ("readings", "crimes"):
        civora("publish", str(made.csv(name)), "--id", name, "--title", name.title(), home=made.home)


def main() -> None:
    load = os.getloadavg()[0]
    wanted = set(sys.argv[1:])
    made = stage()
    if wanted:
        filled(made)
    found = []
    for line in measured(made, wanted):
        met = {True: "met", False: "NOT MET", None: ""}[line.is_met]
        print(
            f"{line.question:48} {line.ours:>28} {line.theirs:>20} {line.found:>18} {line.aim:>18}  {met}", flush=True
        )
        found.append(line)
    if not wanted:
        table.write(PAGE, found, load)
        print(f"written into {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
