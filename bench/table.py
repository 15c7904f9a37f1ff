"""The table of `docs/reference/performance.md`, written between two marks of that page."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.clock import Line

BEGIN, END = "<!-- table: written by make bench -->", "<!-- end of the table -->"
MET = {True: "met", False: "**not met**", None: ""}


def rows(lines: Sequence[Line]) -> str:
    head = "| question | Civora | beside it | found | aim | |\n|---|---|---|---|---|---|"
    cells = (
        f"| {one.question} | {one.ours} | {one.theirs} | {one.found} | {one.aim} | {MET[one.is_met]} |" for one in lines
    )
    return "\n".join((head, *cells))


def machine(load: float) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = f"DuckDB {version('duckdb')}, Datasette {version('datasette')}, Python {platform.python_version()}"
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y}: {os.cpu_count()} cores ({processor()}), {memory:.0f} GB memory, "
        f"{platform.system()}; {parts}. Load of the machine at the start: {load:.1f} (what else ran is in the seconds, not in the ratios)."
    )


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def write(page: Path, lines: Sequence[Line], load: float) -> None:
    """Raises ValueError where the page has no marks."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{page.name} has no place for the table.")
    page.write_text(f"{before}{BEGIN}\n{machine(load)}\n\n{rows(lines)}\n{END}{after}")
