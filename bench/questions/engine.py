"""Groups and facets through HTTP, beside the raw engine on a native table of the same rows."""

from __future__ import annotations

from collections.abc import Iterator

from bench.clock import Line, at_most, pairs
from bench.servers import Site, explore
from bench.stage import Stage, engine

TIMES = 9
FACETS = {"readings": ("site", "channel", "datetime", "count"), "crimes": ("crime_type", "lsoa_name", "month")}


def measure(stage: Stage, ours: Site) -> Iterator[Line]:
    with engine(stage.native) as raw:
        threads = raw.execute("SELECT current_setting('threads')").fetchone()
        assert threads
        found = pairs(
            lambda n: ours.get(
                explore(
                    "readings",
                    "records",
                    select="site, sum(count) as total, avg(count) as mean",
                    group_by="site",
                    where=f"count >= {n - 5}",
                    limit=100,
                )
            ),
            lambda n: raw.execute(
                "SELECT site, sum(count), avg(count) FROM readings WHERE count >= ? GROUP BY site ORDER BY site LIMIT 100",
                [n - 5],
            ).fetchall(),
            TIMES,
        )
        yield at_most("Group by site: sum and mean", found, 1.5, "raw")
        found = pairs(
            lambda n: ours.get(
                explore(
                    "readings",
                    "records",
                    select="sum(count) as total",
                    group_by="year(datetime) as year, month(datetime) as month",
                    where=f"count >= {n - 5}",
                    limit=100,
                )
            ),
            lambda n: raw.execute(
                "SELECT year(datetime) AS y, month(datetime) AS m, sum(count) FROM readings WHERE count >= ? GROUP BY ALL ORDER BY ALL LIMIT 100",
                [n - 5],
            ).fetchall(),
            TIMES,
        )
        yield at_most("Group by year and month: sum", found, 1.5, "raw")
        for name, columns in FACETS.items():
            for column in columns:
                yield facet(ours, raw, name, column)


def facet(ours: Site, raw: object, name: str, column: str) -> Line:
    """Under another harmless filter each time, so that no answer is one that is kept."""
    number = "count" if name == "readings" else "latitude"
    theirs = {
        "datetime": "year(datetime)",
        "crime_type": '"Crime type"',
        "lsoa_name": '"LSOA name"',
        "month": '"Month"',
    }
    key = theirs.get(column, column)
    found = pairs(
        lambda n: ours.get(explore(name, "facets", facet=column, where=f"{number} >= {n - 100}")),
        lambda n: raw.execute(  # type: ignore[attr-defined]  # a connection
            f"SELECT {key} AS k, count(*) AS n FROM {name} WHERE {number} >= ? AND k IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
            [n - 100],
        ).fetchall(),
        TIMES,
    )
    return at_most(f"Facet: {column} of the {name}", found, 2, "raw")
