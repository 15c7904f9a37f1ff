"""The first page of records, with the exact count; a page of the portal; the same question asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.clock import Line, faster, pairs, several, share, within
from bench.servers import Site, explore

TIMES = 15


def measure(ours: Site, theirs: Site) -> Iterator[Line]:
    yield first_page(ours, theirs)
    yield filtered_page(ours, theirs)
    address = explore("readings", "records", limit=20)
    tag = ours.answer(address)[0].headers["ETag"]
    again = several(lambda _: ours.get(address, {"If-None-Match": tag}), 200)
    yield within("The same question again, with its ETag (304)", share(again, 0.5), 0.002)
    html = several(lambda number: ours.get(f"/datasets/readings/table/?page={number + 2}"), TIMES)
    yield within("A dataset's table page, HTML", share(html, 0.5), 0.1)
    html = several(lambda _: ours.get("/datasets/readings/"), TIMES)
    yield within("A dataset's first page, HTML", share(html, 0.5), 0.1)
    yield one_record(ours)
    yield deep_page(ours)


def first_page(ours: Site, theirs: Site) -> Line:
    """Another page each time, so that no answer is one that is kept."""
    found = pairs(
        lambda n: ours.get(explore("readings", "records", limit=20, offset=n + 1)),
        lambda n: theirs.get(f"/peer/readings.json?_size=20&_next={n + 1}"),
        TIMES,
    )
    return faster("A page of 20 records with exact count", found, 50, "Datasette")


def filtered_page(ours: Site, theirs: Site) -> Line:
    found = pairs(
        lambda n: ours.get(explore("readings", "records", limit=20, where=f"count > {20 + n}")),
        lambda n: theirs.get(f"/peer/readings.json?_size=20&count__gt={20 + n}"),
        TIMES,
    )
    return faster("… of those that a filter leaves", found, 50, "Datasette")


def one_record(ours: Site) -> Line:
    """Another row each time, from all over the table."""
    named = [record_id(ours, f"20{19 + n % 5}-0{1 + n % 9}-03") for n in range(TIMES + 1)]
    took = several(lambda n: ours.get(explore("readings", f"records/{named[n + 1]}")), TIMES)
    return within("One of 14.36 M records by its id", share(took, 0.5), 0.2)


def record_id(ours: Site, day: str) -> str:
    address = explore("readings", "records", limit=1, where=f"datetime >= date'{day}'", include_app_metas="true")
    return str(json.loads(ours.get(address))["results"][0]["_id"])


def deep_page(ours: Site) -> Line:
    """Page after page by the cursor, far behind the 10,000 that an offset reaches."""
    place = {"next": ""}

    def follow(_: int) -> None:
        found = json.loads(ours.get(f"/api/v1/datasets/readings/rows?limit=1000&after={place['next']}"))
        place["next"] = found["next"]

    took = several(follow, 60)
    return within("A page of 1,000 rows by cursor", share(took, 0.5), 0.1)
