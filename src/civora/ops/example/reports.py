"""Example reports with answers. Invented and labelled so; placed at real stops, containers and tables of the city.

How long each took is drawn from the real times of Los Angeles (`reports/durations.json`: 21 quantiles by request type), so that
the times which pages compute from them look like those of a real city. The draw is the same each time.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from civora.core.policy.types import ANYONE, Reader
from civora.core.query.ast import Query
from civora.core.schema import GEOGRAPHIC
from civora.ops.boot import OPERATOR
from civora.people import actions as people
from civora.reading import queries as reading
from civora.reports import actions, queries
from civora.reports.errors import OutsideTheCity
from civora.reports.rules import places
from civora.reports.types import Area, Category, Datatype, Filter, Place, Question, Status, Template

SEED, DAYS = 1648, 250
PATIENCE_SECONDS = 120.0
STAFF = Reader(OPERATOR, is_administrator=True)
ENDS = ((Status.FIXED, "done", 88), (Status.NOT_FIXED, "not-now", 7), (Status.NOT_OURS, "others", 5))
STAFF_ROLES = (("case-worker", "case-worker"), ("moderator", "moderator"))
NAMED = ("address", "standort", "name", "stop_name", "place_name", "street")


@dataclass(frozen=True, slots=True)
class Plan:
    """One report, and when it will be closed."""

    at: datetime
    closed_at: datetime
    entry: dict[str, Any]
    lang: str
    text: str
    place: Place


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Does nothing where reports are there already."""
    from civora.ops.example import now  # noqa: PLC0415 (it names this module)

    if queries.count(Filter(private=True)):
        return
    with (city / "reports/services.toml").open("rb") as file:
        said = tomllib.load(file)
    offer(city, said, now())
    with patience():
        number = play(city, said, now())
    actions.project(by=OPERATOR, at=now(), everything=True)
    if say:
        say(f"service-requests: {number:,} example reports")


@contextmanager
def patience() -> Iterator[None]:
    """Loading may wait for the lake on a busy machine; a page may not."""
    before = settings.CIVORA_LAKE_QUESTION_SECONDS
    settings.CIVORA_LAKE_QUESTION_SECONDS = PATIENCE_SECONDS
    try:
        yield
    finally:
        settings.CIVORA_LAKE_QUESTION_SECONDS = before


# ---- what can be reported -----------------------------------------------------------------------------------------


def offer(city: Path, said: dict[str, Any], at: datetime) -> None:
    for one in said["body"]:
        people.add_organisation(key=one["key"], name=one["name"], by=OPERATOR, at=at)
    for name, role in STAFF_ROLES:
        people.add_person(email=f"{name}@example.org", role=role, by=OPERATOR, at=at)
    for order, one in enumerate(said["category"]):
        actions.set_category(category=category(one, order), by=OPERATOR, at=at)
    for one in said["template"]:
        template = Template(one["key"], one["name"], one["text"], one["status"])
        actions.set_template(template=template, by=OPERATOR, at=at)
    for area in areas(city):
        actions.set_area(area=area, by=OPERATOR, at=at)


def category(one: dict[str, Any], order: int) -> Category:
    return Category(
        one["key"], one["name"], one["description"], one["group"], tuple(one["keywords"]),
        tuple(question(given) for given in one.get("questions", ())), one["body"], one["radius_m"], (), one.get("assets", ""), order,
    )  # fmt: skip


def question(given: dict[str, Any]) -> Question:
    return Question(
        given["code"], Datatype(given["datatype"]), given["label"], given.get("hint", {}), given.get("is_required", False),
        tuple((key, name) for key, name in given.get("values", ())),
    )  # fmt: skip


def areas(city: Path) -> list[Area]:
    """The outline of the city, and those of its parts whose outline is closed and has a name."""
    source = "City of Münster, outlines, DL-DE-BY 2.0"
    outline = features(city / "data/city-outline.geojson")[0]["geometry"]
    found = {"city-outline": Area("city-outline", "Münster", None, True, outline, source)}
    for one in features(city / "data/district-lines.geojson"):
        name, rings = one["properties"]["name"], one["geometry"]["coordinates"]
        if name and len(rings) == 1 and rings[0][0] == rings[0][-1]:
            key = f"part-{name.lower()}"
            shape = {"type": "Polygon", "coordinates": rings}
            found.setdefault(key, Area(key, name, None, False, shape, source))
    return list(found.values())


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["features"]
    return found


# ---- what was reported ----------------------------------------------------------------------------------------------


def play(city: Path, said: dict[str, Any], now: datetime) -> int:
    """All reports in the order of time, each closed when its time has come. Returns how many."""
    dice = random.Random(SEED)  # noqa: S311 (examples, the same each time)
    templates = {one["key"]: one["text"] for one in said["template"]}
    plans = sorted(planned(city, said, now, dice), key=lambda plan: plan.at)
    waiting: list[tuple[datetime, str, Plan]] = []
    for number, plan in enumerate(plans):
        waiting = closed(waiting, plan.at, templates, dice)
        done = actions.report(
            category=plan.entry["key"], place=plan.place, description=plan.text, sent=f"example-report-{SEED}-{number:06}",
            answers=answers(plan.entry, dice), at=plan.at, lang=plan.lang, is_example=True,
        )  # fmt: skip
        waiting.append((plan.closed_at, done.key, plan))
        if dice.random() < 0.15:  # noqa: PLR2004 (one in seven)
            actions.join(key=done.key, sent=f"example-joining-{SEED}-{number:06}", at=plan.at + timedelta(hours=5))
    waiting = closed(waiting, now, templates, dice)
    for closing, key, plan in waiting:
        begun(key, plan, now, closing, templates, dice)
    return len(plans)


def planned(city: Path, said: dict[str, Any], now: datetime, dice: random.Random) -> list[Plan]:
    days = json.loads((city / "reports/durations.json").read_text())["types"]
    found = []
    known = {name: things(name) for name in sorted({entry["places"] for entry in said["category"]})}
    for entry in said["category"]:
        is_asset = entry.get("assets") == entry["places"]
        places = [one if is_asset else Place(one.lat, one.lon, one.address) for one in known[entry["places"]]]
        for _ in range(entry["share"]):
            at = now - timedelta(days=dice.triangular(0.1, DAYS, 30), minutes=dice.randint(0, 600))
            lang, text = dice.choice(entry["texts"])
            took = timedelta(days=drawn(days[entry["like"]]["days"], dice) + 0.02)
            found.append(Plan(at, at + took, entry, lang, text, near(dice.choice(places), dice)))
    return found


def drawn(quantiles: list[float], dice: random.Random) -> float:
    """A time between two neighbouring quantiles."""
    at = dice.uniform(0, len(quantiles) - 1.001)
    low, share = int(at), at - int(at)
    return quantiles[low] + share * (quantiles[low + 1] - quantiles[low])


def things(dataset: str) -> list[Place]:
    """The places of a dataset inside the city, with the words that it has for them."""
    found = reading.rows(Query(dataset=dataset, limit=400), ANYONE, record_ids=True)
    names = [field.name for field in found.card.schema.fields]
    point = next(index for index, field in enumerate(found.card.schema.fields) if field.type in GEOGRAPHIC)
    label = next((index for index, name in enumerate(names) if name in NAMED), None)
    places = []
    for row, record in zip(found.rows, found.ids or ("",) * len(found.rows), strict=False):
        where = row[point]
        words = str(row[label] or "") if label is not None else ""
        if isinstance(where, dict) and inside(where["lat"], where["lon"]):
            places.append(Place(where["lat"], where["lon"], words, dataset, str(record), words))
    return places


def inside(lat: float, lon: float) -> bool:
    try:
        places.check_place(Place(lat, lon), queries.areas())
    except OutsideTheCity:
        return False
    return True


def near(place: Place, dice: random.Random) -> Place:
    """At the thing itself, or some steps from it; a step that leads out of the city is not taken."""
    if place.asset_dataset or place.lat is None or place.lon is None:
        return place
    lat, lon = place.lat + dice.gauss(0, 0.0006), place.lon + dice.gauss(0, 0.0009)
    if not inside(lat, lon):
        return place
    return Place(round(lat, 6), round(lon, 6), place.address)


def answers(entry: dict[str, Any], dice: random.Random) -> dict[str, list[str]]:
    found = {}
    for one in entry.get("questions", ()):
        if one.get("values"):
            found[one["code"]] = [dice.choice(one["values"])[0]]
        elif dice.random() < 0.5:  # noqa: PLR2004 (half see a number)
            found[one["code"]] = [str(dice.randint(1000, 9800))]
    return found


def closed(
    waiting: list[tuple[datetime, str, Plan]],
    until: datetime,
    templates: dict[str, dict[str, str]],
    dice: random.Random,
) -> list[tuple[datetime, str, Plan]]:
    """Close what is due, and give back what still waits."""
    for closing, key, plan in sorted(one for one in waiting if one[0] <= until):
        status, template, _ = dice.choices(ENDS, [weight for *_, weight in ENDS])[0]
        actions.change_status(key=key, status=status, text=templates[template][plan.lang], reader=STAFF, at=closing)
    return [one for one in waiting if one[0] > until]


def begun(
    key: str, plan: Plan, now: datetime, closing: datetime, templates: dict[str, dict[str, str]], dice: random.Random
) -> None:
    """Of those still open, older ones are planned or under way."""
    age = now - plan.at
    if age < timedelta(days=2) or dice.random() < 0.3:  # noqa: PLR2004
        return
    status, template = (Status.IN_PROGRESS, "crew") if closing - now < age else (Status.PLANNED, "ordered")
    actions.change_status(
        key=key, status=status, text=templates[template][plan.lang], reader=STAFF, at=plan.at + age / 2
    )
