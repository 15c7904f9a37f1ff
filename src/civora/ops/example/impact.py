"""The example city's indicators and projects: questions to its real data, and the 53 measures of its climate plan as assessed."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from civora.core.keys import key_from
from civora.core.policy.types import Reader
from civora.impact import actions, queries
from civora.impact.errors import UnknownIndicator, UnknownProject
from civora.ops import example
from civora.ops.boot import OPERATOR
from civora.people import actions as people

KEEPER = Reader(OPERATOR, is_administrator=True)
TONES = {"#01873B": "good", "orange": "warn", "#AE1B1B": "bad"}
REPORTS = {"13": date(2013, 12, 31), "1516": date(2016, 12, 31), "1718": date(2018, 12, 31)}
Measures = dict[str, list[dict[str, str]]]


def load(city: Path, say: Callable[[str], None] | None) -> None:
    """Nothing is made twice: what is there already stays as it is."""
    folder = city / "impact"
    if not folder.is_dir():
        return
    with (folder / "datasets.toml").open("rb") as file:
        plan = tomllib.load(file)
    for one in plan.get("organisation", ()):
        people.add_organisation(key=one["key"], name=one["name"], url=one.get("url", ""), by=OPERATOR, at=example.now())
    for entry in plan.get("dataset", ()):
        example.publish(city, entry, say)
    made = indicators(folder), projects(city, folder)
    if say and any(made):
        say(f"impact: {made[0]} indicators, {made[1]} projects")


def indicators(folder: Path) -> int:
    with (folder / "indicators.toml").open("rb") as file:
        plan = tomllib.load(file)["indicator"]
    return sum(indicator(dict(one)) for one in plan)


def indicator(given: dict[str, Any]) -> bool:
    try:
        queries.indicator(given["key"])
    except UnknownIndicator:
        said = given.pop("statement", None)
        actions.save_indicator(given=given, reader=KEEPER, at=example.now())
        if said:
            actions.say(
                key=given["key"], texts=said["texts"], name=said["name"], said_on=said["said_on"], reader=KEEPER,
                at=example.now(), is_example=True,
            )  # fmt: skip
        return True
    return False


def projects(city: Path, folder: Path) -> int:
    with (folder / "projects.toml").open("rb") as file:
        told = tomllib.load(file)["project"]
    return sum(project(dict(one)) for one in told) + sum(measure(one) for one in measures(city))


def is_new(key: str) -> bool:
    try:
        queries.project(key)
    except UnknownProject:
        return True
    return False


def project(given: dict[str, Any]) -> bool:
    """A project that is written down whole, with its parts."""
    if not is_new(given["key"]):
        return False
    parts = {name: given.pop(name, []) for name in ("milestone", "money", "document")}
    keeper, at, key = KEEPER, example.now(), str(given["key"])
    actions.save_project(given=given, reader=keeper, at=at)
    for one in parts["milestone"]:
        actions.set_milestone(project=key, reader=keeper, at=at, **one)
    for one in parts["money"]:
        actions.enter_money(project=key, reader=keeper, at=at, **one)
    for one in parts["document"]:
        actions.add_document(project=key, reader=keeper, at=at, **one)
    return True


def measures(city: Path) -> Iterator[list[dict[str, str]]]:
    """Each measure of the climate plan with its rows: itself, what was planned, and the reports on it."""
    path = city / "data/climate-measures.csv"
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["id"]]
    inside: Measures = {}
    for row in rows:
        inside.setdefault(row["parent"], []).append(row)
    for group in inside[""]:
        for row in inside.get(group["id"], ()):
            yield [row, *inside.get(row["id"], ())]


def measure(rows: list[dict[str, str]]) -> bool:
    """A measure as a promise. Its stage is read from the last assessment: not begun, or under way; none says done."""
    first, *reports = rows
    key = f"climate-{key_from(first['id'].replace('Ü', 'ue'))}"
    if not is_new(key):
        return False
    planned = next((row["text"] for row in reports if row["id"].endswith("-Plan")), "")
    tone, at = TONES.get(first["assessment"], ""), example.now()
    given = {
        "key": key, "title": {"de": first["title"]}, "summary": {"de": planned} if planned else {}, "kind": "promise",
        "stage": "planned" if tone in ("bad", "") else "under-way", "owner": "climate-unit", "theme": "ENVI",
        "source": f"climate-measures/{first['id']}", "indicators": ["co2-total"], "assessment": tone,
    }  # fmt: skip
    actions.save_project(given=given, reader=KEEPER, at=at)
    for row in reports:
        day = REPORTS.get(row["id"].rpartition("-")[2])
        if day and row["text"]:
            actions.set_milestone(
                project=key, title={"de": row["title"]}, note={"de": row["text"]}, due_on=day, done_on=day,
                tone=TONES.get(row["assessment"], ""), reader=KEEPER, at=at,
            )  # fmt: skip
    where = quote(f"parent = '{first['id']}'")
    actions.add_document(
        project=key, title="Klimaaktionsplan, Stand der Maßnahmen", url=f"/datasets/climate-measures/table/?where={where}",
        reader=KEEPER, at=at,
    )  # fmt: skip
    return True
