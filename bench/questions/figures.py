"""A dashboard of eight live figures over 14.36 million readings, and a figure as an image of the server.

Cold: the server has just started and its engine has its native copies, and nobody has asked these questions; warm: the same again. One reader
asks one figure after the other, so that the sum is the server's time, with the way over HTTP eight times.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

from bench.clock import Line, seconds, share, within
from bench.servers import PORT, Site, civora, explore, portal, warmed
from bench.stage import Stage

TIMES, AGAIN = 3, 5
OFFICER = "bench@example.org"
LABELS = {
    "site": "site",
    "channel": "channel",
    "year": "year(datetime)",
    "month": "month(datetime)",
    "hour": "hour(datetime)",
    "weekday": "date_format(datetime, 'e')",
    "months": "range(datetime, 1 month)",
    "busy": "range(count, 10)",
}


def measure(stage: Stage) -> Iterator[Line]:
    civora("user", "add", OFFICER, "--role", "administrator", home=stage.home)
    key = civora("key", "add", OFFICER, home=stage.home).stdout.split()[-1]
    with portal(stage.home):
        for name in LABELS:
            keep(key, name)
    cold, warm, drawn = [], [], []
    for _ in range(TIMES):
        with portal(stage.home) as ours:
            warmed(ours, stage.home, explore("readings", "records", limit=1))
            cold.append(seconds(lambda _: dashboard(ours)))
            warm += [seconds(lambda _: dashboard(ours)) for _ in range(AGAIN)]
            ours.get("/exhibits/bench-year.svg")  # the renderer is loaded with its first image
            drawn.append(seconds(lambda _: ours.get("/exhibits/bench-months.svg")))
    for name, took, aim in (("cold", cold, 0.8), ("warm", warm, 0.15)):
        yield within(f"A dashboard of 8 live figures, {name}", share(tuple(sorted(took)), 0.5), aim)
    yield within("A figure as an image of the server, cold", share(tuple(sorted(drawn)), 0.5), 0.3)


def dashboard(ours: Site) -> None:
    for name in LABELS:
        ours.get(f"/exhibits/bench-{name}.json")


def keep(key: str, name: str) -> None:
    """Make the figure, or make it anew. Raises AssertionError where it is refused."""
    body = {
        "key": f"bench-{name}",
        "status": "published",
        "title": {"en": f"Readings by {name}"},
        "queries": {
            "main": {
                "dataset": "readings",
                "select": f"{LABELS[name]} as along, sum(count) as value",
                "group_by": f"{LABELS[name]} as along",
                "limit": 1000,
            }
        },
        "spec": {
            "data": {"name": "main"},
            "mark": {"type": "bar", "color": "@d1"},
            "encoding": {
                "x": {"field": "along", "type": "nominal"},
                "y": {"field": "value", "type": "quantitative"},
            },
        },
    }
    headers = {"Authorization": f"Apikey {key}", "Content-Type": "application/json"}
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for method, path in (("PUT", f"/api/v1/exhibits/bench-{name}"), ("POST", "/api/v1/exhibits/")):
        line.request(method, path, json.dumps(body), headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status in (200, 201):
            return
    raise AssertionError((answer.status, said[:300]))
