"""How fast is a large CSV taken in, everything included: start of the program, kept delivery, checksum, types, coverage?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from bench.clock import Line, pairs
from bench.servers import civora
from bench.stage import Stage

TIMES = 3
RAW = """
import sys, duckdb
con = duckdb.connect(sys.argv[2])
con.execute("SET enable_progress_bar = false")
con.execute("CREATE TABLE loaded AS FROM read_csv('" + sys.argv[1] + "')")
con.close()
"""


def measure(stage: Stage) -> Iterator[Line]:
    titles = {"readings": "CSV of 14.36 M readings, 566 MB", "crimes": "CSV of 1.93 M points, 12 columns, 432 MB"}
    for name, title in titles.items():
        file, target = str(stage.csv(name)), stage.folder / "raw.duckdb"

        def raw(_: int, file: str = file) -> None:
            target.unlink(missing_ok=True)
            subprocess.run([sys.executable, "-c", RAW, file, str(target)], check=True)

        def published(_: int, name: str = name, file: str = file) -> None:
            civora("publish", file, "--id", name, "--title", name.title(), "--force", home=stage.home)

        found = pairs(published, raw, TIMES)
        part = 1 / found.ratio
        ours, theirs = (f"{sorted(one)[len(one) // 2]:.2f} s" for one in (found.ours, found.theirs))
        is_aim = name == "readings"
        yield Line(
            f"Load: {title}", ours, f"{theirs} `read_csv`", f"{part:.2f} of raw", "≥ 0.60 of raw" if is_aim else "",
            is_met=part >= 0.6 if is_aim else None,
        )  # fmt: skip
        target.unlink(missing_ok=True)
